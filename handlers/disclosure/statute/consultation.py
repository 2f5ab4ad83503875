"""Opinions asked of others: by when they have to come, and the days that the asking takes out of the count (arts. 32–34)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.disclosure.statute.log import LogEntry, Occurrence
from handlers.workdays import WorkingCalendar

OPINION_WORKDAYS = 15


@dataclass(frozen=True, slots=True)
class Asking:
    """How the asking of one kind of others is logged, from when its fifteen days run, and what silence is called.

    `served` is None where the Regulation sets no length and the days run from dispatch (art. 11, 33).
    """

    name: str
    sent: Occurrence
    served: Occurrence | None
    answered: Occurrence
    silence: str


ASKINGS = (
    Asking(
        "third_party",
        Occurrence.THIRD_PARTY_SENT,
        Occurrence.THIRD_PARTY_SERVED,
        Occurrence.THIRD_PARTY_REPLY,
        "third_party_no_reply",
    ),
    Asking(
        "agency",
        Occurrence.AGENCY_SENT,
        Occurrence.AGENCY_SERVED,
        Occurrence.AGENCY_REPLY,
        "agency_deemed_consent",
    ),
    Asking(
        "other_agency",
        Occurrence.OTHER_AGENCY_SENT,
        None,
        Occurrence.OTHER_AGENCY_REPLY,
        "other_agency_no_reply",
    ),
)


@dataclass(frozen=True, slots=True)
class Consultation:
    """One letter asking for an opinion; `reply_by` is None until it is served, or where the calendar ends."""

    asking: Asking
    ref: str
    sent_on: date
    served_on: date | None = None
    replied_on: date | None = None
    reply_by: date | None = None

    def lapsed(self, today: date) -> bool:
        """Whether the fifteen days are over without an answer."""
        return self.replied_on is None and self.reply_by is not None and today > self.reply_by

    def flag(self, today: date) -> str | None:
        """Give what staff have to know of it."""
        if self.lapsed(today):
            return self.asking.silence
        late = self.replied_on and self.reply_by and self.replied_on > self.reply_by
        return f"{self.asking.name}_reply_late" if late else None

    def ends_on(self, today: date) -> date | None:
        """Give the last day that does not count; None while the opinion may still come.

        An opinion that comes later than its fifteen days takes no more days out of the count.
        """
        if self.replied_on is not None:
            return min(self.replied_on, self.reply_by or self.replied_on)
        return self.reply_by if self.lapsed(today) else None


@dataclass(frozen=True, slots=True)
class ExclusionWindow:
    """The days d with `after` < d ≤ `until` do not count; without `until` the window is still open."""

    after: date
    until: date | None

    def excludes(self, day: date) -> bool:
        """Whether a day lies inside."""
        return self.after < day and (self.until is None or day <= self.until)


def consultations(log: Sequence[LogEntry], *, calendar: WorkingCalendar) -> tuple[Consultation, ...]:
    """Give the letters of a log, oldest line first; service and answer belong to the last letter to the same addressee."""
    letters: list[Consultation] = []
    for entry in log:
        asking = next((one for one in ASKINGS if entry.what in {one.sent, one.served, one.answered}), None)
        if asking is None:
            continue
        if entry.what is asking.sent:
            letters.append(_dated(Consultation(asking, entry.ref, entry.on), calendar))
            continue
        place = _last(letters, asking, entry.ref)
        if place is None:
            continue
        letter = letters[place]
        if entry.what is asking.served and letter.served_on is None:
            letters[place] = _dated(replace(letter, served_on=entry.on), calendar)
        elif entry.what is asking.answered and letter.replied_on is None:
            letters[place] = replace(letter, replied_on=entry.on)
    return tuple(letters)


def _last(letters: Sequence[Consultation], asking: Asking, ref: str) -> int | None:
    fitting = (place for place, one in enumerate(letters) if one.asking is asking and one.ref == ref)
    return max(fitting, default=None)


def _dated(letter: Consultation, calendar: WorkingCalendar) -> Consultation:
    start = letter.sent_on if letter.asking.served is None else letter.served_on
    return replace(letter, reply_by=calendar.nth_workday_after(start, OPINION_WORKDAYS)) if start else letter


def reply_deadlines(letters: Iterable[Consultation], asking: str) -> dict[str, date | None]:
    """Give the last day for each addressee of one kind that was served."""
    return {
        one.ref: one.reply_by
        for one in letters
        if one.asking.name == asking and (one.served_on or one.asking.served is None)
    }


def united(windows: Iterable[ExclusionWindow]) -> tuple[ExclusionWindow, ...]:
    """Give windows in order, those that touch or overlap made one: a day is never taken out twice."""
    result: list[ExclusionWindow] = []
    for window in sorted(windows, key=lambda one: one.after):
        last = result[-1] if result else None
        if last is None or (last.until is not None and last.until < window.after):
            result.append(window)
        elif last.until is not None:
            until = None if window.until is None else max(last.until, window.until)
            result[-1] = replace(last, until=until)
    return tuple(result)
