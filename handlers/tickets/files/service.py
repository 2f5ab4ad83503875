"""Files beside a ticket, at the desk: brought, looked at, taken away again before they go. Every look is noted."""

import asyncio
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from bot.sealed_files import digest
from handlers.tickets import store as tickets
from handlers.tickets.files import store
from handlers.tickets.files.brought_file import content_type, read_file
from handlers.tickets.files.records import BESIDE, GONE_OUT, AnswerFileRecord
from handlers.tickets.records import CLOSED

MOST_BESIDE = 9
"""So many may lie beside a ticket without having gone."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file as colleagues see it; `left_at` is when it went, `opened_at` when the citizen first opened it."""

    id: str
    name: str
    octets: int
    added_by: str
    state: str
    left_at: datetime | None
    opened_at: datetime | None

    @property
    def may_go(self) -> bool:
        """Whether it can be sent with the next answer."""
        return self.state == BESIDE

    @property
    def gone_out(self) -> bool:
        """Whether the citizen may open it."""
        return self.state == GONE_OUT


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file opened: what it is called, its type, and what is in it."""

    name: str
    content_type: str
    content: bytes


class AnswerFiles:
    """One method, one transaction; the audit says who did what, never what a file is called."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def add(self, number: str, name: str, content: bytes, *, actor: str) -> str:
        """Keep a file beside a ticket and give its id; the same file twice is one.

        Raises `InputError` for an unknown or ended ticket, one whose citizen has left, too many files, and a file that
        cannot be taken.
        """
        brought = await asyncio.to_thread(read_file, name, content)
        found, now = digest(brought.content), self._clock.now()
        async with self._database.transaction() as tx:
            ticket = await tickets.known(tx, number)
            if ticket.state == CLOSED or ticket.kind not in tickets.ANSWERABLE:
                raise InputError("tickets.refused.ended", number=number)
            if not ticket.bound:
                raise InputError("tickets.refused.gone", number=number)
            lying = [row for row in await store.beside(tx, number) if row.state != GONE_OUT]
            if same := next((row for row in lying if row.digest == found), None):
                return same.id
            if len(lying) >= MOST_BESIDE:
                raise InputError("tickets.refused.many_files", most=MOST_BESIDE)
            row = AnswerFileRecord(
                id=(identifier := uuid.uuid4().hex),
                number=number,
                state=BESIDE,
                form=brought.form.value,
                name=self._vault.seal(brought.name, purpose=store.name_purpose(identifier)),
                digest=found,
                octets=len(brought.content),
                added_at=now,
                added_by=actor,
            )
            tx.add(row)
            store.PARTS.put_away(tx, identifier, brought.content, vault=self._vault)
            await self._noted(tx, "ticket:file-add", row, actor)
            return identifier

    async def remove(self, number: str, identifier: str, *, actor: str) -> None:
        """Take away a file that has not gone; raises `InputError` for one that has, or waits, or is not there."""
        async with self._database.transaction() as tx:
            await tickets.known(tx, number)
            row = await self._of(tx, number, identifier)
            if row.state != BESIDE:
                raise InputError("tickets.refused.file_gone", count=1)
            await self._noted(tx, "ticket:file-remove", row, actor)
            await store.delete_files(tx, AnswerFileRecord.id == identifier)

    async def listed(self, number: str) -> tuple[AnswerFile, ...]:
        """Give the files of a ticket, oldest first."""
        async with self._database.reading() as tx:
            return tuple(
                AnswerFile(
                    row.id,
                    store.name_of(row, self._vault),
                    row.octets,
                    row.added_by,
                    row.state,
                    row.left_at,
                    row.opened_at,
                )
                for row in await store.beside(tx, number)
            )

    async def view(self, number: str, identifier: str, *, actor: str) -> ReadFile:
        """Give a file to somebody of the staff, and note who looked.

        Raises `InputError` when it is not there or another ticket's, `ServiceError` when it does not open.
        """
        async with self._database.transaction() as tx:
            row = await self._of(tx, number, identifier)
            content = await store.PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)
            await self._noted(tx, "ticket:file-view", row, actor)
            return ReadFile(store.name_of(row, self._vault), content_type(row.form), content)

    async def _of(self, tx: AsyncSession, number: str, identifier: str) -> AnswerFileRecord:
        row = await tx.get(AnswerFileRecord, identifier)
        if row is None or row.number != number:
            raise InputError("tickets.refused.no_such_file")
        return row

    async def _noted(self, tx: AsyncSession, action: str, row: AnswerFileRecord, actor: str) -> None:
        now, detail = self._clock.now(), {"file": row.id, "digest": row.digest}
        await audit.record(tx, action, actor=actor, subject=row.number, now=now, detail=detail)
