"""Shares, and which figures a message asks for."""

from datetime import date

import pytest

from handlers.statistics.overview import percent
from handlers.statistics.rates import Share, shares
from handlers.statistics.year import FiguresAsked, asked, year_of

TODAY = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("said", "what", "year"),
    [
        ("今年公开了多少信息", "published", 2026),
        ("你们今年一共公开了多少条信息？", "published", 2026),
        ("2024年县里发布了多少份文件", "published", 2024),
        ("去年公开过多少政府信息", "published", 2025),
        ("今年收到多少件公开申请", "disclosure", 2026),
        ("去年办结了多少件信息公开申请", "disclosure", 2025),
    ],
)
def test_a_question_for_figures_is_known(said: str, what: str, year: int) -> None:
    assert asked(said, today=TODAY) == FiguresAsked(what, year)


@pytest.mark.parametrize(
    "said",
    [
        "公租房每月补多少钱",
        "高龄津贴公开了吗",
        "公开申请要多少天",
        "今年收到多少补贴",
        "2030年公开了多少信息",
        "这个文件公开多少年了",
        "发布了几个新冠病例",
        "我要申请公开低保的信息",
    ],
)
def test_other_questions_are_left_to_others(said: str) -> None:
    assert asked(said, today=TODAY) is None


def test_a_year_ends_today_at_the_latest() -> None:
    assert year_of(2026, today=TODAY).last == TODAY
    assert year_of(2025, today=TODAY).last == date(2025, 12, 31)


def test_a_share_of_nothing_is_none() -> None:
    assert Share(0, 0).value is None
    assert percent(None) == "—"
    assert percent(488 / 510, digits=2) == "95.69%"
    assert all(one.value is None for one in shares({}).values())
