"""The desk's side of visits at home: who is sent where and when, and what came of it; every look at an address is noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault
from handlers.appointments.finished import FinishedVisit, VisitEnd, nothing_more
from handlers.appointments.home import store
from handlers.appointments.home.half_days import HalfDay
from handlers.appointments.home.lifecycle import HomeState, HomeStep, steps_from
from handlers.appointments.home.messages import HomeMessages
from handlers.appointments.home.particulars import GONE, ToldHome, open_home
from handlers.appointments.home.records import HomeVisitRecord
from handlers.appointments.home.service import given_back
from handlers.appointments.home.visit import KeptHomeVisit, kept
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.appointments.opening.time_wish import PARTS
from handlers.capacity.seats import take_seat

REASON_LETTERS = 120
UNLIMITED = 10_000
"""The desk may send more people than are offered to be asked for."""


@dataclass(frozen=True, slots=True)
class HomeSheet:
    """A visit as the desk works on it: with its address and phone, its story, and the steps open for it."""

    visit: KeptHomeVisit
    told: ToldHome
    story: tuple[tuple[str, datetime, str], ...]
    steps: tuple[HomeStep, ...]


@dataclass(frozen=True, slots=True)
class HomeAssignment:
    """Who is sent, `name` being how the citizen is told of them, on which day and at which hour."""

    assignee: str
    name: str
    day: date
    at: time


class HomeDesk:
    """Lists visits, opens one, and takes each step."""

    def __init__(
        self,
        database: Database,
        *,
        county: AppointmentCounty,
        clock: Clock,
        vault: Vault,
        texts: Wording,
        finished: VisitEnd = nothing_more,
    ) -> None:
        self._finished = finished
        self._database = database
        self._clock = clock
        self._vault = vault
        self._messages = HomeMessages(county, texts)
        self.county = county

    async def listed(self, *, closed: bool = False) -> Sequence[KeptHomeVisit]:
        """Give the open visits by their day, or the last ones that are over; no address is read."""
        async with self._database.reading() as tx:
            return [kept(row) for row in await store.listed(tx, closed=closed)]

    async def sheet(self, number: str, *, actor: str) -> HomeSheet:
        """Give a visit with where it is; that it was looked at is noted. Raises `InputError` for an unknown number."""
        async with self._database.transaction() as tx:
            row = await self._row(tx, number)
            told = open_home(self._vault, number, row.told)
            if told is not GONE:
                await store.note(tx, number, HomeStep.OPEN, at=self._clock.now(), actor=actor)
            story = [
                (line.kind, line.at, line.actor)
                for line in await store.story_of(tx, number)
                if line.kind != HomeStep.OPEN
            ]
            return HomeSheet(kept(row), told, tuple(story), steps_from(HomeState(row.state)))

    async def assign(self, number: str, sent: HomeAssignment, *, actor: str) -> KeptHomeVisit:
        """Send somebody, or somebody else at another hour; the citizen is told who comes when.

        Raises `InputError` for a day that is over, an hour at which nobody is come to, or a visit that is over.
        """
        part = next((name for name in ("AM", "PM") if PARTS[name][0] <= sent.at < PARTS[name][1]), "")
        async with self._database.transaction() as tx:
            row, now = await self._row(tx, number), self._clock.now()
            if sent.day < local_date(now):
                raise InputError("home.refused.past")
            if not part or not sent.name:
                raise InputError("home.refused.hour")
            before, half = HomeState(row.state), HalfDay(sent.day, part)
            await store.take(
                tx, row, HomeStep.ASSIGN, at=now, actor=actor, detail={"assignee": sent.assignee}
            )
            if half != HalfDay(row.day, row.part) or before is HomeState.UNMET:
                await take_seat(tx, half.subject, pool=half.pool, limit=UNLIMITED)
                await given_back(tx, row, before)
            row.day, row.part, row.at, row.assignee = half.day, half.part, f"{sent.at:%H:%M}", sent.assignee
            await self._messages.tell(tx, row, "assigned", now=now, name=sent.name)
            return kept(row)

    async def finish(self, number: str, *, actor: str) -> KeptHomeVisit:
        """Note that it is done; raises `InputError` where nobody was sent."""
        return await self._noted(number, HomeStep.FINISH, actor=actor)

    async def unmeet(self, number: str, *, actor: str) -> KeptHomeVisit:
        """Note that nobody was met; its citizen is told how another time is agreed. Raises `InputError` where nobody was sent."""
        return await self._noted(number, HomeStep.UNMEET, actor=actor)

    async def refuse(self, number: str, *, reason: str, actor: str) -> KeptHomeVisit:
        """Say why nobody comes; raises `InputError` without a reason, which the citizen reads, or where it is over."""
        reason = " ".join(reason.split())
        if not reason or len(reason) > REASON_LETTERS:
            raise InputError("home.refused.reason", letters=REASON_LETTERS)
        return await self._noted(number, HomeStep.REFUSE, actor=actor, reason=reason)

    async def _noted(self, number: str, step: HomeStep, *, actor: str, reason: str = "") -> KeptHomeVisit:
        async with self._database.transaction() as tx:
            row, now = await self._row(tx, number), self._clock.now()
            before = HomeState(row.state)
            if step is not HomeStep.REFUSE and row.day > local_date(now):
                raise InputError("home.refused.not_yet", when=kept(row).when)
            await store.take(tx, row, step, at=now, actor=actor)
            if step is not HomeStep.FINISH:
                await given_back(tx, row, before)
            await self._messages.tell(tx, row, row.state, now=now, reason=reason)
            if step is HomeStep.FINISH:
                over = FinishedVisit(number, row.citizen, row.channel, row.matter, at_home=True)
                await self._finished(tx, over, now)
            return kept(row)

    @staticmethod
    async def _row(tx: AsyncSession, number: str) -> HomeVisitRecord:
        row = await store.by_number(tx, number, lock=True)
        if row is None:
            raise InputError("home.refused.unknown", number=number)
        return row
