"""Which open requests a round of reminders has to look at: what is almost due, and what has changed since it was seen.

A mark of the office's own may fall on any day of a case, and its day follows from the log alone. So each process looks at
every open request once a day, and again only after a step; what is almost due it looks at in every round.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Exists, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.disclosure.case.lifecycle import DONE
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.reminders.records import DueReminderRecord

LISTED_TOGETHER = 1000


class Candidates:
    """The requests a process has still to look at today."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._seen: dict[str, int] = {}

    async def open(self, tx: AsyncSession, *, today: date, pressing_by: date) -> list[str]:
        """Give the numbers of open requests nobody was reminded of today, and that are due by a day or not seen as they are."""
        if self._day != today:
            self._day, self._seen = today, {}
        found: list[str] = []
        after = ""
        while rows := await _listed(tx, today, after):
            found += [
                number
                for number, version, warn_on in rows
                if (warn_on is not None and warn_on <= pressing_by) or self._seen.get(number) != version
            ]
            after = rows[-1][0]
        return found

    def saw(self, requests: Iterable[DisclosureRequestRecord]) -> None:
        """Remember that these were looked at as they stand."""
        self._seen.update((request.number, request.version) for request in requests)


async def _listed(tx: AsyncSession, today: date, after: str) -> Sequence[tuple[str, int, date | None]]:
    record = DisclosureRequestRecord
    rows = await tx.execute(
        select(record.number, record.version, record.warn_on)
        .where(record.number > after, record.state.not_in(DONE), ~reminded_on(today))
        .order_by(record.number)
        .limit(LISTED_TOGETHER)
    )
    return [(number, version, warn_on) for number, version, warn_on in rows]


def reminded_on(day: date) -> Exists:
    """Give the condition that a request was reminded of on a day."""
    return exists().where(
        DueReminderRecord.number == DisclosureRequestRecord.number, DueReminderRecord.reminded_on == day
    )


async def locked(
    tx: AsyncSession, numbers: Sequence[str], *, today: date
) -> Sequence[DisclosureRequestRecord]:
    """Give those of some requests that are still open, nobody was reminded of today and nobody is writing, held until the end."""
    record = DisclosureRequestRecord
    rows = await tx.scalars(
        select(record)
        .where(record.number.in_(numbers), record.state.not_in(DONE), ~reminded_on(today))
        .order_by(record.number)
        .with_for_update(skip_locked=True)
    )
    return rows.all()
