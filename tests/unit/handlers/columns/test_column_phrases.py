"""What people say about columns, gazettes, series, boards and channels; and what is left to others."""

import pytest

from adapters.county import CountyData
from handlers.columns.numbering import IssueNumber, number_of, spoken_number
from handlers.columns.phrases import ColumnWish, wanted_in
from knowledge.documents.document import Document, Kind

PLAN = CountyData.load(None).openness
YEAR = 2026
W = ColumnWish


@pytest.mark.parametrize(
    ("said", "wish", "name", "part", "issue"),
    [
        ("有哪些栏目", W.RUBRICS, "", "", IssueNumber()),
        ("公众号上都有什么栏目", W.RUBRICS, "", "", IssueNumber()),
        ("规范性文件栏目在哪", W.RUBRIC, "规范性文件", "", IssueNumber()),
        ("基层公开栏目有哪些", W.RUBRIC, "基层公开", "", IssueNumber()),
        ("你们有哪些公众号", W.CHANNELS, "", "", IssueNumber()),
        ("政务新媒体有哪些", W.CHANNELS, "", "", IssueNumber()),
        ("县里有哪些公众号和网站", W.CHANNELS, "", "", IssueNumber()),
        ("县里的信息在哪些平台发", W.CHANNELS, "", "", IssueNumber()),
        ("公报第3期有什么", W.GAZETTE, "", "", IssueNumber(0, 3)),
        ("看看政府公报", W.GAZETTE, "", "", IssueNumber()),
        ("2026年第二期公报登了什么", W.GAZETTE, "", "", IssueNumber(2026, 2)),
        ("今年第一期政府公报", W.GAZETTE, "", "", IssueNumber(2026, 1)),
        ("最新一期公报里讲了些啥", W.GAZETTE, "", "", IssueNumber(latest=True)),
        ("你不知道的窗口第5期讲了什么", W.SERIES, "你不知道的窗口", "", IssueNumber(0, 5)),
        ("你不知道的窗口有哪些", W.SERIES, "你不知道的窗口", "", IssueNumber()),
        ("上石村村务公开栏", W.BOARD, "上石村", "", IssueNumber()),
        ("看下桥头村的财务公开", W.BOARD, "桥头村", "财务公开", IssueNumber()),
        ("上石村的账在哪里看", W.BOARD, "上石村", "财务公开", IssueNumber()),
        ("石桥镇上石村补贴名单", W.BOARD, "上石村", "惠农补贴公开", IssueNumber()),
        ("我们村这季度账目", W.BOARD, "", "财务公开", IssueNumber()),
        ("我们村的账目哪里看得到", W.BOARD, "", "财务公开", IssueNumber()),
        ("俺们村的公开栏呢", W.BOARD, "", "", IssueNumber()),
        ("文昌社区经费专项审计", W.BOARD, "文昌社区", "专项审计", IssueNumber()),
        ("村里的钱花哪里了，公开看看", W.BOARD, "", "", IssueNumber()),
        ("七公开一曝光", W.BOARD, "", "", IssueNumber()),
        ("五议两公开", W.BOARD, "", "", IssueNumber()),
    ],
)
def test_what_is_meant(said: str, wish: ColumnWish, name: str, part: str, issue: IssueNumber) -> None:
    wanted = wanted_in(said, PLAN, year=YEAR)
    assert wanted is not None
    assert (wanted.wish, wanted.name, wanted.part, wanted.issue) == (wish, name, part, issue)


@pytest.mark.parametrize(
    "said",
    [
        "高龄津贴多少钱", "村里不公开账目怎么办", "村务公开多久一次", "我们村的低保名单不公开找谁", "五议两公开是什么意思", "投诉上石村不公开账目",
        "桥头村的路什么时候修好", "公报里的电动车规定对外地人有没有用", "窗口几点下班", "上石村在哪里", "村里宅基地怎么申请", "耕地补贴多少钱一亩",
        "我们村的五保户补贴怎么申请", "四议两公开怎么做", "你好", "", "栏" * 60,
    ],
)  # fmt: skip
def test_whoever_says_more_is_left_to_others(said: str) -> None:
    assert wanted_in(said, PLAN, year=YEAR) is None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("第三期", IssueNumber(0, 3)),
        ("第十二期", IssueNumber(0, 12)),
        ("第二十三期", IssueNumber(0, 23)),
        ("去年第10期", IssueNumber(2025, 10)),
        ("没有数", IssueNumber()),
    ],
)
def test_numbers_are_read(said: str, number: IssueNumber) -> None:
    assert spoken_number(said, year=YEAR) == number


def test_an_issue_tells_its_own_number() -> None:
    assert number_of(Document("g", "公报2026年第3期", Kind.GAZETTE)) == IssueNumber(2026, 3)
