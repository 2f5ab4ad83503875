"""Shares, what other systems bring, and which figures a message asks for."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.statistics.outside import COLUMNS, NAMES, OutsideFigure, channel_sums, figures_of, shares_of
from handlers.statistics.overview import outside_rows, percent
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
        ("一网通办率是多少", "online", 2026),
        ("网上能办的事项占比高不高", "online", 2026),
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
        "网上能办的事有哪些",
        "公积金贷款比例能在网上办吗",
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


def brought(**values: str) -> tuple[OutsideFigure, ...]:
    keys = {key: name for name, key in NAMES.items()}
    rows = [
        [keys[key], "2026-01-01", "2026-06-30", value, "平台", "2026-07-01"] for key, value in values.items()
    ]
    return figures_of([list(COLUMNS), *rows], today=TODAY)


def test_the_sum_of_the_channels_holds_and_says_that_there_are_somewhat_more() -> None:
    found = brought(site_posts="590", weibo="600余", wechat_posts="约400", done="7")
    (channels,) = channel_sums(found)
    assert (channels.whole.value, channels.whole.is_about) == (Decimal(1590), True)
    shown = {one.words: one.value for one in outside_rows(found)}
    assert shown["微博发布数"] == "600余"
    assert shown["各渠道发布合计（网站 590 + 微博 600余 + 微信 400余）"] == "1,590余"
    assert shown["办件数"] == "7"
    assert channel_sums(brought(site_posts="590", done="7")) == ()
    (exact,) = channel_sums(brought(site_posts="590", weibo="600"))
    assert exact.whole.is_about is False


@given(some.dictionaries(some.sampled_from(sorted(NAMES.values())), some.integers(0, 10**12), min_size=1))
def test_every_share_is_what_its_two_figures_give(values: dict[str, int]) -> None:
    found = shares_of(brought(**{key: f"{value:,}" for key, value in values.items()}))
    pairs = {
        "on_time": ("on_time", "done"),
        "online": ("online", "done"),
        "satisfied": ("satisfied", "rated"),
        "items_online": ("items_online", "items"),
        "items_once": ("items_once", "items"),
    }
    wanted = {name for name, (one, other) in pairs.items() if one in values and other in values}
    assert {share.name for share in found} == wanted
    for share in found:
        one, whole = (values[key] for key in pairs[share.name])
        assert share.value == (pytest.approx(float(Fraction(one, whole))) if whole else None)


def test_the_figures_that_were_published_come_out_again() -> None:
    (share,) = shares_of(brought(items_once="488", items="510"))
    assert percent(share.value, digits=2) == "95.69%"
