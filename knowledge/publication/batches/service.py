"""The life of a batch: planned, looked at, carried out by one person or by two, and undone as a batch.

Each public method is one transaction with its audit entry. The steps upon the documents themselves are taken by the
services whose steps they are, each in a transaction of its own.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.publication.batches import records
from knowledge.publication.batches.instruction import Will, determine, include
from knowledge.publication.batches.records import (
    DONE,
    KEPT,
    LONGEST_REFUSAL,
    REFUSED,
    UNDONE,
    Batch,
    BatchItemRecord,
    BatchRecord,
)
from knowledge.publication.batches.rules import (
    CONFIRMERS,
    COUNTED_FOR,
    MOST_LOOKED_AT,
    PROPOSED_FOR,
    RULES,
    Action,
    BatchStage,
    require_duty,
    require_number,
    takes_two,
)
from knowledge.publication.lifecycle import ARTICLE, Person


class Batches:
    """Keeps batches; who may do what with one is told by `batch_rules`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def plan(self, action: Action, names: Sequence[str], *, value: str, actor: Person) -> int:
        """Keep what somebody wants done, to be looked at before anything is; give the batch's number.

        Raises `ProcedureError` without the duty, `InputError` for more documents than a person looks at in one go.
        """
        rule, now = RULES[action], self._clock.now()
        require_duty(rule.duties, actor.duties)
        if rule.looked_at and len(names) > MOST_LOOKED_AT:
            raise InputError("batches.refused.many", most=MOST_LOOKED_AT, count=len(names))
        async with self._database.transaction() as tx:
            row = BatchRecord(action=action.value, value=value, stage=BatchStage.PLANNED.value)
            row.author, row.attribute, row.made_at, row.changed_at = actor.login, "", now, now
            row.confirmed_by = row.undone_by = row.run = ""
            tx.add(row)
            await tx.flush()
            tx.add_all(
                BatchItemRecord(
                    batch_id=row.id,
                    place=at,
                    document_id=name,
                    included=True,
                    state="",
                    mark=None,
                    refused="",
                )
                for at, name in enumerate(names)
            )
            await self._note(tx, row, "plan", actor=actor, count=len(names))
            return row.id

    async def begin(self, number: int, will: Will, *, actor: Person) -> Batch:
        """Carry out what was planned, or propose it where a second person has to confirm.

        Raises `InputError` naming what is missing: ticks, the attribute with its reason, the number; `ProcedureError`
        when it is another person's, or was begun already.
        """
        async with self._database.transaction() as tx:
            row, items = await _held(tx, number)
            _require(row, {BatchStage.PLANNED})
            require_duty(RULES[Action(row.action)].duties, actor.duties)
            if row.author != actor.login:
                raise ProcedureError("batches.refused.not_yours", article=ARTICLE)
            included = include(Action(row.action), items, will)
            require_number(len(included), will.typed)
            if row.action == Action.SUBMIT:
                determine(row, will)
            now = self._clock.now()
            before = await self._withdrawn_alone(tx, actor.login)
            two = takes_two(Action(row.action), len(included), before=before)
            row.stage = (BatchStage.PROPOSED if two else BatchStage.RUNNING).value
            row.changed_at = now
            await self._note(tx, row, "propose" if two else "begin", actor=actor, count=len(included))
            return records.batch(row, items)

    async def confirm(self, number: int, *, typed: str, actor: Person) -> Batch:
        """Confirm, as the second person, what another one has proposed. Raises `InputError`, `ProcedureError`."""
        async with self._database.transaction() as tx:
            row, items = await _held(tx, number)
            _require(row, {BatchStage.PROPOSED})
            require_duty(CONFIRMERS, actor.duties)
            if row.author == actor.login:
                raise ProcedureError("batches.refused.same_person", article=ARTICLE)
            now = self._clock.now()
            if now > row.changed_at + PROPOSED_FOR:
                raise ProcedureError("batches.refused.expired", article=ARTICLE)
            included = [item for item in items if item.included]
            require_number(len(included), typed)
            row.stage, row.confirmed_by, row.changed_at = BatchStage.RUNNING.value, actor.login, now
            await self._note(tx, row, "confirm", actor=actor, count=len(included))
            return records.batch(row, items)

    async def recall(self, number: int, *, actor: Person) -> None:
        """Take back, as its author, what was planned or proposed and not carried out. Raises `ProcedureError`."""
        async with self._database.transaction() as tx:
            row, items = await _held(tx, number)
            _require(row, {BatchStage.PLANNED, BatchStage.PROPOSED})
            if row.author != actor.login:
                raise ProcedureError("batches.refused.not_yours", article=ARTICLE)
            row.stage, row.changed_at = BatchStage.RECALLED.value, self._clock.now()
            await self._note(tx, row, "recall", actor=actor, count=len(items))

    async def undo(self, number: int, *, typed: str, actor: Person) -> Batch:
        """Begin to undo what a batch did; give it with what is to be undone. Raises `InputError`, `ProcedureError`."""
        async with self._database.transaction() as tx:
            row, items = await _held(tx, number)
            _require(row, {BatchStage.DONE, BatchStage.RUNNING, BatchStage.UNDOING})
            rule = RULES[Action(row.action)]
            if not rule.undo:
                raise ProcedureError("batches.refused.no_undo", article=ARTICLE)
            require_duty(rule.undo, actor.duties)
            if self._clock.now() > row.changed_at + rule.undone_within:
                raise ProcedureError("batches.refused.late", article=ARTICLE, days=rule.undone_within.days)
            given = records.batch(row, items)
            require_number(len(given.done), typed)
            row.stage, row.undone_by = BatchStage.UNDOING.value, actor.login
            await self._note(tx, row, "undo", actor=actor, count=len(given.done))
            return given

    async def started(self, number: int, run: str) -> None:
        """Note the run that carries a batch out."""
        async with self._database.transaction() as tx:
            await tx.execute(update(BatchRecord).where(BatchRecord.id == number).values(run=run))

    async def did(self, number: int, place: int, *, mark: int | None = None, refused: str = "") -> None:
        """Note that a document's step was taken, or why it was not."""
        await self._set(number, place, state=REFUSED if refused else DONE, mark=mark, refused=refused)

    async def undid(self, number: int, place: int, *, refused: str = "") -> None:
        """Note that a document's step was undone, or why it stands."""
        await self._set(number, place, state=KEPT if refused else UNDONE, refused=refused)

    async def finish(self, number: int) -> None:
        """Note that all documents of a run were gone through; undoing leaves the day of the deed as it was."""
        async with self._database.transaction() as tx:
            row, _ = await _held(tx, number)
            undoing = row.stage == BatchStage.UNDOING
            row.stage = (BatchStage.UNDONE if undoing else BatchStage.DONE).value

    async def _withdrawn_alone(self, tx: AsyncSession, login: str) -> int:
        """Count what a person has just withdrawn in batches that nobody else confirmed."""
        query = (
            select(func.count())
            .select_from(BatchItemRecord)
            .join(BatchRecord, BatchRecord.id == BatchItemRecord.batch_id)
            .where(
                BatchRecord.action == Action.WITHDRAW.value,
                BatchRecord.author == login,
                BatchRecord.confirmed_by == "",
                BatchRecord.stage.not_in((BatchStage.PLANNED, BatchStage.PROPOSED, BatchStage.RECALLED)),
                BatchRecord.changed_at >= self._clock.now() - COUNTED_FOR,
                BatchItemRecord.included,
                BatchItemRecord.state != REFUSED,
            )
        )
        return int(await tx.scalar(query) or 0)

    async def _set(self, number: int, place: int, *, refused: str, **values: object) -> None:
        async with self._database.transaction() as tx:
            await tx.execute(
                update(BatchItemRecord)
                .where(BatchItemRecord.batch_id == number, BatchItemRecord.place == place)
                .values(refused=refused[:LONGEST_REFUSAL], **values)
            )

    async def _note(
        self, tx: AsyncSession, row: BatchRecord, step: str, *, actor: Person, count: int
    ) -> None:
        detail = {"action": row.action, "documents": str(count), "author": row.author}
        await audit.record(
            tx,
            f"batch:{step}",
            actor=actor.login,
            subject=str(row.id),
            now=self._clock.now(),
            detail=detail,
        )


def _require(row: BatchRecord, stages: Collection[BatchStage]) -> None:
    if BatchStage(row.stage) not in stages:
        raise ProcedureError("batches.refused.stage", article=ARTICLE)


async def _held(tx: AsyncSession, number: int) -> tuple[BatchRecord, Sequence[BatchItemRecord]]:
    row = await tx.get(BatchRecord, number, with_for_update=True)
    if row is None:
        raise InputError("batches.missing", number=number)
    return row, await records.items(tx, number)
