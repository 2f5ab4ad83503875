"""What a citizen is told of a visit at home through the outbox, in the transaction of what caused it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.appointments.home.records import HomeVisitRecord
from handlers.appointments.home.visit import kept
from handlers.appointments.opening.catalogue import AppointmentCounty


class HomeMessages:
    """Writes to the citizens of visits; nobody is written to twice for one cause. Neither address nor phone is repeated."""

    def __init__(self, county: AppointmentCounty, texts: Wording) -> None:
        self._county = county
        self._texts = texts

    async def tell(
        self, tx: AsyncSession, row: HomeVisitRecord, key: str, *, now: datetime, **values: object
    ) -> bool:
        """Tell of a visit; give False where that was told already, or nobody can be."""
        if not row.citizen or not row.channel:
            return False
        matter, home = self._county.matter(row.matter), self._county.home
        text = self._texts(
            f"home.told.{key}",
            **{
                "number": row.number,
                "matter": matter.name if matter else row.matter,
                "unit": home.unit,
                "phone": home.phone,
                "when": kept(row).when,
                **values,
            },
        )
        return await outbox.enqueue(
            tx,
            row.citizen,
            body=ParcelBody(Reply(text)),
            dedup=f"home-visit:{row.number}:{row.version}:{key}",
            now=now,
            channel=row.channel,
            kind=ParcelKind.LETTER,
        )
