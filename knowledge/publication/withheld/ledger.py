"""What the register of what is not made public shows: records without what is sealed in them, narrowed and looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.database import Database
from bot.errors import InputError
from knowledge.publication.withheld import store
from knowledge.publication.withheld.lifecycle import Ground, Stage, Step
from knowledge.publication.withheld.records import WithheldRecord
from knowledge.publication.withheld.store import WithheldFilters

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Withheld:
    """A record as the register shows it, without what is sealed in it."""

    id: int
    year: int
    number: int
    title: str
    document_id: str
    unit: str
    ground: Ground
    basis: str
    reason: str
    decided_by: str
    decided_on: date
    review_on: date
    stage: Stage
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """One step as it was taken."""

    step: Step
    actor: str
    reason: str
    at: datetime


class WithheldLedger:
    """Answers the questions of those who may see the register."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, filters: WithheldFilters | None = None, *, number: int = 1, size: int = PAGE_SIZE
    ) -> tuple[list[Withheld], bool]:
        """Give a page of the register, what is to be looked at first at the head, and whether another follows."""
        offset = (max(number, 1) - 1) * size
        async with self._database.reading() as tx:
            rows = await store.page(tx, filters or WithheldFilters(), offset=offset, limit=size + 1)
        return list(map(shown, rows[:size])), len(rows) > size

    async def counts(self) -> dict[Stage, int]:
        """Give how many records stand in each stage."""
        async with self._database.reading() as tx:
            counted = await store.count_by_stage(tx)
        return {stage: counted.get(stage.value, 0) for stage in Stage}

    async def units(self) -> Sequence[str]:
        """Give the units that have records, in order."""
        async with self._database.reading() as tx:
            return await store.units(tx)

    async def read(self, number: int) -> tuple[Withheld, Sequence[Taken]]:
        """Give a record and every step taken on it, oldest first; raises `InputError` (`withheld.missing`)."""
        async with self._database.reading() as tx:
            row = await store.by_id(tx, number)
            if row is None:
                raise InputError("withheld.missing", number=number)
            steps = await store.steps_of(tx, number)
        return shown(row), [Taken(Step(one.step), one.actor, one.reason, one.at) for one in steps]


def shown(row: WithheldRecord) -> Withheld:
    """Give a record as the register shows it."""
    return Withheld(
        id=row.id,
        year=row.year,
        number=row.number,
        title=row.title,
        document_id=row.document_id,
        unit=row.unit,
        ground=Ground(row.ground),
        basis=row.basis,
        reason=row.reason,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        review_on=row.review_on,
        stage=Stage(row.stage),
        changed_at=row.changed_at,
    )
