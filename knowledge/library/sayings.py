"""The sayings in use: the shipped ones with what operators added and struck out, taken up by every process in a second."""

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import ServiceError
from knowledge.library.saying_records import (
    Changed,
    ChangedSaying,
    Pair,
    SayingChange,
    SayingRecord,
    after,
    table_of,
)
from knowledge.publication.index_notice import IndexNotice
from knowledge.text.lexicon import SayingTable, shipped

log = logging.getLogger(__name__)


class Sayings:
    """Keeps the county's own sayings; `current` is asked before each question, `look` once a second."""

    def __init__(self, database: Database, clock: Clock, *, index: IndexNotice) -> None:
        self._database = database
        self._clock = clock
        self._index = index
        self._table = shipped()
        self._edition = 0

    def current(self) -> SayingTable:
        """Give the sayings in use as they were at the last look."""
        return self._table

    async def look(self) -> None:
        """Take up what was changed since the last look, here or by another process; raises `ServiceError`."""
        async with self._database.reading() as tx:
            edition = await _edition(tx)
            if edition == self._edition:
                return
            changed = await _changed(tx)
        self._table = await asyncio.to_thread(table_of, changed)
        self._edition = edition

    async def changed(self) -> Changed:
        """Give every pair that operators changed, the last changed first."""
        async with self._database.reading() as tx:
            return await _changed(tx)

    async def keep(self, changes: Sequence[SayingChange], *, actor: str) -> None:
        """Make changes, all or none; they count here when this returns, and in every other process a second later.

        Raises `InputError` as `after` does, and `ServiceError` when nothing was kept.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            # Writers of the audit stand in line, so the editions of two operators never fall together.
            for change in changes:
                subject, detail = f"{change.said}→{change.official}", {"deed": change.deed.value}
                await audit.record(
                    tx, "knowledge:saying", actor=actor, subject=subject, now=now, detail=detail
                )
            rows = {(row.said, row.official): row for row in await tx.scalars(_rows())}
            made = after({pair: _saying(row) for pair, row in rows.items()}, changes)
            edition = await _edition(tx) + 1
            for pair in dict.fromkeys(change.pair for change in changes):
                row = rows.get(pair)
                if row is None:
                    row = SayingRecord(said=pair[0], official=pair[1])
                    tx.add(row)
                row.theme, row.own, row.struck = made[pair].theme, made[pair].own, made[pair].struck
                row.changed_by, row.changed_at, row.edition = actor, now, edition
        try:
            await self.look()
            await self._index.changed()
        except ServiceError as error:
            # It is kept; every process finds it at its next look.
            log.warning("changed sayings not told of", extra={"reason": type(error).__name__})


def _rows() -> Select[SayingRecord]:
    return select(SayingRecord).order_by(SayingRecord.edition.desc(), SayingRecord.id)


async def _edition(tx: AsyncSession) -> int:
    return await tx.scalar(select(func.max(SayingRecord.edition))) or 0


async def _changed(tx: AsyncSession) -> dict[Pair, ChangedSaying]:
    return {(row.said, row.official): _saying(row) for row in await tx.scalars(_rows())}


def _saying(row: SayingRecord) -> ChangedSaying:
    return ChangedSaying(
        row.said, row.official, row.theme, row.own, row.struck, row.changed_by, row.changed_at
    )
