"""The words of dates and days: for the applicant, the desk and the terminal alike."""

from collections.abc import Iterable

from bot.message import Wording
from handlers.cases import written
from handlers.disclosure.statute.clocks import Clocks
from handlers.disclosure.statute.diary import DayKind, DiaryDay
from handlers.disclosure.statute.explanation import ExplainedStep

NUMBERED = frozenset({DayKind.COUNTED, DayKind.MADE_UP})


def sentences(steps: Iterable[ExplainedStep], texts: Wording) -> tuple[str, ...]:
    """Give the sentences that say why a date is that date."""
    return tuple(
        texts(f"clock.{step.key}", **{name: written(day) for name, day in step.days.items()}, **step.counts)
        for step in steps
    )


def day_words(day: DiaryDay, texts: Wording) -> str:
    """Give what a day is to the clock and what happened on it, in one line."""
    values = {"count": day.count} if day.kind in NUMBERED else {}
    words = [texts(f"clock.day.{day.kind}", **values)]
    words += [texts(f"disclosure.event.{what}") for what in day.happened]
    words += [texts("clock.day.due")] if day.due else []
    return "；".join(words)


DATES = (
    *("receipt_on", "earliest_receipt_on", "confirm_by", "correction_notice_by", "correct_by", "pay_by"),
    *("clock_start_on", "due_on", "earliest_due_on", "projected_due_on", "replied_on"),
)
# The earliest dates are told only where they are others than those that are kept.
TWINS = {"earliest_receipt_on": "receipt_on", "earliest_due_on": "due_on", "clock_start_on": "receipt_on"}
MILESTONES = ("notice_on", "draft_on", "reply_on")


def named_dates(dates: Clocks, texts: Wording) -> list[tuple[str, str]]:
    """Give the dates that are known, each with its name: those of the law, of others' opinions, of the office itself."""
    known = {name: getattr(dates, name) for name in DATES}
    known = {name: day for name, day in known.items() if day and day != known.get(TWINS.get(name, ""))}
    if dates.milestones:
        known |= {name: getattr(dates.milestones, name) for name in MILESTONES}
    rows = [(texts(f"clock.date.{name}"), written(day)) for name, day in known.items() if day]
    asked = {
        "third_party": dates.third_party_by,
        "agency": dates.agency_by,
        "other_agency": dates.other_agency_by,
    }
    for name, days in asked.items():
        rows += [
            (f"{texts(f'clock.date.{name}')}（{ref}）", written(day)) for ref, day in days.items() if day
        ]
    return rows
