"""The services of appointments, built together; the talk, the pages and the worker each get only their own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.appointments.booking.booked import BookedAppointments
from handlers.appointments.booking.desk import AppointmentDesk
from handlers.appointments.booking.ledger import AppointmentLedger
from handlers.appointments.booking.load import AppointmentLoad
from handlers.appointments.booking.rules import OpeningRules
from handlers.appointments.booking.service import AppointmentService
from handlers.appointments.booking.upkeep import AppointmentUpkeep
from handlers.appointments.finished import VisitEnd, nothing_more
from handlers.appointments.home.desk import HomeDesk
from handlers.appointments.home.service import HomeVisitService
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.workdays import Calendar


@dataclass(frozen=True, slots=True)
class AppointmentOffice:
    """What the program uses of appointments."""

    service: AppointmentService
    booked: BookedAppointments
    ledger: AppointmentLedger
    desk: AppointmentDesk
    rules: OpeningRules
    load: AppointmentLoad
    upkeep: AppointmentUpkeep
    home: HomeVisitService
    home_desk: HomeDesk

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        county: AppointmentCounty,
        calendar: Callable[[], Calendar],
        clock: Clock,
        texts: Wording,
        vault: Vault,
        finished: VisitEnd = nothing_more,
    ) -> Self:
        """Give the services on a database; `finished` hears of every visit that is over, at a counter or at home."""
        return cls(
            service=AppointmentService(database, county=county, calendar=calendar, clock=clock),
            booked=BookedAppointments(database, county=county, calendar=calendar, clock=clock, texts=texts),
            ledger=AppointmentLedger(database, county=county, texts=texts),
            desk=AppointmentDesk(database, county=county, calendar=calendar, clock=clock, finished=finished),
            load=AppointmentLoad(database, calendar=calendar, clock=clock),
            rules=OpeningRules(database, county=county, calendar=calendar, clock=clock, texts=texts),
            upkeep=AppointmentUpkeep(database, county=county, calendar=calendar, clock=clock, texts=texts),
            home=HomeVisitService(database, county=county, calendar=calendar, clock=clock, vault=vault),
            home_desk=HomeDesk(
                database, county=county, clock=clock, vault=vault, texts=texts, finished=finished
            ),
        )

    def on(self, database: Database) -> Self:
        """Give what a talk uses of them on another database."""
        return replace(
            self,
            service=self.service.on(database),
            booked=self.booked.on(database),
            ledger=self.ledger.on(database),
            home=self.home.on(database),
        )
