"""What must still be said to a citizen: written with the step that caused it, sent later, never lost."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, String, and_, bindparam, exists, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from bot.database import Base, Instant, touched
from bot.outbound import attempts as tries
from bot.outbound.ladder import OPEN, ParcelStanding, ParcelState
from bot.outbound.parcel import ParcelBody

IS_OPEN = "state IN ('due', 'waiting')"
NO_TASK = ""
WITHDRAWN = "withdrawn"
"""Why a parcel ended that speaks of nothing any more, or to nobody who still wants it."""


class ParcelKind(StrEnum):
    """What a parcel is, for how long it may wait: a letter of a case or of the staff, an answer, or news.

    News is what nobody has to act on; whom it is for, and that it has not arrived, is no business of the staff.
    """

    LETTER = "letter"
    ANSWER = "answer"
    NEWS = "news"


class ParcelRecord(Base):
    """One outbound message; `dedup` keeps the same cause from being told twice.

    After `wait_until` staff have a task, whose number is `task`; None until a worker has set it. `invited_at` is when
    the citizen was asked to come back. The indexes hold what is open, so that what was sent burdens nobody.
    """

    __tablename__ = "outbox"
    __table_args__ = tuple(
        Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
        for name, columns, where in (
            ("ix_outbox_open", ("citizen", "id"), IS_OPEN),
            ("ix_outbox_fresh", ("channel", "id"), "state = 'due' AND attempts = 0"),
            ("ix_outbox_retry", ("channel", "due_at"), "state = 'due' AND attempts > 0"),
            (
                "ix_outbox_undelivered",
                ("channel", "state", "created_at"),
                "state IN ('due', 'waiting', 'failed')",
            ),
            ("ix_outbox_untasked", ("wait_until",), f"{IS_OPEN} AND task = ''"),
            ("ix_outbox_sent", ("sent_at",), "state IN ('sent', 'failed')"),
        )
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dedup: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80), index=True)
    kind: Mapped[str] = mapped_column(String(8), default=ParcelKind.ANSWER, server_default=ParcelKind.ANSWER)
    body: Mapped[dict[str, object]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    wait_until: Mapped[datetime | None] = mapped_column(Instant)
    task: Mapped[str] = mapped_column(String(20), default=NO_TASK, server_default=NO_TASK)
    invited_at: Mapped[datetime | None] = mapped_column(Instant)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(200), default="")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed outbound message; `standing` is where it stands on the ladder, `task` the number of the staff's task."""

    id: int
    channel: str
    citizen: str
    body: ParcelBody
    standing: ParcelStanding
    task: str = NO_TASK

    @property
    def attempts(self) -> int:
        """How often it was taken up, this time included."""
        return self.standing.attempts


def parcel_of(row: ParcelRecord) -> Parcel:
    """Give a row as a value."""
    standing = ParcelStanding(
        ParcelState(row.state),
        row.due_at,
        attempts=row.attempts,
        wait_until=row.wait_until,
        tasked=bool(row.task),
        invited=row.invited_at is not None,
    )
    return Parcel(row.id, row.channel, row.citizen, ParcelBody.read(row.body), standing, task=row.task)


def cause_of(dedup: str) -> str:
    """Give the name by which the outbox knows a cause (`ParcelRecord.dedup`)."""
    return hashlib.sha256(dedup.encode()).hexdigest()


async def enqueue(
    tx: AsyncSession,
    citizen: str,
    *,
    body: ParcelBody,
    dedup: str,
    now: datetime,
    channel: str = "wechat",
    kind: ParcelKind = ParcelKind.ANSWER,
) -> bool:
    """Write a parcel in the caller's transaction; give False when that cause was already written."""
    cause = cause_of(dedup)
    known = await tx.scalar(select(ParcelRecord.id).where(ParcelRecord.dedup == cause))
    if known is not None:
        return False
    tx.add(
        ParcelRecord(
            dedup=cause,
            channel=channel,
            citizen=citizen,
            kind=kind,
            body=body.kept(),
            state=ParcelState.DUE,
            attempts=0,
            created_at=now,
            due_at=now,
            wait_until=None,
            task=NO_TASK,
            invited_at=None,
            leased_until=None,
            sent_at=None,
            reason="",
        )
    )
    return True


