"""Taking a ticket, handing it on with a reason, notes for colleagues, following, joining two of one citizen."""

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.tickets import store
from handlers.tickets.desk.papers import TicketPaper, TicketPaperKind, papers_beside, put_by
from handlers.tickets.files.store import move
from handlers.tickets.records import CLOSED, TicketRecord
from handlers.tickets.service import LONGEST_QUESTION_LETTERS, purpose
from knowledge.text.persons import mask_question

LONGEST_NOTE_LETTERS = 1000
OTHERS_LISTED = 10


class TicketDesk:
    """Each method is one transaction with an entry in the audit, which never says what was written."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def claim(self, number: str, *, actor: str) -> None:
        """Take a ticket; raises `InputError` where a colleague has it, who hands it on instead."""
        async with self._database.transaction() as tx:
            ticket = await self._open(tx, number)
            if ticket.handler == actor:
                return
            if ticket.handler:
                raise InputError("tickets.refused.taken", number=number, who=ticket.handler)
            ticket.handler = actor
            await self._audited(tx, "ticket:claim", ticket, actor)

    async def transfer(self, number: str, *, to: str, unit: str, reason: str, actor: str) -> None:
        """Hand a ticket on: to a colleague, to a unit, or to both; the reason is for colleagues.

        Raises `InputError` without a reason, without anybody, or for a ticket that is closed.
        """
        why = _note(reason, key="tickets.refused.no_reason")
        if not to and not unit:
            raise InputError("tickets.refused.no_taker")
        async with self._database.transaction() as tx:
            ticket = await self._open(tx, number)
            before = f"{ticket.unit} {ticket.handler}".strip()
            ticket.handler = to
            ticket.unit = unit or ticket.unit
            self._put(tx, number, TicketPaperKind.TRANSFER, why, actor)
            await self._audited(
                tx, "ticket:transfer", ticket, actor, before=before, to=f"{unit} {to}".strip()
            )

    async def note(self, number: str, words: str, *, actor: str) -> None:
        """Keep a note for colleagues, which never reaches the citizen; raises `InputError` for an empty one."""
        said = _note(words, key="tickets.refused.empty_note")
        async with self._database.transaction() as tx:
            ticket = await store.known(tx, number)
            self._put(tx, number, TicketPaperKind.NOTE, said, actor)
            await self._audited(tx, "ticket:note", ticket, actor)

    async def watch(self, number: str, *, actor: str, follow: bool) -> None:
        """Follow a ticket, or no longer."""
        async with self._database.transaction() as tx:
            ticket = await store.known(tx, number)
            others = [login for login in ticket.watchers if login != actor]
            ticket.watchers = [*others, actor] if follow else others

    async def merge(self, number: str, *, into: str, actor: str) -> None:
        """Join a ticket with another of the same citizen, which goes on with both talks; this one ends.

        Raises `InputError` for an unknown or closed one, for itself, and for another citizen's.
        """
        if number == into:
            raise InputError("tickets.refused.same")
        async with self._database.transaction() as tx:
            first, second = sorted((number, into))
            locked = {each: await self._open(tx, each) for each in (first, second)}
            ended, goes_on = locked[number], locked[into]
            if (ended.citizen, ended.channel) != (goes_on.citizen, goes_on.channel) or not ended.bound:
                raise InputError("tickets.refused.other_citizen", number=number, into=into)
            self._join(ended, goes_on)
            await move(tx, number, into)
            now = self._clock.now()
            ended.state, ended.closed_at, ended.merged_into = CLOSED, now, into
            for each in (number, into):
                self._put(tx, each, TicketPaperKind.MERGE, f"{number} → {into}", actor)
            await self._audited(tx, "ticket:merge", ended, actor, into=into)

    async def papers(self, number: str) -> Sequence[TicketPaper]:
        """Give what colleagues wrote beside a ticket, oldest first."""
        async with self._database.reading() as tx:
            return await papers_beside(tx, number, vault=self._vault)

    async def others(self, number: str) -> tuple[str, ...]:
        """Give the unended tickets of the same citizen, with which this one may be joined."""
        async with self._database.reading() as tx:
            ticket = await store.by_number(tx, number)
            if ticket is None or ticket.state == CLOSED or not ticket.bound:
                return ()
            record = TicketRecord
            rows = await tx.scalars(
                select(record.number)
                .where(
                    record.citizen == ticket.citizen,
                    record.channel == ticket.channel,
                    record.state != CLOSED,
                    record.number != number,
                )
                .order_by(record.number.desc())
                .limit(OTHERS_LISTED)
            )
            return tuple(rows)

    def _join(self, ended: TicketRecord, goes_on: TicketRecord) -> None:
        """Put both talks together in their order; what both hold stands once."""
        turns = dict.fromkeys(
            (str(who), str(text), float(at))
            for ticket in (ended, goes_on)
            for who, text, at in json.loads(
                self._vault.open(ticket.transcript, purpose=purpose(ticket.number))
            )
        )
        joined = json.dumps(sorted(turns, key=lambda turn: turn[2]), ensure_ascii=False)
        goes_on.transcript = self._vault.seal(joined, purpose=purpose(goes_on.number))
        if ended.question not in goes_on.question:
            goes_on.question = f"{goes_on.question}\n{ended.question}".strip()[-LONGEST_QUESTION_LETTERS:]
        goes_on.distressed = goes_on.distressed or ended.distressed
        goes_on.watchers = [*dict.fromkeys((*goes_on.watchers, *ended.watchers))]

    def _put(self, tx: AsyncSession, number: str, kind: TicketPaperKind, words: str, actor: str) -> None:
        put_by(tx, number, kind, words, author=actor, now=self._clock.now(), vault=self._vault)

    async def _audited(
        self, tx: AsyncSession, action: str, ticket: TicketRecord, actor: str, **detail: str
    ) -> None:
        now = self._clock.now()
        await audit.record(tx, action, actor=actor, subject=ticket.number, now=now, detail=detail)

    async def _open(self, tx: AsyncSession, number: str) -> TicketRecord:
        ticket = await store.known(tx, number)
        if ticket.state == CLOSED:
            raise InputError("tickets.refused.ended", number=number)
        return ticket


def _note(words: str, *, key: str) -> str:
    said = mask_question(words.strip()[:LONGEST_NOTE_LETTERS])
    if not said:
        raise InputError(key)
    return said
