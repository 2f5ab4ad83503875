"""What happens to sign-ups by the clock: held seats go on, freed ones are offered, the day before is reminded of, what is over ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.message import Wording
from handlers.activities.programme import store as programme
from handlers.activities.programme.activity import Activity, pool_of
from handlers.activities.programme.lifecycle import ActivityState
from handlers.activities.programme.records import ActivityRecord
from handlers.activities.signup import store
from handlers.activities.signup.attended import Attended, AttendedEnd, nothing_more
from handlers.activities.signup.lifecycle import SignupState, SignupStep
from handlers.activities.signup.messages import ActivityMessages
from handlers.activities.signup.records import SignupRecord
from handlers.capacity.seats import drop_out, lapse_offers, offer_seat, pools_waited_for
from handlers.cases import ACTIVITY as PREFIX
from handlers.ratings.records import RatingRecord

ROUND = 50
REMINDING_HOURS = range(9, 21)
BOT = "bot"
ASKED_DAYS = 2
"""So long after it somebody may still be asked how an activity was."""
MARKED_DAYS = 7
"""So long the desk may still note who was there; what it never noted counts as nothing."""
HELD = (ActivityState.PUBLISHED.value, ActivityState.CLOSED.value)


class ActivityUpkeep:
    """Makes one round; whatever it does is done once, however many workers run."""

    def __init__(
        self, database: Database, *, clock: Clock, texts: Wording, attended: AttendedEnd = nothing_more
    ) -> None:
        self._database = database
        self._attended = attended
        self._clock = clock
        self._messages = ActivityMessages(texts)

    async def step(self) -> int:
        """Do what is due; give how much there was."""
        done = 0
        works = (
            self._lapse_offers,
            self._end_waits,
            self._offer_free,
            self._remind,
            self._ask_how_it_was,
            self._close,
        )
        for work in works:
            async with self._database.transaction() as tx:
                done += await work(tx, self._clock.now())
        return done

    async def _lapse_offers(self, tx: AsyncSession, now: datetime) -> int:
        lapsed = await lapse_offers(tx, holders=PREFIX, now=now, limit=ROUND)
        for one in lapsed:
            row = await store.by_number(tx, one.holder, lock=True)
            activity = await programme.one(tx, row.activity) if row is not None else None
            if row is not None and activity is not None and row.state == SignupState.WAITING:
                store.take(tx, row, SignupStep.LAPSE, at=now, actor=BOT, detail={"cause": "offer"})
                await self._messages.tell(tx, row, activity.plan, "offer_over", now=now)
            await self._messages.tell_offer(tx, one.onward, now=now)
        return len(lapsed)

    async def _end_waits(self, tx: AsyncSession, now: datetime) -> int:
        """End the waits for what has begun: nobody is offered a seat in a hall that is at work already."""
        record = SignupRecord
        chosen = (
            select(record)
            .join(ActivityRecord, ActivityRecord.number == record.activity)
            .where(record.state == SignupState.WAITING.value, ActivityRecord.day <= local_date(now))
            .order_by(record.number)
            .limit(ROUND)
            .with_for_update(skip_locked=True, of=record)
        )
        done = 0
        for row in (await tx.scalars(chosen)).all():
            activity = await programme.one(tx, row.activity)
            if activity is None or activity.plan.begins_at > now:
                continue
            store.take(tx, row, SignupStep.LAPSE, at=now, actor=BOT, detail={"cause": "begun"})
            await drop_out(tx, row.number)
            await self._messages.tell(tx, row, activity.plan, "wait_over", now=now)
            done += 1
        return done

    async def _offer_free(self, tx: AsyncSession, now: datetime) -> int:
        """Offer what became free without being handed on, as after somebody was forgotten."""
        done = 0
        for pool in await pools_waited_for(tx, holders=PREFIX):
            activity = await self._of_pool(tx, pool)
            if activity is None or activity.plan.begins_at <= now:
                continue
            while offer := await offer_seat(tx, pool, pool=pool, limit=activity.plan.capacity, now=now):
                await self._messages.tell_offer(tx, offer, now=now)
                done += 1
        return done

    @staticmethod
    async def _of_pool(tx: AsyncSession, pool: str) -> Activity | None:
        figures = pool.rpartition(":")[2]
        activity = await programme.one(tx, int(figures)) if figures.isdecimal() else None
        return activity if activity is not None and pool_of(activity.number) == pool else None

    async def _remind(self, tx: AsyncSession, now: datetime) -> int:
        """Remind of what is tomorrow, by day; whoever signed up within the last hours still knows."""
        if now.astimezone(SHANGHAI).hour not in REMINDING_HOURS:
            return 0
        rows = await self._to_remind(tx, now)
        for row in rows:
            row.reminded_at = now
            activity = await programme.one(tx, row.activity)
            if activity is not None:
                plan = activity.plan
                await self._messages.tell(tx, row, plan, "reminder", now=now, until=plan.begins_at)
        return len(rows)

    @staticmethod
    async def _to_remind(tx: AsyncSession, now: datetime) -> Sequence[SignupRecord]:
        record, activity = SignupRecord, ActivityRecord
        chosen = (
            select(record)
            .join(activity, activity.number == record.activity)
            .where(
                record.state == SignupState.SEATED.value,
                activity.day == local_date(now) + timedelta(days=1),
                activity.state.in_(HELD),
                record.reminded_at.is_(None),
                record.made_at <= now - timedelta(hours=3),
            )
            .order_by(record.number)
            .limit(ROUND)
            .with_for_update(skip_locked=True, of=record)
        )
        return (await tx.scalars(chosen)).all()

    async def _ask_how_it_was(self, tx: AsyncSession, now: datetime) -> int:
        """Let those who were there be asked, by day, once the activity is over; who was asked is left out."""
        if now.astimezone(SHANGHAI).hour not in REMINDING_HOURS:
            return 0
        record, activity, today = SignupRecord, ActivityRecord, local_date(now)
        asked = select(RatingRecord.number).where(RatingRecord.number == record.number)
        chosen = (
            select(record)
            .join(activity, activity.number == record.activity)
            .where(
                record.state == SignupState.ATTENDED.value,
                record.citizen != "",
                activity.day.between(today - timedelta(days=ASKED_DAYS), today),
                ~asked.exists(),
            )
            .order_by(activity.day, record.number)
            .limit(ROUND)
            .with_for_update(skip_locked=True, of=record)
        )
        done = 0
        for row in (await tx.scalars(chosen)).all():
            held = await programme.one(tx, row.activity)
            if held is not None and held.plan.ends_at <= now:
                attended = Attended(row.number, row.citizen, row.channel, held.plan.unit)
                done += await self._attended(tx, attended, now)
        return done

    async def _close(self, tx: AsyncSession, now: datetime) -> int:
        """End what is long over and of which nobody at the desk said who came."""
        record, activity = SignupRecord, ActivityRecord
        chosen = (
            select(record)
            .join(activity, activity.number == record.activity)
            .where(
                record.state == SignupState.SEATED.value,
                activity.day < local_date(now) - timedelta(days=MARKED_DAYS),
            )
            .order_by(record.number)
            .limit(ROUND)
            .with_for_update(skip_locked=True, of=record)
        )
        rows = (await tx.scalars(chosen)).all()
        for row in rows:
            store.take(tx, row, SignupStep.LAPSE, at=now, actor=BOT, detail={"cause": "day"})
        return len(rows)
