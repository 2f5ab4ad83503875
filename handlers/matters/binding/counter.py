"""Binding at the counter: the clerk types the code that the citizen's phone shows, looks at the papers, and confirms or refuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from bot.text.identifiers import credit_code, identity_number
from handlers.matters.binding import store
from handlers.matters.binding.binding import Binding, BindingKind, ConfirmedWith
from handlers.matters.binding.codes import SHOWN_FIGURES, shown_mark
from handlers.matters.binding.records import BindingClaimRecord
from handlers.matters.binding.service import BindingService, binding_purpose
from handlers.matters.delivery.matter import MatterHolder, identity_mark

WRONG_CODES = 20
WRONG_WITHIN = timedelta(hours=1)
REFUSED_CODE = "binding:counter-refused"


@dataclass(frozen=True, slots=True)
class CounterSheet:
    """What the clerk compares with the papers: name and number in clear."""

    code: str
    holder: MatterHolder
    kind: BindingKind
    until: datetime


class BindingCounter:
    """What clerks do; every look at a name and every deed stands in the audit under the clerk's own."""

    def __init__(self, database: Database, *, bindings: BindingService, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._bindings = bindings
        self._vault = vault
        self._clock = clock

    async def look(self, code: str, *, clerk: str) -> CounterSheet:
        """Give what a code claims; raises `InputError` for one that opens nothing, and after too many of them."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            claim = await self._claim(tx, code, clerk, now)
            if claim is not None:
                await audit.record(
                    tx, "binding:counter-look", actor=clerk, subject=self._named(claim.mark), now=now
                )
                holder = MatterHolder.opened(self._vault, claim.person, purpose=binding_purpose(claim.mark))
                return CounterSheet(_figures(code), holder, BindingKind(claim.kind), claim.expires_at)
        raise InputError("matters.counter.code")

    async def confirm(self, code: str, *, clerk: str, papers_seen: bool) -> str:
        """Bind what a code claims; give whom, masked.

        Raises `InputError` for a code that opens nothing any more, and where the papers were not looked at.
        """
        if not papers_seen:
            raise InputError("matters.counter.papers")
        now = self._clock.now()
        async with self._database.transaction() as tx:
            claim = await self._claim(tx, code, clerk, now)
            if claim is not None:
                answer = await self._bindings.bind(tx, claim, ConfirmedWith.COUNTER, now=now, clerk=clerk)
                return answer.whom
        raise InputError("matters.counter.code")

    async def refuse(self, code: str, *, clerk: str) -> None:
        """Let what a code claims be over; raises `InputError` for one that opens nothing."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            claim = await self._claim(tx, code, clerk, now)
            if claim is not None:
                subject = self._named(claim.mark)
                self._bindings.close(claim, now)
                await audit.record(tx, "binding:counter-no", actor=clerk, subject=subject, now=now)
                return
        raise InputError("matters.counter.code")

    def read(self, number: str) -> str:
        """Give an identity number or a credit code in its normal form; raises `InputError` for what is neither."""
        person = identity_number(number, today=local_date(self._clock.now()))
        found = person if person.valid else credit_code(number)
        if not found.valid:
            raise InputError("matters.counter.number")
        return found.value

    async def of_person(self, number: str, *, clerk: str) -> Sequence[Binding]:
        """Give who sees the matters of a person who stands here with the papers; raises `InputError` for no such number.

        That a clerk looked stands in the audit, for the matters that are shown beside it too.
        """
        now = self._clock.now()
        mark, today = identity_mark(self._vault, self.read(number)), local_date(now)
        async with self._database.transaction() as tx:
            rows = await store.on_marks(tx, (mark,), today=today)
            await audit.record(tx, "binding:counter-list", actor=clerk, subject=self._named(mark), now=now)
        return [self._bindings.shown(row) for row in rows]

    async def end(self, number: str, binding: int, *, clerk: str) -> None:
        """End a binding on a person; raises `InputError` where there is none of this id on that person."""
        now = self._clock.now()
        mark = identity_mark(self._vault, self.read(number))
        async with self._database.transaction() as tx:
            rows = await store.on_marks(tx, (mark,), today=local_date(now))
            row = next((one for one in rows if one.id == binding), None)
            if row is None:
                raise InputError("matters.counter.no_binding")
            await self._bindings.ended(tx, row, "counter", now=now, actor=clerk)

    async def _claim(
        self, tx: AsyncSession, code: str, clerk: str, now: datetime
    ) -> BindingClaimRecord | None:
        """Give what a code claims; None for one that opens nothing, which is counted. Raises `InputError` after too many of them."""
        subject, figures = f"clerk {clerk}"[:80], _figures(code)
        if await store.acts_since(tx, REFUSED_CODE, subject, now - WRONG_WITHIN) >= WRONG_CODES:
            raise InputError("matters.counter.tries")
        claim = None
        if len(figures) == SHOWN_FIGURES:
            claim = await store.claim_shown(tx, shown_mark(self._vault, figures), now=now)
        if claim is None:
            await audit.record(tx, REFUSED_CODE, actor=clerk, subject=subject, now=now)
        return claim

    @staticmethod
    def _named(mark: str) -> str:
        return f"person {mark[:16]}"


def _figures(code: str) -> str:
    return "".join(letter for letter in code if letter.isascii() and letter.isdigit())
