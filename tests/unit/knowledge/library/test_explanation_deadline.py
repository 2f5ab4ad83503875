"""The days by which a policy has to be explained, counted over the State Council's calendar."""

from datetime import date

import pytest

from handlers.workdays import load_calendar
from knowledge.documents.document import Explanation
from knowledge.library.explanation_deadline import Deadline, explain_by, forms_lacking

CALENDAR = load_calendar()
MAJOR, GENERAL, UNDECIDED, EXEMPT = (
    Explanation.MAJOR,
    Explanation.GENERAL,
    Explanation.UNDECIDED,
    Explanation.EXEMPT,
)


@pytest.mark.parametrize(
    ("published", "explanation", "last"),
    [
        # The day of publication does not count: Monday leads to Thursday.
        ("2026-03-02", GENERAL, "2026-03-05"),
        ("2026-03-02", UNDECIDED, "2026-03-05"),
        # A Wednesday leads to a Saturday, which gives way to Monday.
        ("2026-03-04", GENERAL, "2026-03-09"),
        # 14 February 2026 is a Saturday that is worked: it may be the last day.
        ("2026-02-11", GENERAL, "2026-02-14"),
        # Into the Spring Festival: its first working day is the 24th.
        ("2026-02-13", GENERAL, "2026-02-24"),
        # Into the National Day holidays, which end on the 7th.
        ("2026-09-29", GENERAL, "2026-10-08"),
        # 20 September is a Sunday that is worked.
        ("2026-09-17", GENERAL, "2026-09-20"),
        ("2026-03-02", MAJOR, "2026-04-02"),
        # A month from the 31st ends on the last day of a shorter month.
        ("2026-03-31", MAJOR, "2026-04-30"),
        ("2024-01-31", MAJOR, "2024-02-29"),
        # 5 April is a holiday, as is the 6th.
        ("2026-03-05", MAJOR, "2026-04-07"),
        ("2025-12-31", MAJOR, "2026-02-02"),
        ("2025-12-05", MAJOR, "2026-01-05"),
    ],
)
def test_last_day(published: str, explanation: Explanation, last: str) -> None:
    day = date.fromisoformat(published)
    assert explain_by(day, explanation, CALENDAR) == Deadline(date.fromisoformat(last))


def test_a_year_without_calendar_makes_the_day_provisional() -> None:
    assert explain_by(date(2039, 12, 30), GENERAL, CALENDAR) == Deadline(date(2040, 1, 2), provisional=True)


def test_what_needs_no_explanation_has_no_day() -> None:
    assert explain_by(date(2026, 3, 2), EXEMPT, CALENDAR) is None


@pytest.mark.parametrize(
    ("explanation", "forms", "lacking"),
    [
        (GENERAL, set(), ("文字",)),
        (GENERAL, {"视频"}, ()),
        (UNDECIDED, set(), ("文字",)),
        (MAJOR, set(), ("领导", "现场")),
        (MAJOR, {"文字", "领导"}, ("现场",)),
        (MAJOR, {"领导", "现场"}, ()),
        (EXEMPT, set(), ()),
    ],
)
def test_forms_still_to_be_made(explanation: Explanation, forms: set[str], lacking: tuple[str, ...]) -> None:
    assert forms_lacking(explanation, forms) == lacking
