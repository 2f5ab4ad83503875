"""Asks once, in the transaction that ends what is to be rated; never of somebody whose life was in question."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.ratings.records import RatingRecord
from handlers.ratings.store import ANSWERED_WITHIN

# Whether somebody was in distress lately: such a person is not asked how it was.
Distressed = Callable[[AsyncSession, str, str, datetime], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class EndedCase:
    """What is to be rated: its number and kind, whose it was, and who did it."""

    number: str
    kind: str
    citizen: str
    channel: str
    unit: str = ""


async def nobody_distressed(_tx: AsyncSession, _citizen: str, _channel: str, _now: datetime) -> bool:
    """Know of nobody in distress."""
    return False


class RatingQuestions:
    """Writes the question to the citizen, and down that it was asked."""

    def __init__(self, texts: Wording, *, distressed: Distressed = nobody_distressed) -> None:
        self._texts = texts
        self._distressed = distressed

    async def ask(self, tx: AsyncSession, ended: EndedCase, *, now: datetime) -> bool:
        """Ask in the caller's transaction; give whether it was asked. After its time the question is not sent any more."""
        if not ended.citizen or not ended.channel:
            return False
        if await tx.get(RatingRecord, ended.number) is not None:
            return False
        if await self._distressed(tx, ended.citizen, ended.channel, now):
            return False
        tx.add(
            RatingRecord(
                number=ended.number,
                kind=ended.kind,
                unit=ended.unit,
                channel=ended.channel,
                citizen=ended.citizen,
                asked_at=now,
                points=None,
                rated_at=None,
            )
        )
        return await outbox.enqueue(
            tx,
            ended.citizen,
            body=ParcelBody(
                Reply(self._texts(f"ratings.ask.{ended.kind}", number=ended.number)),
                until=now + ANSWERED_WITHIN,
                by_day=True,
            ),
            dedup=f"rating:{ended.number}",
            now=now,
            channel=ended.channel,
            kind=ParcelKind.NEWS,
        )
