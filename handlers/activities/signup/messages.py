"""What those who signed up are told through the outbox, in the transaction of what caused it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.activities.programme import store as programme
from handlers.activities.programme.activity import ActivityPlan
from handlers.activities.signup import store
from handlers.activities.signup.records import SignupRecord
from handlers.capacity.seats import SeatOffer


class ActivityMessages:
    """Writes to those who signed up; nobody is written to twice for one cause, nor after it is no longer true."""

    def __init__(self, texts: Wording) -> None:
        self._texts = texts

    async def tell(
        self,
        tx: AsyncSession,
        row: SignupRecord,
        plan: ActivityPlan,
        key: str,
        *,
        now: datetime,
        until: datetime | None = None,
        **values: object,
    ) -> None:
        """Tell of a sign-up; `until` is when it is no longer worth telling. Who has no account is called by the desk."""
        if not row.citizen or not row.channel:
            return
        text = self._texts(
            f"activities.told.{key}",
            **{
                "number": row.number,
                "title": plan.title,
                "when": plan.when,
                "place": plan.place,
                "address": plan.address,
                "phone": plan.phone,
                **values,
            },
        )
        await outbox.enqueue(
            tx,
            row.citizen,
            body=ParcelBody(Reply(text), until=until),
            dedup=f"activity:{row.number}:{row.version}:{key}",
            now=now,
            channel=row.channel,
            kind=ParcelKind.LETTER,
        )

    async def tell_offer(self, tx: AsyncSession, offer: SeatOffer | None, *, now: datetime) -> None:
        """Tell whoever waited longest that a seat is free, and until when it is held."""
        row = await store.by_number(tx, offer.holder, lock=True) if offer else None
        activity = await programme.one(tx, row.activity) if row is not None else None
        if offer is None or row is None or activity is None:
            return
        row.version += 1
        held_until = f"{offer.until.astimezone(SHANGHAI):%H:%M}"
        await self.tell(tx, row, activity.plan, "offer", now=now, until=offer.until, held_until=held_until)
