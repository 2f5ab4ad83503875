"""Keeps by what a complaint is found again, in its registration, and notes the earlier one that it seems to repeat.

What is looked through is bounded: so many of one person, of one phone, of one place.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy import Vault
from handlers.complaints.areas import TownAreas
from handlers.complaints.case.kinds import REPEAT_DAYS
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.particulars import ToldComplaint, masked_place
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.repeats import store
from handlers.complaints.repeats.likeness import likeness_percent, place_key, terms_of
from handlers.complaints.repeats.records import ComplaintSignRecord, ComplaintTermRecord

LEAST_LIKE_PERCENT = 40
PERSON, PHONE = "complaint-person", "complaint-phone"


class ComplaintSigns:
    """Writes the signs of each complaint."""

    def __init__(self, *, vault: Vault, areas: TownAreas) -> None:
        self._vault = vault
        self._areas = areas

    async def on_intake(
        self, tx: AsyncSession, complaint: ComplaintRecord, told: ToldComplaint, *, now: datetime
    ) -> None:
        """Keep the signs of a complaint, and note the earlier one that it seems to repeat, in its registration."""
        sign = self._sign(complaint, told, now=now)
        tx.add(sign)
        tx.add_all(
            ComplaintTermRecord(term=term, number=sign.number, at=now, area=sign.area) for term in sign.terms
        )
        earlier = await store.earlier_of(tx, sign, since=now - timedelta(days=REPEAT_DAYS))
        by_number = {row.number: row for row in await _rows(tx, [one.number for one in earlier])}
        likest = max(
            (row for row in by_number.values() if row.state != ComplaintState.DECLINED),
            key=lambda row: likeness_percent(row.gist, complaint.gist),
            default=None,
        )
        if likest is not None and likeness_percent(likest.gist, complaint.gist) >= LEAST_LIKE_PERCENT:
            # What was merged is found by what it was merged into.
            sign.repeat_of = likest.lead or likest.number

    def _sign(self, complaint: ComplaintRecord, told: ToldComplaint, *, now: datetime) -> ComplaintSignRecord:
        def hashed(value: str, purpose: str) -> str:
            return self._vault.fingerprint(value, purpose=purpose) if value else ""

        where = f"{told.where} {told.what}"
        return ComplaintSignRecord(
            number=complaint.number,
            person=hashed(complaint.citizen, PERSON),
            phone=hashed(told.phone, PHONE),
            place=place_key(masked_place(told.where)),
            area=self._areas.area_of(told.where, told.position) or self._areas.area_of(where),
            terms=list(terms_of(complaint.gist)),
            at=now,
        )


async def _rows(tx: AsyncSession, numbers: Sequence[str]) -> Sequence[ComplaintRecord]:
    if not numbers:
        return ()
    return (await tx.scalars(select(ComplaintRecord).where(ComplaintRecord.number.in_(numbers)))).all()
