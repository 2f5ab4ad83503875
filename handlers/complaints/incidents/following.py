"""Takes the steps that follow from what was decided of an event: merges what is attached, sends what was approved.

An event is looked at when something about it was decided or attached (`look_at`), so that however many are open, each has
its turn and none costs anything while nothing happens.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.complaints.case.lifecycle import OPEN, ComplaintActor, ComplaintState, ComplaintStep
from handlers.complaints.case.messages import tell_step
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.taking import TakenNote, take
from handlers.complaints.incidents.records import ComplaintIncidentRecord, IncidentMessageRecord
from handlers.complaints.proceeding.service import LEADING
from handlers.complaints.repeats.records import ComplaintSignRecord
from handlers.complaints.wall.store import walled_units
from handlers.workdays import WorkingCalendar

INCIDENTS_AT_ONCE = 20
AT_ONCE = 50
LOOK_AGAIN = timedelta(minutes=10)
"""After which an event is looked at again whose lead cannot take anything in for a while."""
JOINABLE = (
    ComplaintState.REGISTERED.value,
    ComplaintState.ACCEPTED.value,
    ComplaintState.HANDLING.value,
)


class IncidentFollowing:
    """Merges and tells, in the name of whoever decided it."""

    def __init__(
        self, database: Database, *, clock: Clock, calendar: WorkingCalendar, texts: Wording
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._texts = texts

    async def step(self) -> int:
        """Take the next steps of the events that are to be looked at; give how many complaints were merged or told."""
        record, now = ComplaintIncidentRecord, self._clock.now()
        async with self._database.transaction() as tx:
            rows = await tx.scalars(
                select(record)
                .where(record.look_at <= now)
                .order_by(record.look_at, record.number)
                .limit(INCIDENTS_AT_ONCE)
                .with_for_update(skip_locked=True)
            )
            return sum([await self._follow(tx, row, now) for row in rows.all()])

    async def _follow(self, tx: AsyncSession, row: ComplaintIncidentRecord, now: datetime) -> int:
        lead = await tx.get_one(ComplaintRecord, row.lead)
        done = await self._merge_some(tx, row, lead) + await self._tell_some(tx, row)
        # What cannot be merged while its lead is with a reviewer may be later; else nothing happens by itself.
        waits = bool(row.merging_by) and lead.state in OPEN
        row.look_at = now if done else now + LOOK_AGAIN if waits else None
        return done

    async def _merge_some(self, tx: AsyncSession, row: ComplaintIncidentRecord, lead: ComplaintRecord) -> int:
        """Merge at most so many into the lead while it is handled; what is about its unit is never merged into it."""
        if not row.merging_by or lead.state not in LEADING:
            return 0
        complaint, sign = ComplaintRecord, ComplaintSignRecord
        others = await tx.scalars(
            select(complaint)
            .join(sign, sign.number == complaint.number)
            .where(
                sign.incident == row.number,
                complaint.number != lead.number,
                complaint.state.in_(JOINABLE),
                ~walled_units(complaint.number, [lead.unit, *lead.helpers]),
                ~_led(complaint),
            )
            .order_by(complaint.number)
            .limit(AT_ONCE)
            .with_for_update()
        )
        merged = others.all()
        for other in merged:
            await self._merged(tx, other, row)
        return len(merged)

    async def _merged(self, tx: AsyncSession, other: ComplaintRecord, row: ComplaintIncidentRecord) -> None:
        other.lead, now = row.lead, self._clock.now()
        dates = await take(
            tx,
            other,
            ComplaintStep.MERGE,
            actors={ComplaintActor.OFFICE},
            note=TakenNote(row.merging_by, {"lead": row.lead, "incident": row.number}),
            now=now,
            calendar=self._calendar,
        )
        await tell_step(tx, other, ComplaintStep.MERGE, dates=dates, words={}, now=now, texts=self._texts)

    async def _tell_some(self, tx: AsyncSession, row: ComplaintIncidentRecord) -> int:
        """Send the last approved message to at most so many who have not had it; give how many were looked at."""
        message = IncidentMessageRecord
        approved = (message.incident == row.number, message.approved_at.is_not(None))
        last = await tx.scalar(select(message).where(*approved).order_by(message.id.desc()).limit(1))
        if last is None:
            return 0
        sign = ComplaintSignRecord
        untold = (sign.incident == row.number, sign.told_message < last.id)
        waiting = (await tx.scalars(select(sign).where(*untold).limit(AT_ONCE).with_for_update())).all()
        for one in waiting:
            one.told_message = last.id
            complaint = await tx.get_one(ComplaintRecord, one.number)
            if complaint.citizen and complaint.talk_channel:
                await self._send(tx, complaint, last)
        return len(waiting)

    async def _send(
        self, tx: AsyncSession, complaint: ComplaintRecord, message: IncidentMessageRecord
    ) -> None:
        words = self._texts("care.incidents.told", number=complaint.number, words=message.words)
        await outbox.enqueue(
            tx,
            complaint.citizen,
            body=ParcelBody(Reply(words)),
            dedup=f"incident:{message.id}:{complaint.number}",
            now=self._clock.now(),
            channel=complaint.talk_channel,
            kind=ParcelKind.LETTER,
        )


def _led(complaint: type[ComplaintRecord]) -> ColumnElement[bool]:
    """Give the condition that others were merged into a complaint: it cannot be merged itself."""
    other = ComplaintRecord.__table__.alias("led")
    return select(other.c.number).where(other.c.lead == complaint.number).exists()