async def sent_at(tx: AsyncSession, dedup: str) -> datetime | None:
    """Give when the parcel of a cause was sent; None while it is not, or when nobody wrote it."""
    cause = cause_of(dedup)
    query = select(ParcelRecord.sent_at).where(
        ParcelRecord.dedup == cause, ParcelRecord.state == ParcelState.SENT.value
    )
    found: datetime | None = await tx.scalar(query)
    return found


def is_open(record: Any = ParcelRecord) -> ColumnElement[bool]:
    """Give the condition of what still has to arrive, written out: only so do the engines see that an index fits."""
    states: Any = bindparam(None, [state.value for state in OPEN], expanding=True, literal_execute=True)
    found: ColumnElement[bool] = record.state.in_(states)
    return found


def is_due() -> ColumnElement[bool]:
    """Give the condition of what may be taken up, written out as well."""
    return ParcelRecord.state == bindparam(None, ParcelState.DUE.value, literal_execute=True)


def free(now: datetime) -> ColumnElement[bool]:
    """Give the condition of what nobody has in hand."""
    return or_(ParcelRecord.leased_until.is_(None), ParcelRecord.leased_until <= now)


def behind_nothing() -> ColumnElement[bool]:
    """Give the condition that no earlier parcel of the same citizen is open."""
    earlier = aliased(ParcelRecord)
    return ~exists().where(
        earlier.citizen == ParcelRecord.citizen, earlier.id < ParcelRecord.id, is_open(earlier)
    )


async def claim(
    tx: AsyncSession, channel: str, *, now: datetime, limit: int, lease: timedelta
) -> list[Parcel]:
    """Take a channel's due parcels for one worker; a lease that runs out gives a dead worker's parcels to the next.

    Parcels of one citizen leave in the order they were written: only the oldest open one is offered, as
    `ladder.offered` says. What another worker takes at the same moment is passed over, not waited for. What was sent
    already costs nothing: `benchmarks/claims.py` measures it.
    """
    none: Any = bindparam(None, 0, literal_execute=True)
    # What was never tried is due whatever its hour says: the clock may have been set back since it was written.
    fresh = (ParcelRecord.attempts == none,), ParcelRecord.id
    again = (ParcelRecord.attempts > none, ParcelRecord.due_at <= now), ParcelRecord.due_at
    rows: list[ParcelRecord] = []
    for conditions, order in (again, fresh):
        if len(rows) < limit:
            chosen = (
                select(ParcelRecord)
                .where(ParcelRecord.channel == channel, is_due(), *conditions, free(now), behind_nothing())
                .order_by(order)
                .limit(limit - len(rows))
                .with_for_update(skip_locked=True)
            )
            rows += (await tx.scalars(chosen)).all()
    await _lease(tx, rows, until=now + lease)
    return [parcel_of(row) for row in sorted(rows, key=lambda row: row.id)]


async def _lease(tx: AsyncSession, rows: Iterable[ParcelRecord], *, until: datetime) -> None:
    numbers = []
    for row in rows:
        row.attempts, row.leased_until = row.attempts + 1, until
        numbers.append(row.id)
    if numbers:
        await tx.flush()


async def renew(tx: AsyncSession, parcel: int, *, held: datetime, until: datetime) -> bool:
    """Hold a claimed parcel for longer; give False when its lease, which ended at `held`, is no longer ours."""
    kept = await tx.execute(
        update(ParcelRecord)
        .where(ParcelRecord.id == parcel, ParcelRecord.leased_until == held, is_open())
        .values(leased_until=until)
    )
    return touched(kept) == 1


