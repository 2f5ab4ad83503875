"""When an applicant's particulars end: pure rules over a request's log, and what the notice promises."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.disclosure.case.records import DisclosureEventRecord
from handlers.disclosure.case.retention import (
    APPLICANT_YEARS,
    ASIDE,
    closed_on,
    kept_until,
    last_closing_over,
    remedy_pending,
)
from handlers.disclosure.rights import PARTICULARS_CORRECTED
from handlers.texts import Texts


def log(*kinds: str, days: tuple[int, ...] = ()) -> list[DisclosureEventRecord]:
    return [
        DisclosureEventRecord(
            number="GK1",
            kind=kind,
            at=datetime(2026, 3, days[place] if days else place + 1, 1, tzinfo=UTC),
            actor="A",
            detail={},
        )
        for place, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(
    ("closed", "until"),
    [
        (date(2026, 11, 20), date(2027, 11, 20)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2026, 12, 31), date(2027, 12, 31)),
        (date(2027, 3, 1), date(2028, 3, 1)),
    ],
)
def test_a_year_ends_on_the_same_day_or_with_the_month(closed: date, until: date) -> None:
    assert kept_until(closed) == until


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_a_year_is_never_shorter_than_a_year(closed: date) -> None:
    assert 365 <= (kept_until(closed) - closed).days <= 366


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_the_last_closing_that_is_over_is_the_last(today: date) -> None:
    day = last_closing_over(today)
    assert kept_until(day) < today <= kept_until(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("kinds", "day"),
    [
        (("submitted", "confirmed", "withdrawn"), 3),
        (("submitted", "withdrawn", "remedy_opened", "remedy_ended"), 2),
        (("submitted", "withdrawn", "particulars_corrected"), 2),
        (("remedy_opened",), None),
        ((), None),
    ],
)
def test_only_steps_move_the_day_of_closing(kinds: tuple[str, ...], day: int | None) -> None:
    assert closed_on(log(*kinds)) == (date(2026, 3, day) if day else None)


def test_the_day_of_closing_is_chinas() -> None:
    [line] = log("withdrawn")
    line.at = datetime(2026, 3, 1, 20, tzinfo=UTC)
    assert closed_on([line]) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("kinds", "pending"),
    [
        (("submitted",), False),
        (("remedy_opened",), True),
        (("remedy_opened", "remedy_ended"), False),
        (("remedy_opened", "remedy_ended", "remedy_opened"), True),
    ],
)
def test_a_remedy_is_pending_from_its_beginning_to_its_end(kinds: tuple[str, ...], *, pending: bool) -> None:
    assert remedy_pending(log(*kinds)) is pending


def test_what_is_noted_aside_has_words_and_the_notice_promises_the_same() -> None:
    texts = Texts.load()
    assert PARTICULARS_CORRECTED in ASIDE
    assert all(f"disclosure.event.{kind}" in texts for kind in ASIDE)
    assert f"办结后满{APPLICANT_YEARS}年" in texts("disclosure.notice.retention")
