"""What a citizen is told of an appointment through the outbox, in the transaction of what caused it."""

from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.appointments.booking import store
from handlers.appointments.booking.appointment import awaited_of, slot_of_subject
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.booking.spoken_wait import spoken_wait
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.capacity.seats import SeatOffer
from handlers.talk.spoken_time import spoken


class AppointmentMessages:
    """Writes to the citizens of appointments; nobody is written to twice for one cause, nor after it is no longer true."""

    def __init__(self, county: AppointmentCounty, texts: Wording) -> None:
        self._county = county
        self._texts = texts

    async def tell(
        self,
        tx: AsyncSession,
        row: AppointmentRecord,
        key: str,
        *,
        now: datetime,
        until: datetime | None = None,
        **values: object,
    ) -> None:
        """Tell of an appointment; `until` is when it is no longer worth telling."""
        if not row.citizen or not row.channel:
            return
        place, matter = self._county.place(row.place), self._county.matter(row.matter)
        text = self._texts(
            f"appointments.told.{key}",
            **{
                "number": row.number,
                "matter": matter.name if matter else row.matter,
                "place": place.name if place else row.place,
                "address": place.address if place else "",
                "phone": place.phone if place else "",
                "when": spoken(row.day, starts_of(row)) if row.starts else spoken_wait(awaited_of(row)),
                **values,
            },
        )
        await outbox.enqueue(
            tx,
            row.citizen,
            body=ParcelBody(Reply(text), until=until),
            dedup=f"appointment:{row.number}:{row.version}:{key}",
            now=now,
            channel=row.channel,
            kind=ParcelKind.LETTER,
        )

    async def tell_offer(self, tx: AsyncSession, offer: SeatOffer | None, *, now: datetime) -> None:
        """Tell whoever waited longest that a seat is free, and until when it is held."""
        row = await store.by_number(tx, offer.holder, lock=True) if offer else None
        if offer is None or row is None:
            return
        row.version += 1
        until = offer.until.astimezone(SHANGHAI)
        await self.tell(
            tx,
            row,
            "offer",
            now=now,
            until=offer.until,
            when=spoken(*slot_of_subject(offer.subject)),
            until_words=f"{until:%H:%M}",
        )


def starts_of(row: AppointmentRecord) -> time:
    """Give the hour of an appointment that has one."""
    return time.fromisoformat(row.starts)
