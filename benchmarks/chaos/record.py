"""Reads what was kept: the cases in the database, opened with the key, and what is still to be done."""

import json
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import func, select

from adapters.redis.inflight import hand_key
from adapters.storage.engine import create_database, sqlite_url
from benchmarks.chaos.verdict import Kept, KeptApplication, KeptTicket
from bot.outbound.outbox import ParcelRecord, ParcelState, behind_nothing
from bot.privacy import Vault
from handlers.disclosure.case.particulars import purpose
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.tickets.records import TicketRecord
from handlers.tickets.store import QUESTION


async def citizens(database_url: str, folder: Path) -> set[str]:
    """Give whose cases lie there already, of earlier runs on the same data."""
    database = create_database(database_url or sqlite_url(folder))
    try:
        async with database.reading() as tx:
            owners = await tx.scalars(select(DisclosureRequestRecord.citizen).distinct())
            askers = await tx.scalars(select(TicketRecord.citizen).distinct())
            return {*owners.all(), *askers.all()}
    finally:
        await database.close()


async def read(
    database_url: str, folder: Path, *, secret: str, without: frozenset[str] = frozenset()
) -> Kept:
    """Give every application and every citizen's ticket, oldest first; without an address it is the folder's SQLite.

    Those of the citizens named in `without` are left out.
    """
    database, vault = create_database(database_url or sqlite_url(folder)), Vault(secret)
    try:
        async with database.reading() as tx:
            requests = await tx.scalars(
                select(DisclosureRequestRecord).order_by(DisclosureRequestRecord.number)
            )
            tickets = await tx.scalars(
                select(TicketRecord).where(TicketRecord.kind == QUESTION).order_by(TicketRecord.number)
            )
            return Kept(
                [_application(row, vault) for row in requests if row.citizen not in without],
                [
                    KeptTicket(row.number, row.citizen, row.question)
                    for row in tickets
                    if row.citizen not in without
                ],
            )
    finally:
        await database.close()


def _application(row: DisclosureRequestRecord, vault: Vault) -> KeptApplication:
    sealed: dict[str, Any] = json.loads(vault.open(row.applicant, purpose=purpose(row.number)))
    return KeptApplication(
        number=row.number,
        citizen=row.citizen,
        information=sealed["information"],
        name=sealed["name"],
        identity=sealed["identity"],
        phone=sealed["phone"],
        address=sealed["address"],
    )


async def unsettled(database_url: str, folder: Path, redis_url: str) -> int:
    """Give how many messages lie in hand and how many parcels can go; at the end of a quiet day none can.

    What stands behind a parcel that waits for its citizen goes when that one has gone.
    """
    database = create_database(database_url or sqlite_url(folder))
    try:
        async with database.reading() as tx, Redis.from_url(redis_url) as redis:
            due = select(func.count()).where(ParcelRecord.state == ParcelState.DUE, behind_nothing())
            return int(await redis.hlen(hand_key())) + int(await tx.scalar(due) or 0)
    finally:
        await database.close()


async def awaited(database_url: str, folder: Path) -> list[str]:
    """Give the citizens for whom something waits until they write."""
    database = create_database(database_url or sqlite_url(folder))
    try:
        async with database.reading() as tx:
            waiting = select(ParcelRecord.citizen).where(ParcelRecord.state == ParcelState.WAITING).distinct()
            return list(await tx.scalars(waiting))
    finally:
        await database.close()
