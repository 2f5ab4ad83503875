"""A county's areas, columns and channels as the desk writes them: every wording is kept, the newest counts, an older one is put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.columns.records import OpennessPlanRecord
from handlers.county.live_plan import LivePlan
from handlers.county.openness_plan import OpennessPlan
from handlers.county.plan_text import TypedPlan, plan_of, typed_of

LISTED_WORDINGS = 20
FILE = 0
"""The number of the wording that stands in the county's file."""


@dataclass(frozen=True, slots=True)
class PlanWording:
    """One wording: its number, who wrote it when, and which older one it puts back."""

    number: int
    typed: TypedPlan
    changed_by: str
    changed_at: datetime
    again: int | None


class PlanKeeper:
    """Reads and keeps; each method is one transaction and raises `ServiceError` when the database is away."""

    def __init__(self, database: Database, *, plan: LivePlan, clock: Clock) -> None:
        self._database = database
        self._plan = plan
        self._clock = clock
        self._seen = FILE

    def on(self, database: Database) -> "PlanKeeper":
        """Give the same on another database."""
        return PlanKeeper(database, plan=self._plan, clock=self._clock)

    @property
    def current(self) -> OpennessPlan:
        """Give the plan in force here."""
        return self._plan.current

    async def refresh(self) -> int:
        """Take up what was written anywhere since the last look; give 1 when the plan is another one now."""
        async with self._database.reading() as tx:
            newest = await _newest(tx)
            if newest == self._seen:
                return 0
            typed = await self._typed(tx, newest)
        self._plan.take(plan_of(typed, self._plan.base))
        self._seen = newest
        return 1

    async def now(self) -> tuple[int, TypedPlan]:
        """Give the number of the newest wording, 0 where the file counts, and its words."""
        async with self._database.reading() as tx:
            newest = await _newest(tx)
            return newest, await self._typed(tx, newest)

    async def wordings(self) -> Sequence[PlanWording]:
        """Give the latest wordings, the newest first."""
        query = select(OpennessPlanRecord).order_by(OpennessPlanRecord.id.desc()).limit(LISTED_WORDINGS)
        async with self._database.reading() as tx:
            return [
                PlanWording(row.id, _words(row), row.changed_by, row.changed_at, row.again)
                for row in await tx.scalars(query)
            ]

    async def keep(self, typed: TypedPlan, *, seen: int, actor: str) -> None:
        """Keep what was typed, in force here at once and in every other process at its next look.

        Raises `InputError` as `plan_of` does, where nothing differs, and where somebody else wrote since the wording `seen`.
        """
        plan_of(typed, self._plan.base)
        await self._add(typed, seen=seen, actor=actor, again=None)

    async def put_back(self, number: int, *, seen: int, actor: str) -> None:
        """Let an older wording count again, 0 for the county's file; raises `InputError` for none, and as `keep` does."""
        async with self._database.reading() as tx:
            typed = await self._typed(tx, number)
        await self._add(typed, seen=seen, actor=actor, again=number)

    async def _add(self, typed: TypedPlan, *, seen: int, actor: str, again: int | None) -> None:
        async with self._database.transaction() as tx:
            newest = await _newest(tx)
            if newest != seen:
                raise InputError("openness.refused.changed")
            if typed == await self._typed(tx, newest):
                raise InputError("openness.refused.same")
            now = self._clock.now()
            row = OpennessPlanRecord(
                # Of two who write on the same wording at once the second meets this very number taken.
                id=newest + 1,
                areas=typed.areas,
                rubrics=typed.rubrics,
                channels=typed.channels,
                again=again,
                changed_at=now,
                changed_by=actor,
            )
            tx.add(row)
            detail = {"again": "-" if again is None else str(again)}
            await audit.record(tx, "openness:write", actor=actor, subject=str(row.id), now=now, detail=detail)
        await self.refresh()

    async def _typed(self, tx: AsyncSession, number: int) -> TypedPlan:
        if number == FILE:
            return typed_of(self._plan.base)
        row = await tx.get(OpennessPlanRecord, number)
        if row is None:
            raise InputError("openness.refused.number")
        return _words(row)


async def _newest(tx: AsyncSession) -> int:
    return await tx.scalar(select(func.max(OpennessPlanRecord.id))) or FILE


def _words(row: OpennessPlanRecord) -> TypedPlan:
    return TypedPlan(row.areas, row.rubrics, row.channels)
