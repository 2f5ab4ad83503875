"""Proofs of service: what was sent to the applicant about a request, and every try to bring it with the platform's answer."""

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbound import attempts
from bot.outbound.attempts import AttemptRecord
from bot.outbound.outbox import ParcelRecord
from bot.outbound.parcel import ParcelBody
from handlers.disclosure.bundle.paper import BundlePaper, told
from handlers.disclosure.bundle.veil import ApplicantVeil
from handlers.disclosure.case.records import DisclosureRequestRecord

PARCEL = ("channel", "kind", "state", "created_at", "sent_at", "wait_until", "task", "invited_at", "reason")
ATTEMPT = ("at", "rung", "messages", "errcode", "reason", "rid", "msgid", "report", "reported_at")


async def service_proofs(
    tx: AsyncSession, request: DisclosureRequestRecord, *, veil: ApplicantVeil
) -> BundlePaper:
    """Give the parcels about a request with their tries: those that name its number, and the receipt's.

    Words that were erased at the end of their time are empty; then only the receipt's confirmation is known as this
    request's.
    """
    rows = []
    if request.citizen:
        own = (ParcelRecord.citizen == request.citizen) & (ParcelRecord.channel == request.talk_channel)
        found = await tx.scalars(select(ParcelRecord).where(own).order_by(ParcelRecord.id))
        rows = [row for row in found if _about(row, request.number)]
    tries = await attempts.of_parcels(tx, [row.id for row in rows])
    return told("service.json", [_parcel(row, tries.get(row.id, []), veil) for row in rows])


def _about(row: ParcelRecord, number: str) -> bool:
    received = hashlib.sha256(f"disclosure:{number}:received".encode()).hexdigest()
    return row.dedup == received or number in ParcelBody.read(row.body).words


def _parcel(row: ParcelRecord, tries: list[AttemptRecord], veil: ApplicantVeil) -> dict[str, Any]:
    return {
        "parcel": row.id,
        **{name: getattr(row, name) for name in PARCEL},
        "words": veil.words(ParcelBody.read(row.body).words),
        "attempts": [{name: getattr(one, name) for name in ATTEMPT} for one in tries],
    }
