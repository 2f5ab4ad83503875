"""Parcels of channels that cannot be written to: they lie ready until somebody fetches them and says so.

Handing out is not delivery. A parcel stays until its taking was confirmed, so that an answer lost on the way, or a
caller that died, costs a repetition and never a message.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from bot.outbound.ladder import ParcelState
from bot.outbound.outbox import Parcel, ParcelRecord, is_open, parcel_of


@dataclass(frozen=True, slots=True)
class Ready:
    """A parcel lying ready, and since when."""

    parcel: Parcel
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Pile:
    """How many parcels of a channel are due, wait or have failed, and since when the oldest lies there."""

    channel: str
    state: str
    count: int
    oldest: datetime


def _lying(channel: str, citizen: str) -> list[ColumnElement[bool]]:
    conditions = [ParcelRecord.channel == channel, ParcelRecord.state == ParcelState.DUE]
    return [*conditions, ParcelRecord.citizen == citizen] if citizen else conditions


async def lying(tx: AsyncSession, channel: str, *, citizen: str = "", limit: int) -> list[Ready]:
    """Give a channel's parcels that nobody has confirmed, the oldest first; of one citizen when named."""
    rows = await tx.scalars(
        select(ParcelRecord).where(*_lying(channel, citizen)).order_by(ParcelRecord.id).limit(limit)
    )
    return [Ready(parcel_of(row), row.created_at) for row in rows.all()]


async def hand_out(tx: AsyncSession, parcels: Iterable[int]) -> None:
    """Note that parcels were shown to whoever fetches them."""
    await tx.execute(
        update(ParcelRecord)
        .where(ParcelRecord.id.in_(tuple(parcels)))
        .values(attempts=ParcelRecord.attempts + 1)
        .execution_options(synchronize_session=False)
    )


async def confirm(tx: AsyncSession, parcels: Sequence[int], *, now: datetime) -> None:
    """Record that parcels arrived."""
    await tx.execute(
        update(ParcelRecord)
        .where(ParcelRecord.id.in_(parcels), ParcelRecord.state == ParcelState.DUE)
        .values(state=ParcelState.SENT, sent_at=now)
        .execution_options(synchronize_session=False)
    )


async def confirm_until(
    tx: AsyncSession, channel: str, *, citizen: str = "", until: int, now: datetime
) -> int:
    """Record that what was handed out up to a parcel arrived; give how many.

    What was never handed out stays: a transaction that ends late may bring a smaller number after a greater one.
    """
    taken = await tx.execute(
        update(ParcelRecord)
        .where(*_lying(channel, citizen), ParcelRecord.id <= until, ParcelRecord.attempts > 0)
        .values(state=ParcelState.SENT, sent_at=now)
        .execution_options(synchronize_session=False)
    )
    return touched(taken)


async def waited_for(tx: AsyncSession, channel: str) -> list[str]:
    """Give the citizens for whom something lies that was tried in vain, or waits for them to write."""
    tried = or_(ParcelRecord.state == ParcelState.WAITING, ParcelRecord.attempts > 0)
    rows = await tx.scalars(
        select(ParcelRecord.citizen).where(is_open(), ParcelRecord.channel == channel, tried).distinct()
    )
    return list(rows.all())


async def piles(tx: AsyncSession) -> list[Pile]:
    """Count what has not arrived, by channel and state; the states are written out, so that an index is seen to fit."""
    states = [state.value for state in (ParcelState.DUE, ParcelState.WAITING, ParcelState.FAILED)]
    has_not_arrived: Any = bindparam(None, states, expanding=True, literal_execute=True)
    rows = await tx.execute(
        select(
            ParcelRecord.channel,
            ParcelRecord.state,
            func.count(),
            func.min(ParcelRecord.created_at, type_=ParcelRecord.created_at.type),
        )
        .where(ParcelRecord.state.in_(has_not_arrived))
        .group_by(ParcelRecord.channel, ParcelRecord.state)
        .order_by(ParcelRecord.channel, ParcelRecord.state)
    )
    return [Pile(channel, state, count, oldest) for channel, state, count, oldest in rows.all()]
