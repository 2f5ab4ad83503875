"""Replies that went out by chat count as delivered when the outbox has really sent them (国办公开办函〔2016〕235号)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.outbound import outbox
from handlers.disclosure.case import store
from handlers.disclosure.case.events import REPLY_DISPATCHED, reply_cause
from handlers.disclosure.case.lifecycle import Actor, State, Step
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.taking import StepNote, take
from handlers.disclosure.proceeding.step_fields import DeliveryWay
from handlers.workdays import WorkingCalendar

SETTLED_TOGETHER = 50


class ReplyDelivery:
    """Follows the outbox: what was sent is noted in the case, with the instant at which it was."""

    def __init__(self, database: Database, *, clock: Clock, calendar: WorkingCalendar) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar

    async def settle(self) -> int:
        """Note the replies that were sent since; give how many."""
        async with self._database.transaction() as tx:
            chosen = (
                select(DisclosureRequestRecord)
                .where(DisclosureRequestRecord.state == State.SIGNED.value)
                .order_by(DisclosureRequestRecord.number)
                .limit(SETTLED_TOGETHER)
                .with_for_update(skip_locked=True)
            )
            requests = (await tx.scalars(chosen)).all()
            return sum([await self._settled(tx, request) for request in requests])

    async def _settled(self, tx: AsyncSession, request: DisclosureRequestRecord) -> bool:
        log = await store.log_of(tx, [request.number])
        if not any(line.kind == REPLY_DISPATCHED for line in log):
            return False
        sent = await outbox.sent_at(
            tx, f"disclosure:{request.number}:{reply_cause(line.kind for line in log)}"
        )
        if sent is None:
            return False
        await self._deliver(tx, request, sent)
        return True

    async def _deliver(self, tx: AsyncSession, request: DisclosureRequestRecord, sent: datetime) -> None:
        detail = {"how": DeliveryWay.ONLINE.value, "sent_at": sent.isoformat()}
        await take(
            tx,
            request,
            Step.DELIVER,
            actors={Actor.BOT},
            note=StepNote(Actor.BOT, on=local_date(sent), detail=detail),
            now=self._clock.now(),
            calendar=self._calendar,
        )
