"""What is to be seen of batches: one with its documents, those of the last days, those that wait for a second person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from knowledge.publication.batches import records
from knowledge.publication.batches.records import DONE, KEPT, Batch, BatchItemRecord, BatchRecord
from knowledge.publication.batches.rules import CONFIRMERS, LISTED_FOR, PROPOSED_FOR, BatchStage
from knowledge.publication.lifecycle import Person

LISTED = 100


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in a list, without its documents: how many are meant, and of how many the step stands."""

    batch: Batch
    included: int
    done: int


class BatchList:
    """Reads batches; nothing is changed by looking."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def read(self, number: int) -> Batch:
        """Give a batch with its documents; raises `InputError` (`batches.missing`)."""
        async with self._database.reading() as tx:
            row = await tx.get(BatchRecord, number)
            if row is None:
                raise InputError("batches.missing", number=number)
            return records.batch(row, await records.items(tx, number))

    async def to_confirm(self, person: Person) -> list[BatchLine]:
        """Give the proposals that wait for this very person, the last first."""
        if not CONFIRMERS & person.duties:
            return []
        found = await self._at({BatchStage.PROPOSED}, self._clock.now() - PROPOSED_FOR)
        return [one for one in found if one.batch.author != person.login]

    async def recent(self) -> list[BatchLine]:
        """Give the batches of the days within which they may be undone, the last first."""
        return await self._at(frozenset(BatchStage), self._clock.now() - LISTED_FOR)

    async def _at(self, stages: Collection[BatchStage], since: datetime) -> list[BatchLine]:
        meant = func.sum(case((BatchItemRecord.included, 1), else_=0))
        done = func.sum(case((BatchItemRecord.state.in_((DONE, KEPT)), 1), else_=0))
        query = (
            select(BatchRecord, meant, done)
            .join(BatchItemRecord, BatchItemRecord.batch_id == BatchRecord.id)
            .where(BatchRecord.stage.in_([stage.value for stage in stages]), BatchRecord.changed_at >= since)
            .group_by(BatchRecord.id)
            .order_by(BatchRecord.id.desc())
            .limit(LISTED)
        )
        async with self._database.reading() as tx:
            rows = (await tx.execute(query)).all()
            return [BatchLine(records.batch(row, ()), int(of), int(so)) for row, of, so in rows]
