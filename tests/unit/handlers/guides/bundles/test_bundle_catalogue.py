"""Which event a message means, and that the county's file is whole."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.county import SAMPLE, CountyData
from handlers.guides.bundles.catalogue import NO_BUNDLES, stands
from handlers.guides.bundles.county_file import load

BUNDLES = CountyData.load(None).bundles
GUIDES = {path.stem for path in (SAMPLE / "guides").glob("*.md")}
ROW = """bundles:
  - key: a
    name: 甲一件事
    stage: 婚育
    words: [甲]
    guides: [x, y]
    window: 大厅
    hours: 工作日
    phone: 0599-1
"""


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("刚生了小孩要办哪些手续", "new-baby"),
        ("新生儿出生一件事", "new-baby"),
        ("屋头添了个娃儿，要跑哪些部门", "new-baby"),
        ("我老婆生了个宝宝接下来都要办什么", "new-baby"),
        ("生娃一条龙怎么办", "new-baby"),
        ("我老婆刚生了二胎，要办哪些手续", "new-baby"),
        ("结婚后要办哪些手续", "marriage-and-registration"),
        ("俺家添了个大胖小子都得办啥", "new-baby"),
        ("老婆坐月子，娃儿的证件怎么弄", "new-baby"),
        ("我们要领证结婚，她户口要迁过来，一起怎么办", "marriage-and-registration"),
        ("我妈昨天过世了，要办些什么", "after-death"),
        ("盘了个小吃店需要办什么手续", "restaurant"),
        ("想自己开个公司，从头到尾要跑哪些部门", "start-up"),
        ("家里揭不开锅了，能办些什么", "hardship"),
        ("要结婚了，全套手续怎么弄", "marriage-and-registration"),
        ("婚育户联办", "marriage-and-registration"),
        ("我爸刚走了，老人走了要办哪些事", "after-death"),
        ("家里老人去世后要办什么手续", "after-death"),
        ("身后事怎么办理", "after-death"),
        ("想开个小饭馆要办哪些证", "restaurant"),
        ("开一家面馆都要跑哪些窗口", "restaurant"),
        ("盘下一个饭店，要办啥子手续", "restaurant"),
        ("注册公司要办哪些手续", "start-up"),
        ("孩子上学要办哪些事", "school"),
        ("家里困难能办哪些事", "hardship"),
        ("娃刚生下来，医保没来得及办，先弄些啥", "new-baby"),
    ],
)
def test_whoever_tells_of_an_event_is_understood(said: str, key: str) -> None:
    found = BUNDLES.meant(said)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "said",
    [
        "育儿补贴要什么材料",
        "新生儿医保怎么交",
        "生孩子能报销多少钱",
        "结婚证丢了怎么补办",
        "老人去世后养老金还发几个月",
        "高龄津贴怎么申请",
        "开饭店油烟扰民怎么投诉",
        "开公司能贷款多少",
        "孩子上学怎么划学区",
        "我要预约",
        "小吃店油烟太大怎么办",
        "人死了户口怎么办",
        "想开餐馆",
        "",
    ],
)
def test_whoever_asks_for_one_thing_is_left_to_its_guide(said: str) -> None:
    assert BUNDLES.meant(said) is None
    assert NO_BUNDLES.meant(said) is None


@given(st.text(max_size=40))
def test_any_words_are_read_and_mean_a_known_event_or_none(said: str) -> None:
    meant = BUNDLES.meant(said)
    assert meant is None or BUNDLES.one(meant.key) is meant


@pytest.mark.parametrize(
    ("word", "said", "found"),
    [
        ("开…店", "我想开个小吃店", (2, 7)),
        ("开…店", "开门红的日子里去逛商店", None),
        ("后事", "办后事", (1, 3)),
        ("后事", "后来的事", None),
    ],
)
def test_two_words_near_each_other(word: str, said: str, found: tuple[int, int] | None) -> None:
    assert stands(word, said) == found


def test_the_sample_names_guides_that_are_there_and_says_that_it_is_one() -> None:
    assert BUNDLES.sample
    named = {name.removeprefix("guide-") for bundle in BUNDLES.listed for name in bundle.guides}
    assert named <= GUIDES
    assert [bundle.key for bundle in BUNDLES.with_guide("guide-marriage")] == ["marriage-and-registration"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("bundles:", "others:"), "bundles is no list"),
        (("name: 甲一件事", "name:"), "a: name is missing"),
        (("words: [甲]", "words: 甲"), "a: words is no list"),
        (("[x, y]", "[x]"), "fewer than 2"),
        (("[x, y]", "[x, x]"), "one twice"),
        (("phone: 0599-1", "phone: 0599-1\n    fax: 1"), "unknown field fax"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "bundles.yml"
    path.write_text(ROW, "utf-8")
    assert load(path).listed[0].name == "甲一件事"
    path.write_text(ROW.replace(*change), "utf-8")
    with pytest.raises(ValueError, match=message):
        load(path)
