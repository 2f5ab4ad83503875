"""Every try to bring a parcel, as a row: evidence of service where a letter is one.

It says when, by which rung, what the platform answered, and what it reported afterwards; never to whom, and no words.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from bot.outbound.ladder import Rung

ACCEPTED = 0


class AttemptRecord(Base):
    """One try with a parcel.

    `errcode` is what the platform answered, 0 when it took the message and None when no answer came; `rid` is the number
    its support asks for, `msgid` the one by which its report (`report`) names the message. `messages` says how many
    messages it took before it refused, or altogether.
    """

    __tablename__ = "outbox_attempts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("outbox.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    rung: Mapped[str] = mapped_column(String(8))
    messages: Mapped[int] = mapped_column(default=0)
    errcode: Mapped[int | None] = mapped_column()
    reason: Mapped[str] = mapped_column(String(80), default="")
    rid: Mapped[str] = mapped_column(String(64), default="")
    msgid: Mapped[str] = mapped_column(String(64), default="", index=True)
    report: Mapped[str] = mapped_column(String(80), default="")
    reported_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """What there is to say of one try; see `AttemptRecord`."""

    rung: Rung
    errcode: int | None = ACCEPTED
    messages: int = 0
    reason: str = ""
    rid: str = ""
    msgid: str = ""


def note(tx: AsyncSession, parcel_id: int, attempt: DeliveryAttempt, *, now: datetime) -> None:
    """Write a try down, in the transaction that records what became of the parcel."""
    tx.add(
        AttemptRecord(
            parcel_id=parcel_id,
            at=now,
            rung=attempt.rung,
            messages=attempt.messages,
            errcode=attempt.errcode,
            reason=attempt.reason[:80],
            rid=attempt.rid[:64],
            msgid=attempt.msgid[:64],
            report="",
            reported_at=None,
        )
    )


async def reported(tx: AsyncSession, msgid: str, report: str, *, now: datetime) -> int | None:
    """Write down what the platform reported of a message; give the parcel's number, None for a message not ours."""
    row = (
        await tx.execute(
            select(AttemptRecord.id, AttemptRecord.parcel_id)
            .where(AttemptRecord.msgid == msgid)
            .order_by(AttemptRecord.id.desc())
            .limit(1)
        )
    ).first()
    if not msgid or row is None:
        return None
    await tx.execute(
        update(AttemptRecord).where(AttemptRecord.id == row.id).values(report=report[:80], reported_at=now)
    )
    return int(row.parcel_id)


async def of_parcels(tx: AsyncSession, parcels: list[int]) -> dict[int, list[AttemptRecord]]:
    """Give the tries with some parcels, oldest first."""
    found: dict[int, list[AttemptRecord]] = {}
    rows = await tx.scalars(
        select(AttemptRecord).where(AttemptRecord.parcel_id.in_(parcels)).order_by(AttemptRecord.id)
    )
    for row in rows:
        found.setdefault(row.parcel_id, []).append(row)
    return found


async def forget(tx: AsyncSession, parcels: list[int]) -> None:
    """Delete the tries with parcels that are deleted."""
    await tx.execute(delete(AttemptRecord).where(AttemptRecord.parcel_id.in_(parcels)))
