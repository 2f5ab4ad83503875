"""Questions about what counted then, and years that belong to the matter."""

from datetime import date

import pytest

from handlers.policy.past_time import (
    ahead,
    began_later,
    began_within,
    begins_in,
    ended_within,
    moment,
    of_another_year,
)
from knowledge.documents.document import Document
from knowledge.index.facets import Period

TODAY = date(2026, 3, 2)
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("said", "first", "last", "rest"),
    [
        ("2023年的时候标准是多少", (2023, 1, 1), (2023, 12, 31), "标准是多少"),
        ("去年的时候呢", (2025, 1, 1), (2025, 12, 31), "呢"),
        ("去年办的按哪个文件", (2025, 1, 1), (2025, 12, 31), "办的按哪个文件"),
        ("我2022年办的退休按哪个规定", (2022, 1, 1), (2022, 12, 31), "办的退休按哪个规定"),
        ("2022年2月申请的公租房按什么标准", (2022, 2, 1), (2022, 2, 28), "申请的公租房按什么标准"),
        ("按2023年的规定高龄津贴多少", (2023, 1, 1), (2023, 12, 31), "规定高龄津贴多少"),
        ("3年前的时候高龄津贴多少", (2023, 1, 1), (2023, 12, 31), "高龄津贴多少"),
    ],
)
def test_times_whose_rules_are_meant(
    said: str, first: tuple[int, int, int], last: tuple[int, int, int], rest: str
) -> None:
    found = moment(said, today=TODAY, before=None)
    assert found is not None
    assert (found.period, found.rest, found.sure) == (Period(date(*first), date(*last)), rest, True)


@pytest.mark.parametrize(
    "said",
    [
        "孩子2020年9月3号生的能上一年级吗",
        "我妈1950年出生能领多少",
        "财政预算比去年少了多少",
        "去年交的社保，今年几月能补",
        "前年卖了房现在能申请吗",
        "我去年刚毕业，租房有补贴没有",
        "前年摔断了腿，残疾证怎么评",
        "5年前结婚的，能换证吗",
    ],
)
def test_a_year_that_is_only_told_of_asks_for_no_old_rules(said: str) -> None:
    assert moment(said, today=TODAY, before=None) is None


def test_a_year_alone_is_not_sure() -> None:
    found = moment("2023年高龄津贴标准是多少", today=TODAY, before=None)
    assert found is not None
    assert (found.period, found.sure) == (YEAR, False)


@pytest.mark.parametrize(
    "said", ["高龄津贴多少钱", "2026年的时候多少钱", "2028年的标准", "那时候呢", "9999年前的时候"]
)
def test_the_present_and_the_future_are_not_the_past(said: str) -> None:
    assert moment(said, today=TODAY, before=None) is None


def test_that_time_is_the_one_talked_about() -> None:
    found = moment("那时候100岁老人多少钱", today=TODAY, before=YEAR)
    assert found is not None
    assert (found.period, found.rest, found.sure) == (YEAR, "那100岁老人多少钱", True)


def test_what_began_or_ended_in_between_is_told() -> None:
    spring = Document("a", "甲", effective_on=date(2023, 3, 1))
    assert began_within(spring, YEAR) == date(2023, 3, 1)
    assert began_within(Document("a", "甲", effective_on=date(2023, 1, 1)), YEAR) is None
    assert ended_within(Document("b", "乙", expires_on=date(2023, 6, 30)), None, YEAR) == date(2023, 6, 30)
    assert ended_within(Document("b", "乙"), spring, YEAR) == date(2023, 2, 28)
    assert ended_within(Document("b", "乙", expires_on=date(2024, 6, 30)), None, YEAR) is None
    assert began_later(Document("c", "丙", published_on=date(2024, 1, 1)), YEAR)
    assert not began_later(spring, YEAR)
    assert not began_later(Document("d", "丁"), YEAR)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("2032年的高龄津贴多少", 2032),
        ("明年的医保交多少", 2027),
        ("后年呢", 2028),
        ("2027年停车怎么收费", 2027),
    ],
)
def test_a_year_that_has_not_begun_lies_ahead(said: str, year: int) -> None:
    assert ahead(said, today=TODAY) == Period(date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(
    "said", ["2026年多少", "2023年多少", "高龄津贴多少", "3年后年满80岁", "9999年", "12032年"]
)
def test_other_years_do_not_lie_ahead(said: str) -> None:
    assert ahead(said, today=TODAY) is None


def test_a_document_made_for_a_year_ahead_answers_for_it() -> None:
    year = Period(date(2027, 1, 1), date(2027, 12, 31))
    assert begins_in(Document("a", "停车收费办法", effective_on=date(2027, 1, 1)), year)
    assert begins_in(Document("b", "关于做好2027年度医保缴费的通知"), year)
    assert not begins_in(Document("c", "高龄津贴发放办法", effective_on=date(2026, 2, 1)), year)


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("青岚县2022年财政决算公开说明", True),
        ("关于做好2024年度医保缴费的通知", True),
        ("青岚县2023年财政决算公开说明", False),
        ("老旧小区改造方案（2022—2025年）", False),
        ("殡葬管理办法（2021年修订）", False),
        ("高龄津贴发放办法", False),
    ],
)
def test_another_year_s_document_does_not_answer_for_a_year(title: str, *, other: bool) -> None:
    assert of_another_year(Document("a", title), YEAR) is other
