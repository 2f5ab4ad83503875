"""The services of activities, built together; the talk, the pages and the worker each get only their own."""

from dataclasses import dataclass, replace
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.activities.aftermath.issues import ActivityIssues
from handlers.activities.hosting.attendance import AttendanceDesk
from handlers.activities.hosting.planning import ActivityPlanning
from handlers.activities.signup.attended import AttendedEnd, nothing_more
from handlers.activities.signup.ledger import SignupLedger
from handlers.activities.signup.service import SignupService
from handlers.activities.signup.upkeep import ActivityUpkeep
from handlers.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class ActivityOffice:
    """What the program uses of activities."""

    service: SignupService
    ledger: SignupLedger
    planning: ActivityPlanning
    attendance: AttendanceDesk
    issues: ActivityIssues
    upkeep: ActivityUpkeep

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        vault: Vault,
        calendar: WorkingCalendar,
        clock: Clock,
        texts: Wording,
        attended: AttendedEnd = nothing_more,
    ) -> Self:
        """Give the services on a database; `attended` hears of everybody who was at what is over."""
        service = SignupService(database, vault=vault, clock=clock, texts=texts)
        return cls(
            service=service,
            ledger=SignupLedger(database, clock=clock, texts=texts),
            planning=ActivityPlanning(database, clock=clock, texts=texts),
            attendance=AttendanceDesk(database, vault=vault, clock=clock, service=service),
            issues=ActivityIssues(database, calendar=calendar, clock=clock, texts=texts),
            upkeep=ActivityUpkeep(database, clock=clock, texts=texts, attended=attended),
        )

    def on(self, database: Database) -> Self:
        """Give what a talk uses of them on another database."""
        return replace(
            self,
            service=self.service.on(database),
            ledger=self.ledger.on(database),
            issues=self.issues.on(database),
        )
