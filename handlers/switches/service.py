"""The switches of the answers: set and lifted at the desk, in effect everywhere within a second."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ServiceError
from handlers.switches.records import AnswerSwitchRecord
from handlers.switches.switch import AnswerSwitch, SwitchKind, SwitchState, SwitchWish, checked
from knowledge.index.closed import Closed, themes_of
from knowledge.index.generations import Index

log = logging.getLogger(__name__)
HISTORY_ROWS = 50
Ring = Callable[[], Awaitable[object]]


async def no_bell() -> None:
    """Tell nobody: other processes look once a second."""


class SwitchBoard:
    """Keeps the switches; `state` is asked before each question, `look` once a second.

    Where the database is away, what was known at the last look goes on: a switch that was set stays set.
    """

    def __init__(self, database: Database, *, index: Index, clock: Clock, ring: Ring = no_bell) -> None:
        """Take the index of everything that is published; `ring` makes other processes look at once."""
        self._database = database
        self._index = index
        self._clock = clock
        self._ring = ring
        self._known: tuple[AnswerSwitch, ...] = ()
        self._state = SwitchState()

    def state(self) -> SwitchState:
        """Give what stands now of what was there at the last look."""
        now = self._clock.now()
        standing = tuple(one for one in self._known if one.stands(now))
        if standing != self._state.standing:
            self._state = SwitchState(standing)
        return self._state

    def closed(self) -> Closed:
        """Give what no answer is taken from now."""
        return self.state().closed

    async def look(self) -> None:
        """Take up what was set or lifted since the last look, here or by another process; raises `ServiceError`."""
        async with self._database.reading() as tx:
            self._known = await _unlifted(tx)

    async def standing(self) -> Sequence[AnswerSwitch]:
        """Give what stands now by the database, the last set first."""
        async with self._database.reading() as tx:
            return await standing_at(tx, self._clock.now())

    async def history(self) -> Sequence[AnswerSwitch]:
        """Give the last ones that were set, standing or not, the last set first."""
        record = AnswerSwitchRecord
        async with self._database.reading() as tx:
            rows = await tx.scalars(select(record).order_by(record.id.desc()).limit(HISTORY_ROWS))
            return [_switch(row) for row in rows]

    async def set(self, wish: SwitchWish, *, actor: str) -> None:
        """Switch something; one for the same thing that stands is lifted by it.

        It is in effect here when this returns and elsewhere within a second. Raises `InputError` as `checked` does and
        for a document or theme that nothing published has.
        """
        now = self._clock.now()
        kept = checked(wish, now=now)
        self._require_there(kept)
        async with self._database.transaction() as tx:
            # Writers of the audit stand in line, so that no two switches stand for one thing.
            detail = {"until": kept.ends_at.isoformat()} if kept.ends_at else {}
            subject = f"{kept.kind.value}:{kept.subject}"[:80]
            await audit.record(tx, "switch:set", actor=actor, subject=subject, now=now, detail=detail)
            same = [
                row
                for row in await tx.scalars(_rows())
                if (row.kind, row.subject) == (kept.kind, kept.subject)
            ]
            for row in same:
                row.lifted_by, row.lifted_at = actor, now
            tx.add(
                AnswerSwitchRecord(
                    kind=kept.kind.value,
                    subject=kept.subject,
                    along=kept.along,
                    words=kept.words,
                    set_by=actor,
                    set_at=now,
                    ends_at=kept.ends_at,
                    lifted_by="",
                )
            )
        await self._tell()

    async def lift(self, identifier: int, *, actor: str) -> None:
        """Take a switch back; one that is lifted already changes nothing."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await tx.get(AnswerSwitchRecord, identifier)
            if row is None or row.lifted_at is not None:
                return
            row.lifted_by, row.lifted_at = actor, now
            subject = f"{row.kind}:{row.subject}"[:80]
            await audit.record(tx, "switch:lift", actor=actor, subject=subject, now=now)
        await self._tell()

    def _require_there(self, wish: SwitchWish) -> None:
        reader = self._index.reader
        if wish.kind is SwitchKind.DOCUMENT and (reader is None or reader.docnum_of(wish.subject) is None):
            raise InputError("switches.refused.document", id=wish.subject)
        if wish.kind is SwitchKind.THEME and wish.subject not in themes_of(reader):
            raise InputError("switches.refused.theme", theme=wish.subject)

    async def _tell(self) -> None:
        try:
            await self.look()
            await self._ring()
        except ServiceError as error:
            # It is kept; every process finds it at its next look.
            log.warning("switch not told of", extra={"reason": type(error).__name__})


async def standing_at(tx: AsyncSession, now: datetime) -> Sequence[AnswerSwitch]:
    """Give the switches that stand at a moment, the last set first."""
    return [one for one in await _unlifted(tx) if one.stands(now)]


def _rows() -> Select[AnswerSwitchRecord]:
    record = AnswerSwitchRecord
    return select(record).where(record.lifted_at.is_(None)).order_by(record.id.desc())


async def _unlifted(tx: AsyncSession) -> tuple[AnswerSwitch, ...]:
    return tuple(_switch(row) for row in await tx.scalars(_rows()))


def _switch(row: AnswerSwitchRecord) -> AnswerSwitch:
    return AnswerSwitch(
        row.id,
        SwitchKind(row.kind),
        row.subject,
        row.along,
        row.words,
        row.set_by,
        row.set_at,
        row.ends_at,
        row.lifted_by,
        row.lifted_at,
    )
