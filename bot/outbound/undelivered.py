"""What has not reached citizens, for staff's eyes: how old, tried how, with which task; and trying it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.outbound import attempts
from bot.outbound.ladder import ParcelState
from bot.outbound.outbox import WITHDRAWN, ParcelKind, ParcelRecord
from bot.outbound.parcel import ParcelBody

PAGE_SIZE = 50
NOBODY = ""
# These ended rightly: what they said is no longer so or no longer wanted, or nobody is there any more.
ENDED_RIGHTLY = ("lapsed", "left", "expired", WITHDRAWN)
SHOWN_TRIES = 5


@dataclass(frozen=True, slots=True)
class ShownTry:
    """One try: when, by which rung, what was answered, and what was reported afterwards."""

    at: datetime
    rung: str
    errcode: int | None
    rid: str
    report: str


@dataclass(frozen=True, slots=True)
class UndeliveredLine:
    """A parcel that has not arrived; `words` are not masked yet."""

    id: int
    citizen: str
    channel: str
    kind: str
    state: str
    written_at: datetime
    wait_until: datetime | None
    reason: str
    task: str
    words: str
    tries: tuple[ShownTry, ...]


@dataclass(frozen=True, slots=True)
class UndeliveredPage:
    """One page of the list; `more` says that another follows."""

    lines: tuple[UndeliveredLine, ...]
    more: bool


def _undelivered(state: str) -> ColumnElement[bool]:
    """Give the condition, written out where an index is to be seen fit."""
    states = [state] if state else [ParcelState.DUE, ParcelState.WAITING, ParcelState.FAILED]
    written: Any = bindparam(None, [str(each) for each in states], expanding=True, literal_execute=True)
    tried = or_(ParcelRecord.state != ParcelState.DUE, ParcelRecord.attempts > 0, ParcelRecord.task != "")
    theirs = ParcelRecord.kind != ParcelKind.NEWS
    there = and_(theirs, ParcelRecord.citizen != NOBODY, ParcelRecord.reason.not_in(ENDED_RIGHTLY))
    return and_(ParcelRecord.state.in_(written), tried, there)


class UndeliveredParcels:
    """Lists what waits or was given up, and puts it back on the ladder."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(self, *, state: str = "", number: int = 1, size: int = PAGE_SIZE) -> UndeliveredPage:
        """Give a page, numbered from 1, the oldest first; of one state when named. Raises `ServiceError`."""
        offset = (max(number, 1) - 1) * size
        async with self._database.reading() as tx:
            rows = (
                await tx.scalars(
                    select(ParcelRecord)
                    .where(_undelivered(state))
                    .order_by(ParcelRecord.created_at, ParcelRecord.id)
                    .offset(offset)
                    .limit(size + 1)
                )
            ).all()
            tries = await attempts.of_parcels(tx, [row.id for row in rows[:size]])
        return UndeliveredPage(
            tuple(_line(row, tries.get(row.id, ())) for row in rows[:size]), len(rows) > size
        )

    async def again(self, parcel: int, *, actor: str) -> str:
        """Put a parcel back to be tried at once; give whom it is for.

        It keeps its place and its task. Raises `InputError` for one that has arrived or is gone meanwhile.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = (
                await tx.scalars(
                    select(ParcelRecord).where(ParcelRecord.id == parcel, _undelivered("")).with_for_update()
                )
            ).one_or_none()
            if row is None:
                raise InputError("staff.undelivered.gone")
            row.state, row.due_at, row.invited_at = ParcelState.DUE, now, None
            await tx.flush()
            # Those behind it wait for it no longer either.
            await tx.execute(
                update(ParcelRecord)
                .where(ParcelRecord.citizen == row.citizen, ParcelRecord.state == ParcelState.WAITING)
                .values(state=ParcelState.DUE, due_at=now)
            )
            await audit.record(tx, "outbox:again", actor=actor, subject=f"parcel:{parcel}", now=now)
            return row.citizen


def _line(row: ParcelRecord, tries: Sequence[attempts.AttemptRecord]) -> UndeliveredLine:
    return UndeliveredLine(
        id=row.id,
        citizen=row.citizen,
        channel=row.channel,
        kind=row.kind,
        state=row.state,
        written_at=row.created_at,
        wait_until=row.wait_until,
        reason=row.reason,
        task=row.task,
        words=ParcelBody.read(row.body).words,
        tries=tuple(
            ShownTry(each.at, each.rung, each.errcode, each.rid, each.report) for each in tries[-SHOWN_TRIES:]
        ),
    )
