"""Proofs of service: what was sent to the applicant about a request, and every try to bring it with the platform's answer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbound.attempts import AttemptRecord
from bot.outbound.outbox import ParcelRecord
from bot.outbound.parcel import ParcelBody
from handlers.disclosure.bundle.paper import BundlePaper, told
from handlers.disclosure.bundle.veil import ApplicantVeil
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.proceeding.service_record import parcels_of

PARCEL = ("channel", "kind", "state", "created_at", "sent_at", "wait_until", "task", "invited_at", "reason")
ATTEMPT = ("at", "rung", "messages", "errcode", "reason", "rid", "msgid", "report", "reported_at")


async def service_proofs(
    tx: AsyncSession, request: DisclosureRequestRecord, *, veil: ApplicantVeil
) -> BundlePaper:
    """Give the parcels about a request with their tries, as `parcels_of` finds them."""
    found = await parcels_of(tx, request)
    return told("service.json", [_parcel(row, tries, veil) for row, tries in found])


def _parcel(row: ParcelRecord, tries: Sequence[AttemptRecord], veil: ApplicantVeil) -> dict[str, Any]:
    return {
        "parcel": row.id,
        **{name: getattr(row, name) for name in PARCEL},
        "words": veil.words(ParcelBody.read(row.body).words),
        "attempts": [{name: getattr(one, name) for name in ATTEMPT} for one in tries],
    }
