"""Reading visits at home: the status in a line, and what happened in words; where it is nobody reads but the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.clock import local_date
from bot.database import Database
from bot.message import Wording
from handlers.appointments.home import store
from handlers.appointments.home.lifecycle import HomeStep
from handlers.appointments.home.visit import KeptHomeVisit, kept
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.cases import CaseLine


@dataclass(frozen=True, slots=True)
class HomeProgress:
    """A visit as its link shows it: nobody's name and no address."""

    case: CaseLine
    visit: KeptHomeVisit
    stages: tuple[tuple[str, datetime], ...]


class HomeLedger:
    """Answers citizens' questions about visits at home."""

    def __init__(self, database: Database, *, county: AppointmentCounty, texts: Wording) -> None:
        self._database = database
        self._county = county
        self._texts = texts

    def on(self, database: Database) -> Self:
        """Give the same ledger on another database."""
        return type(self)(database, county=self._county, texts=self._texts)

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give a citizen's own visits, newest first."""
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen)
        return [self._case(kept(row), own=True) for row in rows]

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one visit; somebody else's shows its stage only."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
        return self._case(kept(row), own=bool(citizen) and row.citizen == citizen) if row else None

    async def progress(self, number: str) -> HomeProgress | None:
        """Give what the link of a visit shows; None for a number that is none."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            story = await store.story_of(tx, number)
        if row is None:
            return None
        stages = tuple(
            (self._texts(f"home.step.{line.kind}"), line.at) for line in story if line.kind != HomeStep.OPEN
        )
        visit = kept(row)
        return HomeProgress(self._case(visit, own=True), visit, stages)

    def _case(self, visit: KeptHomeVisit, *, own: bool) -> CaseLine:
        matter = self._county.matter(visit.matter)
        title = self._texts("home.title", matter=matter.name if matter else visit.matter, when=visit.when)
        return CaseLine(
            number=visit.number,
            kind=self._texts("home.kind"),
            stage=self._texts(f"home.state.{visit.state.value}"),
            turn=self._texts(f"home.turn.{visit.state.value}", phone=self._county.home.phone),
            until="",
            title=title if own else "",
            opened_on=local_date(visit.made_at) if own else None,
        )
