"""What an applicant reads of the copies that went with the reply, by the signed link of the case.

Only those of the reply that stands: while the office corrects its reply nothing is given any more, and after it what went
with the new one. What a file was called stays in the office, since it may name somebody.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.privacy import Vault
from handlers.disclosure.case import store as cases
from handlers.disclosure.case.events import reply_cause
from handlers.disclosure.case.lifecycle import Actor, State
from handlers.disclosure.released import store
from handlers.disclosure.released.records import COPY_OPENED, FoundDocumentRecord, ReleasedCopyRecord
from handlers.disclosure.released.sealed_file import PARTS

GIVEN_IN = frozenset({State.SIGNED.value, State.REPLIED.value, State.CLOSED.value})


@dataclass(frozen=True, slots=True)
class GivenCopy:
    """A copy as the applicant sees it: its place among them from 1, its pages and its octets."""

    place: int
    pages: int
    octets: int


class GivenCopies:
    """Gives applicants the copies that went with their reply."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def listed(self, request: str) -> tuple[GivenCopy, ...]:
        """Give the copies of a case; none for an unknown one, and before a reply went out with any."""
        async with self._database.reading() as tx:
            found = await _given(tx, request)
        return tuple(
            GivenCopy(place, document.pages, copy.octets)
            for place, (document, copy) in enumerate(found, start=1)
        )

    async def content(self, request: str, place: int) -> bytes | None:
        """Give the file at a place; the first opening is noted. None where there is no such copy.

        Raises `ServiceError` when what is kept is not what was checked.
        """
        async with self._database.reading() as tx:
            found = await _given(tx, request)
            if not 1 <= place <= len(found):
                return None
            _, copy = found[place - 1]
            content = await PARTS.taken_out(tx, copy.id, vault=self._vault, expected=copy.digest)
        if copy.opened_at is None:
            await self._opened(request, copy.id)
        return content

    async def _opened(self, request: str, copy: str) -> None:
        """Note the first opening; of two at once one is noted."""
        async with self._database.transaction() as tx:
            await cases.by_number(tx, request, lock=True)
            row = await store.copy_of_id(tx, copy)
            if row is None or row.opened_at is not None:
                return
            now = self._clock.now()
            row.opened_at = now
            detail = {"copy": copy, "digest": row.digest}
            cases.note(tx, request, kind=COPY_OPENED, at=now, actor=Actor.APPLICANT, detail=detail)
            await audit.record(
                tx, "disclosure:copy-opened", actor="citizen", subject=request, now=now, detail=detail
            )


async def _given(tx: AsyncSession, request: str) -> list[tuple[FoundDocumentRecord, ReleasedCopyRecord]]:
    case = await cases.by_number(tx, request)
    if case is None or case.state not in GIVEN_IN or not case.applicant:
        return []
    reply = reply_cause(line.kind for line in await cases.log_of(tx, [request]))
    documents = {row.id: row for row in await store.documents(tx, request)}
    copies = {row.document: row for row in await store.copies(tx, list(documents)) if row.left_with == reply}
    return [(row, copies[row.id]) for row in documents.values() if row.id in copies]
