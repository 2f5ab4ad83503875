"""Which reports are due, the score of a unit, and the counter of disputes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from handlers.disclosure.annual_report.counting import ReportedRemedy, count_remedies
from handlers.disclosure.figures.disputes import disputes_of
from handlers.inspection.schedule import ReportKind, due, month_before, quarter_before
from handlers.inspection.sheet import UnitLine, ranked

CHINA = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(DAYS)
def test_the_month_and_the_quarter_before_end_before_the_day_and_begin_on_a_first(day: date) -> None:
    month, quarter = month_before(day), quarter_before(day)
    for span in (month, quarter):
        assert span.last < day
        assert span.first.day == 1
        assert (span.last + timedelta(days=1)).day == 1
    assert month.first.month == month.last.month
    assert quarter.last.month % 3 == 0
    assert quarter.first.month == quarter.last.month - 2


def test_nothing_is_due_at_night_nor_twice() -> None:
    early = datetime(2026, 10, 1, 7, 59, tzinfo=CHINA)
    assert due(early, ()) == ()
    found = due(early + timedelta(minutes=1), ())
    assert [(one.kind, one.first, one.last) for one in found] == [
        (ReportKind.DAILY, date(2026, 10, 1), date(2026, 10, 1)),
        (ReportKind.MONTHLY, date(2026, 9, 1), date(2026, 9, 30)),
        (ReportKind.QUARTERLY, date(2026, 7, 1), date(2026, 9, 30)),
    ]
    assert due(early + timedelta(hours=5), {(one.kind, one.first) for one in found}) == ()


def test_a_score_is_the_mean_of_the_parts_that_there_are() -> None:
    line = UnitLine("民政局", replied=4, on_time=3, guides=2, complete=1)
    assert line.score == 62.5
    assert UnitLine("残联").score is None
    assert [
        one.unit for one in ranked([UnitLine("残联"), line, UnitLine("医保局", guides=1, complete=1)])
    ] == [
        "医保局",
        "民政局",
        "残联",
    ]


def test_the_counter_of_disputes_follows_the_table_of_the_annual_report() -> None:
    remedies = [
        ReportedRemedy("review", date(2026, 2, 1), date(2026, 4, 1), "correct"),
        ReportedRemedy("review", date(2026, 5, 1), None, ""),
        ReportedRemedy("litigation_direct", date(2026, 6, 1), date(2026, 9, 1), "maintain"),
    ]
    found = disputes_of(remedies, first=date(2026, 1, 1), last=date(2026, 12, 31))
    table = count_remedies(remedies, year=2026)
    assert {kind: row["total"] for kind, row in table.items()} == dict(found.filed)
    assert found.corrected == sum(row["correct"] for row in table.values()) == 1
    assert found.last_filed_on == date(2026, 6, 1)
    before = disputes_of(remedies, first=date(2021, 1, 1), last=date(2025, 12, 31))
    assert (before.total, before.corrected, before.last_filed_on) == (0, 0, None)
