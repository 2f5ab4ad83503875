"""Who wants related matters after answers says so, in many ways; who asks something else is not taken for that."""

import pytest

from handlers.policy.related import UNWANTED, WANTED


@pytest.mark.parametrize(
    "said",
    [
        "开启相关推荐",
        "打开相关内容",
        "以后都附上相关的文件吧",
        "请开通相关推荐功能",
        "相关推荐打开",
        "帮我带上有关的信息",
        "每次回答后给我推荐相关的",
        "以后答完都给我附上有关文件",
    ],
)
def test_it_is_wanted(said: str) -> None:
    assert WANTED.fullmatch(said)
    assert not UNWANTED.fullmatch(said)


@pytest.mark.parametrize(
    "said",
    [
        "关闭相关推荐",
        "不要相关推荐了",
        "以后不要再推荐相关内容了",
        "取消相关推荐",
        "别附上相关的文件",
        "相关推荐关掉吧",
    ],
)
def test_it_is_not_wanted_any_more(said: str) -> None:
    assert UNWANTED.fullmatch(said)
    assert not WANTED.fullmatch(said)


@pytest.mark.parametrize(
    "said",
    [
        "高龄津贴的相关政策有哪些",
        "相关的",
        "有关的文件",
        "有什么相关文件",
        "取消预约",
        "打开网页要带什么材料",
        "推荐一个办事点",
    ],
)
def test_other_words_are_no_choice(said: str) -> None:
    assert not WANTED.fullmatch(said)
    assert not UNWANTED.fullmatch(said)
