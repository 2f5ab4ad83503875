"""Nothing is filed without an explicit yes."""

import pytest

from handlers.talk.form_phrases import says_yes, submits


@pytest.mark.parametrize(
    "said",
    ["确认", "确认提交", "提交", "提交吧", "是", "是的", "对，提交", "好的", "好的，提交", "可以", "没问题", "OK", "ｏｋ", "/affirm",
     "我确认", "都对", "看完了，继续", "没错 提交！", "同意"],
)  # fmt: skip
def test_plain_words_are_a_yes(said: str) -> None:
    assert says_yes(said)


@pytest.mark.parametrize(
    "said",
    ["嗯", "嗯再想想", "好不好", "对吗", "可以吗", "是这样吗", "不对", "不确认", "先不提交", "对了我问一下", "好像不对", "是不是要钱", "", "1",
     "确认前我想改电话", "行不行", "别提交", "好麻烦", "同意什么", "/affirm{}", "没问题吗"],
)  # fmt: skip
def test_a_guess_is_no_yes(said: str) -> None:
    assert not says_yes(said)


@pytest.mark.parametrize(
    "said", ["我已阅读，继续", "已阅读", "继续", "看完了", "都看过了，继续吧", "看完了，继续。"]
)
def test_having_read_it_agrees_to_a_notice_and_files_nothing(said: str) -> None:
    assert says_yes(said)
    assert not submits(said)


@pytest.mark.parametrize(
    "said", ["确认", "提交", "是的", "好的", "已阅读，提交", "看完了，没问题", "对，继续", "OK", "/affirm"]
)
def test_a_plain_word_of_agreement_files(said: str) -> None:
    assert submits(said)
