"""What a citizen does with visits at home: ask for one, cancel it, leave the account; one method, one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Self

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.appointments.booking.appointment import BookingOrigin
from handlers.appointments.home import store
from handlers.appointments.home.half_days import HalfDay, half_days
from handlers.appointments.home.lifecycle import OPEN_HOME, SEATED_HOME, HomeState, HomeStep
from handlers.appointments.home.particulars import seal_home
from handlers.appointments.home.records import HomeVisitRecord
from handlers.appointments.home.visit import HomeWish, KeptHomeVisit, kept, open_key
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.capacity.seats import drop_seat, take_seat, taken_in
from handlers.cases import APPOINTMENT as PREFIX
from handlers.cases import next_number
from handlers.workdays import Calendar

CurrentCalendar = Callable[[], Calendar]
LEFT = "left-"
"""Before the number, in place of the form by which somebody asked who has left the account."""


class HomeVisitService:
    """Says on which halves of a day somebody may come, takes the request, cancels it."""

    def __init__(
        self,
        database: Database,
        *,
        county: AppointmentCounty,
        calendar: CurrentCalendar,
        clock: Clock,
        vault: Vault,
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._clock = clock
        self._vault = vault
        self.county = county

    def on(self, database: Database) -> Self:
        """Give the same service on another database."""
        return type(self)(
            database, county=self.county, calendar=self._calendar, clock=self._clock, vault=self._vault
        )

    async def free(self) -> Sequence[HalfDay]:
        """Give the halves of a day on which somebody may still come, in order."""
        async with self._database.reading() as tx:
            return await self._free(tx)

    async def _free(self, tx: AsyncSession) -> list[HalfDay]:
        today = local_date(self._clock.now())
        offered = list(half_days(self.county.home, today=today, calendar=self._calendar()))
        taken = await taken_in(tx, list(dict.fromkeys(half.pool for half in offered)))
        return [half for half in offered if taken.get(half.subject, 0) < self.county.home.a_half_day]

    async def ask(self, wish: HomeWish, *, origin: BookingOrigin) -> KeptHomeVisit:
        """Take a request; the same form gives the same visit, also when it arrives twice at once.

        Raises `InputError` where the county does not do that at home, or not for such people, where the half of the day is
        full or never was, and where a visit is open for this matter and person.
        """
        try:
            async with self._database.transaction() as tx:
                return await self._ask(tx, wish, origin)
        except (IntegrityError, InputError):
            # The same form, or another for this matter, may have come at the same moment: then that is the answer.
            async with self._database.reading() as tx:
                known = await store.by_form(tx, origin.form_id)
                other = await store.by_key(tx, open_key(origin.citizen, wish))
            if known is not None:
                return kept(known)
            if other is not None:
                raise InputError("home.refused.again", number=other.number) from None
            raise

    async def _ask(self, tx: AsyncSession, wish: HomeWish, origin: BookingOrigin) -> KeptHomeVisit:
        known = await store.by_form(tx, origin.form_id)
        if known is not None:
            return kept(known)
        if other := await store.by_key(tx, open_key(origin.citizen, wish)):
            raise InputError("home.refused.again", number=other.number)
        home, half, now = self.county.home, wish.half, self._clock.now()
        if wish.matter not in home.matters or home.condition(wish.condition) is None:
            raise InputError("home.refused.not_done", phone=home.phone)
        offered = half_days(home, today=local_date(now), calendar=self._calendar())
        if half not in offered or not await take_seat(
            tx, half.subject, pool=half.pool, limit=home.a_half_day
        ):
            raise InputError("home.refused.full", when=half.spoken)
        number = await next_number(tx, PREFIX, now=now)
        row = self._record(number, wish, origin, now=now)
        tx.add(row)
        await tx.flush()
        detail = {"day": half.day.isoformat(), "part": half.part}
        await store.note(tx, number, HomeStep.ASK, at=now, actor=store.CITIZEN, detail=detail)
        return kept(row)

    def _record(
        self, number: str, wish: HomeWish, origin: BookingOrigin, *, now: datetime
    ) -> HomeVisitRecord:
        return HomeVisitRecord(
            number=number,
            form_id=origin.form_id,
            channel=origin.channel,
            citizen=origin.citizen,
            matter=wish.matter,
            condition=wish.condition,
            whom=wish.whom,
            told=seal_home(self._vault, number, wish.told),
            day=wish.half.day,
            part=wish.half.part,
            at="",
            assignee="",
            state=HomeState.ASKED.value,
            open_key=open_key(origin.citizen, wish),
            made_at=now,
            version=1,
        )

    async def open_of(self, citizen: str) -> Sequence[KeptHomeVisit]:
        """Give a citizen's open visits, newest first."""
        async with self._database.reading() as tx:
            return [kept(row) for row in await store.of_citizen(tx, citizen, open_only=True)]

    async def cancel(self, number: str, *, citizen: str) -> KeptHomeVisit:
        """Cancel a visit; raises `InputError` where that cannot be done any more, and for somebody else's."""
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            if row is None or not citizen or row.citizen != citizen:
                raise InputError("home.refused.unknown", number=number)
            await self._cancel(tx, row, {})
            return kept(row)

    async def _cancel(self, tx: AsyncSession, row: HomeVisitRecord, detail: dict[str, str]) -> None:
        before, now = HomeState(row.state), self._clock.now()
        await store.take(tx, row, HomeStep.CANCEL, at=now, actor=store.CITIZEN, detail=detail)
        await given_back(tx, row, before)

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Cancel what is open of somebody who left the account, and forget whose and where all of it was; give how much.

        Whoever cannot be told who comes and when is not come to. Doing it again changes nothing.
        """
        if not citizen:
            return 0
        async with self._database.transaction() as tx:
            record = HomeVisitRecord
            theirs = select(record).where(record.citizen == citizen, record.channel == channel)
            rows = (await tx.scalars(theirs.order_by(record.number).with_for_update())).all()
            for row in rows:
                if row.state in OPEN_HOME:
                    await self._cancel(tx, row, {"cause": "left"})
                row.citizen, row.form_id, row.told = "", f"{LEFT}{row.number}", b""
            return len(rows)


async def given_back(tx: AsyncSession, row: HomeVisitRecord, before: HomeState) -> None:
    """Let the half of the day be asked for again where a visit of a state held it."""
    if before in SEATED_HOME:
        await drop_seat(tx, HalfDay(row.day, row.part).subject)
