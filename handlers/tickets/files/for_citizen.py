"""What a citizen reads of the files that went with answers: by the signed link of the ticket, a picture in the chat as well."""

from dataclasses import dataclass

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.privacy import Vault
from handlers.tickets import store as tickets
from handlers.tickets.files import store
from handlers.tickets.files.brought_file import content_type
from handlers.tickets.files.records import GONE_OUT, AnswerFileRecord
from handlers.tickets.files.service import ReadFile


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as its citizen sees it: its place among them from 1, what it is called, its octets."""

    place: int
    name: str
    octets: int


class GivenFiles:
    """Gives citizens the files that went to them; a ticket whose citizen has left gives none."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def listed(self, number: str) -> tuple[GivenFile, ...]:
        """Give the files of a ticket; none for an unknown one."""
        async with self._database.reading() as tx:
            ticket = await tickets.by_number(tx, number)
            rows = await store.gone_out(tx, number) if ticket and ticket.bound else ()
            return tuple(
                GivenFile(place, store.name_of(row, self._vault), row.octets)
                for place, row in enumerate(rows, start=1)
            )

    async def content(self, number: str, place: int) -> ReadFile | None:
        """Give the file at a place; each opening is counted, the first one noted. None where there is no such file.

        Raises `ServiceError` when what is kept is not what was brought.
        """
        async with self._database.transaction() as tx:
            ticket = await tickets.by_number(tx, number, lock=True)
            rows = await store.gone_out(tx, number) if ticket and ticket.bound else ()
            if not 1 <= place <= len(rows):
                return None
            row = rows[place - 1]
            content = await store.PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)
            row.openings += 1
            if row.opened_at is None:
                row.opened_at = now = self._clock.now()
                detail = {"file": row.id, "digest": row.digest}
                await audit.record(
                    tx, "ticket:file-opened", actor="citizen", subject=number, now=now, detail=detail
                )
            return ReadFile(store.name_of(row, self._vault), content_type(row.form), content)

    async def picture(self, identifier: str) -> ReadFile | None:
        """Give a picture that went with an answer, for the chat to show; None for one that is not there any more.

        Raises `ServiceError` when it does not open.
        """
        async with self._database.reading() as tx:
            row = await tx.get(AnswerFileRecord, identifier)
            if row is None or row.state != GONE_OUT:
                return None
            content = await store.PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)
            return ReadFile(f"{row.id}.{row.form}", content_type(row.form), content)
