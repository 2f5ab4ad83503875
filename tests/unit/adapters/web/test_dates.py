"""Days and instants are written in China's civil time."""

from datetime import UTC, date, datetime

from adapters.web.dates import day, machine, moment


def test_a_day_is_written_without_leading_noughts() -> None:
    assert day(date(2026, 1, 5)) == "2026年1月5日"


def test_an_instant_late_in_utc_is_the_next_day_in_china() -> None:
    instant = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
    assert (day(instant), moment(instant)) == ("2026年11月21日", "2026年11月21日 02:05")
    assert machine(instant) == "2026-11-21T02:05+08:00"


def test_nothing_is_written_for_nothing() -> None:
    assert (day(None), moment(None), machine(None)) == ("", "", "")
