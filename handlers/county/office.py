"""The office in charge of disclosure, as citizens need it: name, phone, address, hours, and when it opens next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import SHANGHAI
from handlers.workdays import WorkingCalendar

SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~～至到]+\s*(\d{1,2}):(\d{2})")
DAYS_LOOKED_AHEAD = 21


@dataclass(frozen=True, slots=True)
class Office:
    """The office's public data; `spans` are the opening times of a working day, in China's time."""

    name: str
    phone: str
    address: str
    hours: str
    review_organ: str
    court: str
    spans: tuple[tuple[time, time], ...]
    postcode: str = ""
    email: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, object]) -> "Office":
        """Read the office from the fields of a county file; raises `ValueError` naming a missing or unreadable one."""
        names = ("name", "phone", "address", "hours", "review_organ", "court")
        if missing := [name for name in names if not str(fields.get(name) or "").strip()]:
            raise ValueError(f"disclosure_office: {', '.join(missing)} missing")
        values = {name: str(fields[name]).strip() for name in names}
        further = {name: str(fields.get(name) or "").strip() for name in ("postcode", "email")}
        return cls(**values, **further, spans=_spans(values["hours"]))

    def is_open(self, now: datetime, *, calendar: WorkingCalendar) -> bool:
        """Whether somebody is at the desk; a year without a calendar is read as Monday to Friday."""
        local = now.astimezone(SHANGHAI)
        return _works(local, calendar) and any(first <= local.time() < last for first, last in self.spans)

    def opens_at(self, now: datetime, *, calendar: WorkingCalendar) -> datetime | None:
        """Give when the office opens next, in China's time; None when not within three weeks."""
        local = now.astimezone(SHANGHAI)
        for ahead in range(DAYS_LOOKED_AHEAD):
            day = local + timedelta(days=ahead)
            starts = (datetime.combine(day.date(), first, SHANGHAI) for first, _ in self.spans)
            coming = [start for start in starts if start > local]
            if coming and _works(day, calendar):
                return coming[0]
        return None


def _works(local: datetime, calendar: WorkingCalendar) -> bool:
    # This is courtesy, no statutory date: where no calendar is known the plain week is a fair guess.
    known = calendar.is_workday(local.date())
    return local.weekday() < 5 if known is None else known  # noqa: PLR2004 - Saturday and Sunday


def _spans(hours: str) -> tuple[tuple[time, time], ...]:
    try:
        spans = tuple(
            (time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
            for found in SPAN.finditer(hours)
        )
    except ValueError as error:
        raise ValueError(f"disclosure_office: hours: {error}") from error
    if not spans or any(first >= last for first, last in spans):
        raise ValueError("disclosure_office: hours name no opening time such as 8:30—12:00")
    return spans
