"""The services of complaints, put together once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.complaints.alerts.service import ComplaintAlerts
from handlers.complaints.areas import NO_AREAS, TownAreas
from handlers.complaints.case.ledger import ComplaintLedger
from handlers.complaints.case.service import ComplaintService
from handlers.complaints.duty_list import DutyList
from handlers.complaints.incidents.service import ComplaintIncidents
from handlers.complaints.incidents.sifting import IncidentSifting
from handlers.complaints.measures.service import ComplaintMeasurement
from handlers.complaints.proceeding.service import ComplaintProceedings
from handlers.complaints.repeats.service import ComplaintRepeats
from handlers.complaints.wall.accused import AccusedUnits
from handlers.complaints.wall.service import ComplaintWalls
from handlers.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class ComplaintCounty:
    """What complaints know of their county: its name, the full names of its units, its areas."""

    name: str = ""
    units: Sequence[str] = ()
    areas: TownAreas = NO_AREAS


NO_COUNTY = ComplaintCounty()


@dataclass(frozen=True, slots=True)
class ComplaintServices:
    """What the talk and the desk use of complaints; `duties` say which unit handles which matter."""

    service: ComplaintService
    ledger: ComplaintLedger
    proceedings: ComplaintProceedings
    walls: ComplaintWalls
    repeats: ComplaintRepeats
    incidents: ComplaintIncidents
    sifting: IncidentSifting
    alerts: ComplaintAlerts
    measurement: ComplaintMeasurement
    duties: DutyList
    county: ComplaintCounty

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        texts: Wording,
        duties: DutyList,
        county: ComplaintCounty = NO_COUNTY,
    ) -> Self:
        """Give the services on a database."""
        accused = AccusedUnits.of(county.name, county.units)
        walls = ComplaintWalls(database, vault=vault, clock=clock, accused=accused)
        repeats = ComplaintRepeats(
            database, vault=vault, clock=clock, calendar=calendar, texts=texts, areas=county.areas
        )
        return cls(
            service=ComplaintService(
                database,
                vault=vault,
                clock=clock,
                calendar=calendar,
                followers=(walls.on_intake, repeats.on_intake),
            ),
            ledger=ComplaintLedger(database, vault=vault, clock=clock, calendar=calendar, texts=texts),
            proceedings=ComplaintProceedings(
                database, vault=vault, clock=clock, calendar=calendar, texts=texts, duties=duties
            ),
            walls=walls,
            repeats=repeats,
            incidents=ComplaintIncidents(database, clock=clock, calendar=calendar, texts=texts),
            sifting=IncidentSifting(database, clock=clock),
            alerts=ComplaintAlerts(database, vault=vault, clock=clock, calendar=calendar),
            measurement=ComplaintMeasurement(database, vault=vault, clock=clock),
            duties=duties,
            county=county,
        )