async def put_back(tx: AsyncSession, parcels: Iterable[int]) -> None:
    """Give claimed parcels back that were not tried, at the program's end."""
    await tx.execute(
        update(ParcelRecord)
        .where(ParcelRecord.id.in_(tuple(parcels)), is_open())
        .values(leased_until=None, attempts=ParcelRecord.attempts - 1)
    )


async def _mark(tx: AsyncSession, parcel_id: int, **values: object) -> None:
    await tx.execute(
        update(ParcelRecord).where(ParcelRecord.id == parcel_id).values(leased_until=None, **values)
    )


async def place(
    tx: AsyncSession, parcel: Parcel, standing: ParcelStanding, *, now: datetime, reason: str = ""
) -> None:
    """Record where the ladder puts a parcel after a try."""
    invited = standing.invited and not parcel.standing.invited
    await _mark(
        tx,
        parcel.id,
        state=standing.state,
        due_at=standing.due_at,
        attempts=standing.attempts,
        reason=reason,
        **({"sent_at": now} if standing.state is ParcelState.SENT else {}),
        **({"invited_at": now} if invited else {}),
    )


async def keep_rest(tx: AsyncSession, parcel_id: int, body: ParcelBody) -> None:
    """Put what is still to be said of a parcel in its place, which it keeps among the citizen's others."""
    await tx.execute(update(ParcelRecord).where(ParcelRecord.id == parcel_id).values(body=body.kept()))


async def put_down(tx: AsyncSession, parcel_id: int) -> None:
    """Give a parcel out of hand, as it stands."""
    await _mark(tx, parcel_id)


async def mark_sent(tx: AsyncSession, parcel_id: int, *, now: datetime) -> None:
    """Record that the parcel arrived."""
    await _mark(tx, parcel_id, state=ParcelState.SENT, sent_at=now, reason="")


async def mark_waiting(tx: AsyncSession, parcel_id: int, *, reason: str) -> None:
    """Hold the parcel until the citizen writes again, because the platform's window is closed."""
    await _mark(tx, parcel_id, state=ParcelState.WAITING, reason=reason)


async def mark_failed(tx: AsyncSession, parcel_id: int, *, reason: str) -> None:
    """Give up; the caller makes it a task for staff in the same transaction."""
    await _mark(tx, parcel_id, state=ParcelState.FAILED, reason=reason)


async def give_task(tx: AsyncSession, parcel_id: int, number: str) -> None:
    """Record the number of the task that staff have for a parcel; whether it still arrives is another matter."""
    await tx.execute(update(ParcelRecord).where(ParcelRecord.id == parcel_id).values(task=number))


async def put_off(tx: AsyncSession, parcel_id: int, wait_until: datetime) -> None:
    """Let a parcel wait until another moment."""
    await tx.execute(update(ParcelRecord).where(ParcelRecord.id == parcel_id).values(wait_until=wait_until))


async def reached(tx: AsyncSession, citizen: str, *, channel: str, by: datetime) -> bool:
    """Whether the parcel written last to a citizen was taken by the platform before an instant."""
    sent_at = await tx.scalar(
        select(ParcelRecord.sent_at)
        .where(ParcelRecord.citizen == citizen, ParcelRecord.channel == channel)
        .order_by(ParcelRecord.id.desc())
        .limit(1)
    )
    return sent_at is not None and sent_at <= by


async def release(tx: AsyncSession, citizen: str, *, now: datetime) -> int:
    """Make a citizen's waiting parcels due again, since the citizen wrote; give how many."""
    freed = await tx.execute(
        update(ParcelRecord)
        .where(and_(ParcelRecord.citizen == citizen, is_open()))
        .values(state=ParcelState.DUE, due_at=now, invited_at=None)
    )
    return touched(freed)


async def note_sent(
    tx: AsyncSession, parcel: Parcel, attempt: tries.DeliveryAttempt, *, now: datetime
) -> None:
    """Record that a parcel arrived, and by which try."""
    tries.note(tx, parcel.id, attempt, now=now)
    await mark_sent(tx, parcel.id, now=now)
