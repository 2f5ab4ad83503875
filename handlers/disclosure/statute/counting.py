"""Working days counted with the days left out on which others were asked (disclosure-rules §3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.disclosure.statute.consultation import Consultation, ExclusionWindow, united
from handlers.workdays import WorkingCalendar

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts over a calendar, without the days inside the windows.

    `blind` says that a window is open whose end nobody can foretell.
    """

    calendar: WorkingCalendar
    windows: tuple[ExclusionWindow, ...] = ()
    blind: bool = False

    def nth(self, start: date, count: int) -> date | None:
        """Give the day on which the count reaches `count`; day 0 is the start.

        None when the calendar of a year on the way is missing, or a window on the way is still open.
        """
        last = self.calendar.nth_workday_after(start, count)
        while last is not None:
            if any(window.until is None and window.after < last for window in self.windows):
                return None
            wanted = count + self._left_out(start, last)
            prolonged = self.calendar.nth_workday_after(start, wanted)
            if prolonged == last:
                return last
            last = prolonged
        return None

    def counted(self, after: date, until: date) -> int | None:
        """Count the days d with after < d ≤ until; None when a year among them is missing."""
        days = self.calendar.workdays_between(after, until)
        return None if days is None else days - self._left_out(after, until)

    def _left_out(self, after: date, until: date) -> int:
        """Count the working days between that lie in a window; windows are united, so none is counted twice."""
        found = 0
        for window in self.windows:
            first, last = max(after, window.after), min(until, window.until or until)
            if first < last:
                found += self.calendar.workdays_between(first, last) or 0
        return found


def as_it_stands(letters: Sequence[Consultation], *, today: date, calendar: WorkingCalendar) -> Counting:
    """Give the count with the windows as they are today; one whose opinion may still come is open."""
    return Counting(calendar, united(ExclusionWindow(one.sent_on, one.ends_on(today)) for one in letters))


def at_the_latest(letters: Sequence[Consultation], *, today: date, calendar: WorkingCalendar) -> Counting:
    """Give the count as if each outstanding opinion came on its last day."""
    windows = united(ExclusionWindow(one.sent_on, one.ends_on(today) or one.reply_by) for one in letters)
    unserved = any(
        one.ends_on(today) is None and one.served_on is None and one.asking.served for one in letters
    )
    return Counting(calendar, windows, blind=unserved)
