"""What happens to appointments by the clock: held seats go on, freed ones are offered, tomorrow's visits are reminded of."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.message import Wording
from handlers.appointments.booking import store
from handlers.appointments.booking.appointment import subject_of
from handlers.appointments.booking.displacement import Displacement, displace
from handlers.appointments.booking.lifecycle import CHANGEABLE, AppointmentState, AppointmentStep
from handlers.appointments.booking.messages import AppointmentMessages, starts_of
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.home import store as homes
from handlers.appointments.home.messages import HomeMessages
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.appointments.opening.free_slots import DeskDays
from handlers.appointments.opening.slots import DAY, slots_of
from handlers.capacity.seats import lapse_offers, leave_line, offer_seat, pools_waited_for, taken_in
from handlers.cases import APPOINTMENT as PREFIX
from handlers.workdays import Calendar

ROUND = 50
HOMES_A_DAY = 1000
REMINDING_HOURS = range(9, 21)
BOT = "bot"
PARTS_OF_POOL = 3


class AppointmentUpkeep:
    """Makes one round; whatever it does is done once, however many workers run."""

    def __init__(
        self,
        database: Database,
        *,
        county: AppointmentCounty,
        calendar: Callable[[], Calendar],
        clock: Clock,
        texts: Wording,
    ) -> None:
        self._database = database
        self._county = county
        self._calendar = calendar
        self._clock = clock
        self._texts = texts
        self._messages = AppointmentMessages(county, texts)
        self._home_messages = HomeMessages(county, texts)
        self._looked_at: tuple[Calendar, int] | None = None

    async def step(self) -> int:
        """Do what is due; give how much there was."""
        done = 0
        works = (
            self._displace_lost,
            self._lapse_offers,
            self._offer_free,
            self._remind,
            self._remind_homes,
            self._close,
        )
        for work in works:
            async with self._database.transaction() as tx:
                done += await work(tx, self._clock.now())
        return done

    async def _displace_lost(self, tx: AsyncSession, now: datetime) -> int:
        """Take away the slots that are not there any more, once after the days off or the desk's changes are others.

        A notice of days off may have been signed, or somebody may have booked in the moment in which the desk closed.
        """
        calendar, newest = self._calendar(), await store.newest_change(tx)
        if self._looked_at == (calendar, newest):
            return 0
        done, today = 0, local_date(now)
        last = today + DAY * self._county.days_ahead
        for place in self._county.places:
            changes = await store.changes_of(tx, place.key, since=today)
            reason = self._texts("appointments.reason")
            cause = Displacement(self._county, calendar, changes, reason, BOT)
            for row in await store.booked_between(tx, place.key, today, last, lock=True):
                desk = place.desk(row.desk)
                there = slots_of(place, desk, row.day, calendar=calendar, changes=changes) if desk else ()
                if desk and all(slot.subject != subject_of(row) for slot in there):
                    await displace(tx, row, cause, self._messages, place=place, desk=desk, now=now)
                    done += 1
        self._looked_at = (calendar, newest)
        return done

    async def _lapse_offers(self, tx: AsyncSession, now: datetime) -> int:
        lapsed = await lapse_offers(tx, holders=PREFIX, now=now, limit=ROUND)
        for one in lapsed:
            row = await store.by_number(tx, one.holder, lock=True)
            if row is not None and row.state == AppointmentState.WAITING:
                store.take(tx, row, AppointmentStep.LAPSE, at=now, actor=BOT, detail={"cause": "offer"})
                await self._messages.tell(tx, row, "offer_over", now=now)
            await self._messages.tell_offer(tx, one.onward, now=now)
        return len(lapsed)

    async def _offer_free(self, tx: AsyncSession, now: datetime) -> int:
        """Offer what became free without being given back, as after a quota grew."""
        done = 0
        for pool in await pools_waited_for(tx, holders=PREFIX):
            days = await self._days(tx, pool, now)
            if days is None:
                continue
            for slot in days.in_time_on(_day_of(pool), now):
                while offer := await offer_seat(tx, slot.subject, pool=pool, limit=slot.quota, now=now):
                    await self._messages.tell_offer(tx, offer, now=now)
                    done += 1
        return done

    async def _days(self, tx: AsyncSession, pool: str, now: datetime) -> DeskDays | None:
        parts = pool.split(":")
        place = self._county.place(parts[0]) if len(parts) == PARTS_OF_POOL else None
        desk = place.desk(parts[1]) if place else None
        if place is None or desk is None:
            return None
        changes = await store.changes_of(tx, place.key, since=local_date(now))
        return DeskDays(self._county, place, desk, self._calendar(), changes, await taken_in(tx, [pool]))

    async def _remind(self, tx: AsyncSession, now: datetime) -> int:
        """Remind of tomorrow's visits, by day; whoever booked within the last hours still knows."""
        if now.astimezone(SHANGHAI).hour not in REMINDING_HOURS:
            return 0
        tomorrow = local_date(now) + timedelta(days=1)
        record = AppointmentRecord
        chosen = (
            select(record)
            .where(
                record.state == AppointmentState.BOOKED.value,
                record.day == tomorrow,
                record.reminded_at.is_(None),
                record.made_at <= now - timedelta(hours=3),
            )
            .order_by(record.number)
            .limit(ROUND)
            .with_for_update(skip_locked=True)
        )
        rows = (await tx.scalars(chosen)).all()
        for row in rows:
            row.reminded_at = now
            until = datetime.combine(row.day, starts_of(row), SHANGHAI)
            await self._messages.tell(tx, row, "reminder", now=now, until=until)
        return len(rows)

    async def _remind_homes(self, tx: AsyncSession, now: datetime) -> int:
        """Remind of tomorrow's visits at home; the outbox knows whom it wrote to already."""
        if now.astimezone(SHANGHAI).hour not in REMINDING_HOURS:
            return 0
        tomorrow, lately = local_date(now) + timedelta(days=1), now - timedelta(hours=3)
        rows = await homes.to_remind(tx, tomorrow, told_before=lately, limit=HOMES_A_DAY)
        told = [await self._home_messages.tell(tx, row, "reminder", now=now) for row in rows]
        return sum(told)

    async def _close(self, tx: AsyncSession, now: datetime) -> int:
        """End what is over: nobody at the desk said whether its citizen came, so it counts as nothing.

        Of those who waited that holds once the day is over too.
        """
        record = AppointmentRecord
        chosen = (
            select(record)
            .where(record.state.in_([state.value for state in CHANGEABLE]), record.day < local_date(now))
            .order_by(record.number)
            .limit(ROUND)
            .with_for_update(skip_locked=True)
        )
        rows = (await tx.scalars(chosen)).all()
        for row in rows:
            waited = row.state == AppointmentState.WAITING
            store.take(tx, row, AppointmentStep.LAPSE, at=now, actor=BOT, detail={"cause": "day"})
            if waited:
                await leave_line(tx, row.number, now=now)
        return len(rows)


def _day_of(pool: str) -> date:
    return date.fromisoformat(pool.rpartition(":")[2])
