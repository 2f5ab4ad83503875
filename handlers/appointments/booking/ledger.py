"""Reading appointments: the status source, and the sheet that a signed link shows."""

from collections.abc import Sequence
from datetime import time
from typing import Self

from bot.clock import local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from handlers.appointments.booking import store
from handlers.appointments.booking.appointment import awaited_of
from handlers.appointments.booking.lifecycle import AppointmentState
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.booking.spoken_wait import spoken_wait
from handlers.appointments.home.ledger import HomeLedger
from handlers.appointments.home.lifecycle import OPEN_HOME
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.cases import APPOINTMENT as PREFIX
from handlers.cases import CaseLine, VisitSheet
from handlers.talk.spoken_time import spoken_day, spoken_span

MAP = (
    "https://apis.map.qq.com/uri/v1/marker?marker=coord:{latitude},{longitude};title:{title}&referer=mingbai"
)


class AppointmentLedger:
    """Answers citizens' questions about appointments."""

    prefix = PREFIX

    def __init__(self, database: Database, *, county: AppointmentCounty, texts: Wording) -> None:
        self._home = HomeLedger(database, county=county, texts=texts)
        self._database = database
        self._county = county
        self._texts = texts

    def on(self, database: Database) -> Self:
        """Give the same ledger on another database."""
        return type(self)(database, county=self._county, texts=self._texts)

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give a citizen's own appointments, newest first."""
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen)
        visits = [self._case(row, own=True) for row in rows]
        both = [*visits, *await self._home.cases_of(citizen)]
        return sorted(both, key=lambda case: case.number, reverse=True)

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one appointment; somebody else's shows its stage only."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
        if row is None:
            return await self._home.case(number, citizen=citizen)
        return self._case(row, own=bool(citizen) and row.citizen == citizen)

    async def sheet(self, number: str) -> VisitSheet:
        """Give what the link of an appointment shows; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            story = await store.story_of(tx, number)
        if row is None:
            return await self._at_home(number)
        place, matter = self._county.place(row.place), self._county.matter(row.matter)
        stages = tuple((self._texts(f"appointments.step.{line.kind}"), line.at) for line in story)
        return VisitSheet(
            case=self._case(row, own=True),
            stages=stages,
            when=self._when(row),
            place=f"{place.name}{self._desk(row)}" if place else row.place,
            address=place.address if place else "",
            way=place.way if place else "",
            phone=place.phone if place else "",
            map_link=map_link(place.position, place.key) if place else "",
            guide=matter.guide if matter else "",
            open=row.state in store.OPEN_STATES,
        )

    async def _at_home(self, number: str) -> VisitSheet:
        progress = await self._home.progress(number)
        if progress is None:
            raise InputError("appointments.refused.unknown", number=number)
        visit, home = progress.visit, self._county.home
        matter = self._county.matter(visit.matter)
        return VisitSheet(
            case=progress.case,
            stages=progress.stages,
            when=visit.when,
            place=self._texts("home.sheet", unit=home.unit),
            address="",
            way="",
            phone=home.phone,
            map_link="",
            guide=matter.guide if matter else "",
            open=visit.state in OPEN_HOME,
            at_home=True,
        )

    def _desk(self, row: AppointmentRecord) -> str:
        place = self._county.place(row.place)
        desk = place.desk(row.desk) if place else None
        return f" {desk.name}" if desk else ""

    def _when(self, row: AppointmentRecord) -> str:
        if not row.starts:
            return spoken_wait(awaited_of(row))
        hours = spoken_span(time.fromisoformat(row.starts), time.fromisoformat(row.ends))
        return f"{spoken_day(row.day)}{hours}"

    def _case(self, row: AppointmentRecord, *, own: bool) -> CaseLine:
        state = AppointmentState(row.state)
        place, matter = self._county.place(row.place), self._county.matter(row.matter)
        title = f"{matter.name if matter else row.matter}，{self._when(row)}，{place.name if place else row.place}"
        return CaseLine(
            number=row.number,
            kind=self._texts("appointments.kind"),
            stage=self._texts(f"appointments.state.{state.value}"),
            turn=self._texts(f"appointments.turn.{state.value}"),
            until="",
            title=title if own else "",
            opened_on=local_date(row.made_at) if own else None,
        )


def map_link(position: tuple[float, float], title: str) -> str:
    """Give the address at which a phone shows a place on the map; only the citizen's phone calls it."""
    return MAP.format(latitude=position[0], longitude=position[1], title=title)
