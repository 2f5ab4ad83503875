"""What was really sent to a case's applicant by the outbox: each message with every try to bring it and its answer (国办公开办函〔2016〕235号)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.outbound import attempts
from bot.outbound.attempts import AttemptRecord
from bot.outbound.outbox import ParcelRecord
from bot.outbound.parcel import ParcelBody
from bot.outbound.undelivered import ShownTry
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.records import DisclosureRequestRecord


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message; `words` are not masked yet, `tries` stand in the order in which they were made."""

    kind: str
    state: str
    written_at: datetime
    sent_at: datetime | None
    wait_until: datetime | None
    reason: str
    task: str
    words: str
    tries: tuple[ShownTry, ...]


async def parcels_of(
    tx: AsyncSession, request: DisclosureRequestRecord
) -> list[tuple[ParcelRecord, Sequence[AttemptRecord]]]:
    """Give the parcels about a request with their tries: those that name its number, and the receipt's.

    Words that were erased at the end of their time are empty; then only the receipt's confirmation is known as this
    request's.
    """
    if not request.citizen:
        return []
    own = (ParcelRecord.citizen == request.citizen) & (ParcelRecord.channel == request.talk_channel)
    found = await tx.scalars(select(ParcelRecord).where(own).order_by(ParcelRecord.id))
    rows = [row for row in found if _about(row, request.number)]
    tries = await attempts.of_parcels(tx, [row.id for row in rows])
    return [(row, tries.get(row.id, [])) for row in rows]


def _about(row: ParcelRecord, number: str) -> bool:
    received = hashlib.sha256(f"disclosure:{number}:received".encode()).hexdigest()
    return row.dedup == received or number in ParcelBody.read(row.body).words


class ServiceRecord:
    """Reads what was sent about a case; nothing is written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, number: str, *, clerk: Clerk) -> tuple[SentMessage, ...]:
        """Give the messages about a case, oldest first; raises `InputError` where it is not this person's to see."""
        async with self._database.reading() as tx:
            request = await store.visible(tx, number, clerk)
            found = await parcels_of(tx, request)
        return tuple(_message(row, tries) for row, tries in found)


def _message(row: ParcelRecord, tries: Sequence[AttemptRecord]) -> SentMessage:
    return SentMessage(
        kind=row.kind,
        state=row.state,
        written_at=row.created_at,
        sent_at=row.sent_at,
        wait_until=row.wait_until,
        reason=row.reason,
        task=row.task,
        words=ParcelBody.read(row.body).words,
        tries=tuple(ShownTry(one.at, one.rung, one.errcode, one.rid, one.report) for one in tries),
    )
