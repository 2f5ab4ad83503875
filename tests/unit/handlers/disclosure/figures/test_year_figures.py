"""The figures of a year, and the cases behind each of them."""

from dataclasses import replace
from datetime import date, timedelta

from handlers.disclosure.figures.year import CountedCase, YearFigure, figures_of, span_figures
from handlers.workdays import load_calendar

CALENDAR = load_calendar()
CASES = (
    CountedCase("A", date(2025, 12, 30), date(2026, 1, 8), "granted", classed=True, on_time=True),
    CountedCase("B", date(2026, 1, 12), date(2026, 1, 19), "partial", classed=True, on_time=True),
    CountedCase("C", date(2026, 1, 20), date(2026, 3, 31), "granted", classed=True, on_time=False),
    CountedCase("D", date(2026, 2, 2), date(2026, 2, 3), "other_misc", classed=False, on_time=None),
    CountedCase("E", date(2026, 12, 30), None, "", classed=True, on_time=None),
    CountedCase("F", date(2026, 12, 1), date(2027, 1, 4), "granted", classed=True, on_time=True),
    CountedCase("G", None, None, "", classed=False, on_time=None),
)


def test_each_figure_has_its_cases() -> None:
    figures = figures_of(CASES, year=2026, calendar=CALENDAR)
    behind = {figure: "".join(figures.cases[figure]) for figure in YearFigure}
    assert behind == {
        YearFigure.RECEIVED: "BCDEF",
        YearFigure.ENDED: "ABCD",
        YearFigure.OPEN: "EF",
        YearFigure.ON_TIME: "AB",
        YearFigure.LATE: "C",
        YearFigure.UNANSWERED: "",
        YearFigure.UNCLASSED: "D",
    }
    assert figures.cases["outcome.granted"] == ("A", "C")
    assert figures.cases["month.1"] == ("B", "C")
    assert dict(figures.outcomes) == {"granted": 2, "partial": 1, "other_misc": 1}
    assert figures.monthly[0] == (2, 0)
    assert figures.monthly[11] == (1, 1)
    assert figures.timely_share is not None
    assert round(figures.timely_share, 1) == 66.7


def test_what_was_not_answered_by_its_last_day_is_counted_until_it_is() -> None:
    """O4: none is what a report should say; a case counts once its last day is past, and in no span that ended before that day."""
    late = CountedCase(
        "L", date(2026, 2, 2), None, "", classed=True, on_time=None, overdue_on=date(2026, 3, 9)
    )
    for last, found in ((date(2026, 3, 8), ()), (date(2026, 3, 9), ("L",)), (date(2026, 12, 31), ("L",))):
        span = span_figures((*CASES, late), first=date(2026, 1, 1), last=last, calendar=CALENDAR)
        assert span.cases[YearFigure.UNANSWERED] == found
    answered = replace(late, ended_on=date(2026, 3, 20), on_time=False, overdue_on=None)
    figures = figures_of((*CASES, answered), year=2026, calendar=CALENDAR)
    assert (figures.count(YearFigure.UNANSWERED), figures.count(YearFigure.LATE)) == (0, 2)


def test_the_mean_counts_working_days_of_the_calendar() -> None:
    # 2026-01-12 to 19 is five working days; nothing else was replied.
    figures = figures_of(CASES[1:2], year=2026, calendar=CALENDAR)
    assert figures.mean_workdays == 5
    # Of several, over the two long holidays of the year and a working Saturday: walked day by day.
    figures = figures_of(CASES, year=2026, calendar=CALENDAR)
    replied = [one for one in CASES if one.on_time is not None and one.ended_on and one.ended_on.year == 2026]
    assert [one.number for one in replied] == ["A", "B", "C"]
    walked = [_walked(one.received_on, one.ended_on) for one in replied if one.received_on and one.ended_on]
    assert (figures.mean_workdays, len(set(walked))) == (sum(walked) / len(walked), 3)
    empty = figures_of((), year=2026, calendar=CALENDAR)
    assert (empty.mean_workdays, empty.timely_share, empty.count(YearFigure.RECEIVED)) == (None, None, 0)


def _walked(first: date, last: date) -> int:
    """Count the working days after the first day up to the last one."""
    days = (first + timedelta(at) for at in range(1, (last - first).days + 1))
    return sum(CALENDAR.is_workday(day) is True for day in days)
