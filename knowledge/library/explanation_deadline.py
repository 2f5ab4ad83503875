"""By when a policy has to be explained, and in which forms: a rule of local practice (disclosure rules §11).

Three days for an ordinary normative document, a month for a measure of major benefit, counted as periods named in
days and months are: the day of publication does not count, the month ends on the day of the same number, and a last
day on which offices are closed gives way to the next working day (Civil Code, articles 201 to 203).
"""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from knowledge.documents.document import Explanation, ExplanationForm

EXPLAINED_WITHIN_DAYS = 3
DAY = timedelta(days=1)
# What a measure of major benefit is explained by besides words: a leader, and a talk with those concerned.
MAJOR_FORMS = (ExplanationForm.LEADER, ExplanationForm.ON_SITE)


class Workdays(Protocol):
    """Whatever knows the days on which offices work."""

    def is_workday(self, day: date) -> bool | None:
        """Whether offices work on a day; None when that year's notice is missing."""
        ...


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and whether it may still move because the calendar of its year is not published."""

    on: date
    provisional: bool = False


def explain_by(published_on: date, explanation: Explanation, calendar: Workdays) -> Deadline | None:
    """Give the last day for explaining a policy; None for one that needs no explanation.

    One whose class nobody has decided is counted as an ordinary one: the shorter period warns in time.
    """
    if explanation is Explanation.EXEMPT:
        return None
    last = (
        _next_month(published_on)
        if explanation is Explanation.MAJOR
        else published_on + EXPLAINED_WITHIN_DAYS * DAY
    )
    return _worked(last, calendar)


def forms_lacking(explanation: Explanation, forms: Collection[str]) -> tuple[str, ...]:
    """Give the forms of interpretation still to be made, of those that exist; any form explains an ordinary document."""
    if explanation is Explanation.EXEMPT:
        return ()
    if explanation is Explanation.MAJOR:
        return tuple(form.value for form in MAJOR_FORMS if form not in forms)
    return () if forms else (ExplanationForm.TEXT.value,)


def _next_month(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)  # noqa: PLR2004 - December
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _worked(day: date, calendar: Workdays) -> Deadline:
    while (works := calendar.is_workday(day)) is False:
        day += DAY
    return Deadline(day, provisional=works is None)
