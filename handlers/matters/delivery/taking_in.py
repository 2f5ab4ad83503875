"""Takes in what a system says of its matters, all of it or nothing; the same statement again changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.cases import MATTER as PREFIX
from handlers.cases import next_numbers
from handlers.matters.delivery import store
from handlers.matters.delivery.matter import (
    DeliveredMatter,
    Statement,
    StepChange,
    holder_purpose,
    identity_mark,
)
from handlers.matters.delivery.records import MatterRecord, MatterSourceRecord, MatterStepRecord


@dataclass(frozen=True, slots=True)
class MattersTaken:
    """What became of a statement: our numbers by outer ones, and how many were new, changed, as before, or taken back."""

    numbers: dict[str, str]
    new: int = 0
    changed: int = 0
    same: int = 0
    withdrawn: int = 0


class MatterTakingIn:
    """Takes statements in, each in one transaction."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    def on(self, database: Database) -> Self:
        """Give the same on another database."""
        return type(self)(database, vault=self._vault, clock=self._clock)

    async def take(self, source: str, statement: Statement, *, actor: str) -> MattersTaken:
        """Take a statement of a system in.

        Raises `InputError` for a system that is closed or unknown, for a step of a matter that is not known, and where
        a matter is delivered under a number that is another person's, unless it was taken back before: that would show
        it to somebody else.
        """
        try:
            return await self._take(source, statement, actor)
        except IntegrityError:
            # The same was delivered twice at once: the second finds the first.
            return await self._take(source, statement, actor)

    async def _take(self, source: str, statement: Statement, actor: str) -> MattersTaken:
        now = self._clock.now()
        async with self._database.transaction() as tx:
            system = await tx.get(MatterSourceRecord, source)
            if system is None or system.closed_at:
                raise InputError("matters.refused.source", source=source)
            outers = {one.outer for one in statement.matters} | {one.outer for one in statement.changes}
            there = await store.known(tx, source, outers | set(statement.withdrawn))
            numbers, new, changed = await self._keep(tx, source, statement.matters, there, now)
            changed += await _change_steps(tx, statement.changes, there, numbers, now)
            gone = _withdraw(statement.withdrawn, there, now)
            system.delivered_at = now
            detail = {"new": str(new), "changed": str(changed), "withdrawn": str(gone)}
            if new or changed or gone:
                await audit.record(
                    tx, "matters:deliver", actor=actor, subject=f"matters {source}", now=now, detail=detail
                )
        return MattersTaken(
            numbers, new, changed, len(statement.matters) + len(statement.changes) - new - changed, gone
        )

    async def _keep(
        self,
        tx: AsyncSession,
        source: str,
        matters: Sequence[DeliveredMatter],
        there: dict[str, MatterRecord],
        now: datetime,
    ) -> tuple[dict[str, str], int, int]:
        """Write the matters; give the numbers, how many are new and how many were changed."""
        marks = {one.outer: identity_mark(self._vault, one.holder.identity) for one in matters}
        await _give_way(tx, marks, there)
        fresh = await next_numbers(tx, PREFIX, sum(one.outer not in there for one in matters), now=now)
        numbers, written = {}, []
        new = len(fresh)
        for at, one in enumerate(matters, start=1):
            row, digest = there.get(one.outer), one.digest(self._vault)
            mark = marks[one.outer]
            if row is None:
                row = MatterRecord(number=fresh.pop(0), source=source, outer=one.outer, mark=mark, digest="")
                tx.add(row)
            elif row.mark != mark:
                raise InputError("matters.refused.other_holder", row=at, field="identity")
            numbers[one.outer] = row.number
            if row.digest != digest or row.withdrawn_at:
                written.append((row, one))
                self._write(row, one, digest, now)
        await tx.flush()
        await store.drop_steps(tx, [row.number for row, _ in written])
        tx.add_all(_steps(written))
        return numbers, new, len(written) - new

    def _write(self, row: MatterRecord, one: DeliveredMatter, digest: str, now: datetime) -> None:
        row.title, row.unit, row.state = one.title, one.unit, one.state.value
        row.opened_on, row.due_on, row.ended_on = one.opened_on, one.due_on, one.ended_on
        row.holder = one.holder.sealed(self._vault, purpose=holder_purpose(row.number))
        row.digest, row.delivered_at, row.withdrawn_at = digest, now, None


async def _give_way(tx: AsyncSession, marks: Mapping[str, str], there: dict[str, MatterRecord]) -> None:
    """Delete what was taken back and comes again as another person's: under its number the first one has receipts."""
    gone = [there[outer] for outer, mark in marks.items() if outer in there and there[outer].mark != mark]
    gone = [row for row in gone if row.withdrawn_at is not None]
    await store.drop_steps(tx, [row.number for row in gone])
    for row in gone:
        del there[row.outer]
        await tx.delete(row)
    await tx.flush()


def _steps(written: Iterable[tuple[MatterRecord, DeliveredMatter]]) -> list[MatterStepRecord]:
    return [
        MatterStepRecord(
            number=row.number,
            place=place,
            name=step.name,
            unit=step.unit,
            state=step.state.value,
            started_on=step.started_on,
            ended_on=step.ended_on,
            due_on=step.due_on,
        )
        for row, one in written
        for place, step in enumerate(one.steps, start=1)
    ]


async def _change_steps(
    tx: AsyncSession,
    changes: Sequence[StepChange],
    there: dict[str, MatterRecord],
    numbers: dict[str, str],
    now: datetime,
) -> int:
    """Write what became of single steps; give how many said something new."""
    await tx.flush()
    rows = await store.steps_of(
        tx, {there[one.outer].number for one in changes if one.outer in there} | set(numbers.values())
    )
    count = 0
    for at, one in enumerate(changes, start=1):
        matter = there.get(one.outer)
        number = matter.number if matter else numbers.get(one.outer, "")
        step = next((row for row in rows.get(number, ()) if row.place == one.place), None)
        if step is None or (matter is not None and matter.withdrawn_at):
            raise InputError("matters.refused.no_step", row=at, field="place")
        numbers[one.outer] = number
        if step.state == one.state.value and all(
            getattr(step, name) == day for name, day in one.dates.items()
        ):
            continue
        step.state = one.state.value
        for name, day in one.dates.items():
            setattr(step, name, day)
        if matter is not None:
            # The whole statement, should it come again, says something older.
            matter.digest, matter.delivered_at = "", now
        count += 1
    return count


def _withdraw(outers: Sequence[str], there: dict[str, MatterRecord], now: datetime) -> int:
    """Take matters back; one that is not known is none that could be seen."""
    going = [there[outer] for outer in dict.fromkeys(outers) if outer in there]
    going = [row for row in going if row.withdrawn_at is None]
    for row in going:
        row.withdrawn_at = now
    return len(going)
