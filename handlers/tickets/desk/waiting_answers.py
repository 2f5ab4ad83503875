"""An answer waits a minute before it goes, so that whoever wrote it can call it back; a worker lets it go."""

import logging
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.tickets.desk.papers import TicketPaperKind, opened, put_by
from handlers.tickets.files.leaving import held, hold_back, put_back
from handlers.tickets.records import TicketPaperRecord
from handlers.tickets.service import LONGEST_ANSWER_LETTERS, TicketService

log = logging.getLogger(__name__)
CALL_BACK = timedelta(minutes=1)
GOING_TOGETHER = 50


class WaitingAnswers:
    """Holds answers for a minute, takes them back, and hands them to the service that sends them."""

    def __init__(self, database: Database, *, service: TicketService, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._service = service
        self._vault = vault
        self._clock = clock

    async def hold(
        self,
        number: str,
        text: str,
        *,
        actor: str,
        seen: int | None = None,
        files: Collection[str] = (),
    ) -> None:
        """Let an answer wait, and with it files that lie beside the ticket.

        Raises `InputError` where it could not be sent, one waits already, or a file is not there. `seen` is how many
        answers stood on the page: where a colleague has answered since, nothing waits.
        """
        said = text.strip()
        if not said:
            raise InputError("tickets.refused.empty_answer")
        if len(said) > LONGEST_ANSWER_LETTERS:
            raise InputError("tickets.refused.long_answer", most=LONGEST_ANSWER_LETTERS)
        async with self._database.transaction() as tx:
            ticket = await self._service.answerable(tx, number)
            waiting = await _waiting(tx, number)
            if waiting is not None:
                if opened(waiting, vault=self._vault).words == said:
                    return
                raise InputError("tickets.refused.one_waits", number=number, who=waiting.author)
            if seen is not None and seen != self._service.answers_in(ticket):
                raise InputError("tickets.refused.answered_meanwhile", number=number)
            now = self._clock.now()
            await hold_back(tx, number, files)
            ticket.handler = ticket.handler or actor
            put_by(
                tx,
                number,
                TicketPaperKind.WAITING,
                said,
                author=actor,
                now=now,
                vault=self._vault,
                leaves_at=now + CALL_BACK,
            )
            await audit.record(tx, "ticket:hold", actor=actor, subject=number, now=now)

    async def call_back(self, number: str, *, actor: str) -> str:
        """Take back the answer that waits and give its words; raises `InputError` when it has gone, or none waits."""
        async with self._database.transaction() as tx:
            row = await _waiting(tx, number)
            if row is None:
                raise InputError("tickets.refused.gone_already", number=number)
            row.kind = TicketPaperKind.CALLED_BACK.value
            await put_back(tx, number)
            now = self._clock.now()
            await audit.record(tx, "ticket:call-back", actor=actor, subject=number, now=now)
            return opened(row, vault=self._vault).words

    async def step(self) -> int:
        """Let those go whose minute is over; give how many went."""
        record = TicketPaperRecord
        due = (
            select(record)
            .where(record.kind == TicketPaperKind.WAITING.value, record.leaves_at <= self._clock.now())
            .order_by(record.leaves_at, record.id)
            .limit(GOING_TOGETHER)
            .with_for_update(skip_locked=True)
        )
        async with self._database.transaction() as tx:
            rows = (await tx.scalars(due)).all()
            for row in rows:
                await self._go(tx, row)
        return len(rows)

    async def _go(self, tx: AsyncSession, row: TicketPaperRecord) -> None:
        words = opened(row, vault=self._vault).words
        files = await held(tx, row.number)
        try:
            await self._service.answer_within(tx, row.number, words, actor=row.author, files=files)
        except InputError as error:
            # The citizen has left or a colleague has ended it within the minute: it stays with the case, unsent.
            log.warning("an answer could not go", extra={"ticket": row.number, "reason": error.text_key})
            row.kind = TicketPaperKind.CALLED_BACK.value
            await put_back(tx, row.number)
            return
        row.kind = TicketPaperKind.SENT.value


async def _waiting(tx: AsyncSession, number: str) -> TicketPaperRecord | None:
    record = TicketPaperRecord
    chosen = select(record).where(record.number == number, record.kind == TicketPaperKind.WAITING.value)
    return (await tx.scalars(chosen.order_by(record.id).limit(1).with_for_update())).one_or_none()
