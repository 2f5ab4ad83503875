"""The services of appointments, built together; the talk, the pages and the worker each get only their own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from handlers.appointments.booking.desk import AppointmentDesk
from handlers.appointments.booking.ledger import AppointmentLedger
from handlers.appointments.booking.service import AppointmentService
from handlers.appointments.booking.upkeep import AppointmentUpkeep
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.ratings.questions import RatingQuestions
from handlers.workdays import Calendar


@dataclass(frozen=True, slots=True)
class AppointmentOffice:
    """What the program uses of appointments."""

    service: AppointmentService
    ledger: AppointmentLedger
    desk: AppointmentDesk
    upkeep: AppointmentUpkeep

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        county: AppointmentCounty,
        calendar: Callable[[], Calendar],
        clock: Clock,
        texts: Wording,
        ratings: RatingQuestions | None = None,
    ) -> Self:
        """Give the services on a database."""
        return cls(
            service=AppointmentService(database, county=county, calendar=calendar, clock=clock, texts=texts),
            ledger=AppointmentLedger(database, county=county, texts=texts),
            desk=AppointmentDesk(
                database, county=county, calendar=calendar, clock=clock, texts=texts, ratings=ratings
            ),
            upkeep=AppointmentUpkeep(database, county=county, calendar=calendar, clock=clock, texts=texts),
        )

    def on(self, database: Database) -> Self:
        """Give what a talk uses of them on another database."""
        return replace(
            self,
            service=self.service.on(database),
            ledger=self.ledger.on(database),
        )
