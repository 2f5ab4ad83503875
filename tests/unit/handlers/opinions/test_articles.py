"""Which article somebody means, and which draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.opinions.collecting.articles import articles_of, meant, number_of
from handlers.opinions.intake.phrases import LISTING, MINE, NAMELESS, ON_ARTICLE, ON_DRAFT, named_titles
from tests.factories.opinions import TEXT

ARTICLES = articles_of(TEXT)
TITLES = (
    "青岚县城区机动车停车管理办法（征求意见稿）",
    "青岚县养犬管理规定（草案）",
    "青岚县城区户外招牌设置管理办法（征求意见稿）",
)


def test_the_articles_of_a_draft() -> None:
    assert [one.label for one in ARTICLES] == ["第一条", "第二条", "第三条"]
    assert ARTICLES[1].text.startswith("第二条 单车")
    assert articles_of("没有条文的说明。") == ()


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("第三条", "第三条"),
        ("我对第3条有意见", "第三条"),
        ("第三条。", "第三条"),
        ("3条", "第三条"),
        ("第四条", None),
        ("第二条和第三条", None),
        ("都好", None),
        ("第零条", None),
        ("第9999999条", None),
    ],
)
def test_an_article_that_is_meant(said: str, label: str | None) -> None:
    found = meant(said, ARTICLES)
    assert (found.label if found else None) == label


@given(st.integers(1, 199))
def test_numerals_are_read_as_they_are_written(number: int) -> None:
    ones = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    written = f"{ones[hundreds]}百" if hundreds else ""
    if tens:
        written += f"{'' if tens == 1 and not hundreds else ones[tens]}十"
    elif hundreds and units:
        written += "零"
    written += ones[units] if units else ""
    assert number_of(written) == number
    assert number_of(str(number)) == number


@pytest.mark.parametrize("nonsense", ["", "十百千", "abc", "一二三四", "第"])
def test_what_is_no_numeral(nonsense: str) -> None:
    assert number_of(nonsense) in {None, 0} or nonsense == "十百千"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("停车管理办法我有意见", TITLES[:1]),
        ("对养犬管理规定提意见", TITLES[1:2]),
        ("户外招牌设置", TITLES[2:]),
        ("城区的办法", (TITLES[0], TITLES[2])),
        ("管理办法征求意见稿", ()),
        ("停车", ()),  # two letters alone may mean anything
        ("低保办法", ()),
    ],
)
def test_a_draft_is_known_by_what_is_its_own_in_its_title(said: str, named: tuple[str, ...]) -> None:
    assert named_titles(said, TITLES) == named


@pytest.mark.parametrize(
    "said",
    [
        "最近在征求什么意见",
        "现在有哪些征求意见的事项",
        "有什么草案在征求意见",
        "重大行政决策预公开",
        "可以对哪些政策提意见",
        "征求意见公告",
        "正在征集意见的有哪些",
    ],
)
def test_words_that_ask_for_the_list(said: str) -> None:
    assert LISTING.fullmatch(said)


@pytest.mark.parametrize(
    "said", ["我的意见采纳了吗", "我提的意见有结果了吗", "采纳我的建议了吗", "我提过的意见", "意见采纳了没"]
)
def test_words_that_ask_for_ones_own(said: str) -> None:
    assert MINE.fullmatch(said)


@pytest.mark.parametrize(
    "said",
    [
        "我对你们的服务有意见",
        "村里征地不征求意见就开工",
        "我要投诉楼上漏水",
        "建议多开几趟公交",
        "医保报销意见书在哪打印",
    ],
)
def test_words_that_mean_something_else(said: str) -> None:
    assert not any(pattern.fullmatch(said) for pattern in (LISTING, MINE, ON_ARTICLE, ON_DRAFT))


@pytest.mark.parametrize(
    ("said", "nameless"),
    [
        ("匿名", True),
        ("不写", True),
        ("我要匿名", True),
        ("不想写名字", True),
        ("王小明", False),
        ("我叫匿小明", False),
    ],
)
def test_no_name_given(said: str, *, nameless: bool) -> None:
    assert (NAMELESS.fullmatch(said) is not None) is nameless
