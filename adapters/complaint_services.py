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
from handlers.complaints.classification.classifier import ClassifierInUse
from handlers.complaints.duty_list import DutyList
from handlers.complaints.hotline.columns import USUAL_COLUMNS, HotlineColumns
from handlers.complaints.hotline.giving_back import HotlineDoor, HotlineGivingBack
from handlers.complaints.hotline.taking_in import HotlineTakingIn
from handlers.complaints.incidents.service import ComplaintIncidents
from handlers.complaints.incidents.sifting import IncidentSifting
from handlers.complaints.measures.service import ComplaintMeasurement
from handlers.complaints.proceeding.service import ComplaintProceedings
from handlers.complaints.publication.service import ComplaintPublication
from handlers.complaints.registration.desk import FilledRegistration
from handlers.complaints.repeats.service import ComplaintRepeats
from handlers.complaints.routing.advice import RoutingAdvice
from handlers.complaints.routing.destination import RoutingTable
from handlers.complaints.routing.grid import NO_GRID, CountyGrid
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
    """What the talk and the desk use of complaints; `duties` say which unit handles which matter, `advice` proposes one."""

    service: ComplaintService
    ledger: ComplaintLedger
    proceedings: ComplaintProceedings
    walls: ComplaintWalls
    repeats: ComplaintRepeats
    incidents: ComplaintIncidents
    sifting: IncidentSifting
    alerts: ComplaintAlerts
    measurement: ComplaintMeasurement
    publication: ComplaintPublication
    duties: DutyList
    local: ComplaintCounty
    advice: RoutingAdvice
    registration: FilledRegistration
    hotline_in: HotlineTakingIn
    hotline_back: HotlineGivingBack
    hotline_sends: bool

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
        grid: CountyGrid = NO_GRID,
        classifier: ClassifierInUse | None = None,
        county: str = "",
        hotline: HotlineColumns = USUAL_COLUMNS,
        hotline_door: HotlineDoor | None = None,
        local: ComplaintCounty = NO_COUNTY,
    ) -> Self:
        """Give the services on a database; without a `classifier` no matter is proposed."""
        table = RoutingTable(duties, grid)
        accused = AccusedUnits.of(local.name, local.units)
        walls = ComplaintWalls(database, vault=vault, clock=clock, accused=accused)
        repeats = ComplaintRepeats(
            database, vault=vault, clock=clock, calendar=calendar, texts=texts, areas=local.areas
        )
        service = ComplaintService(
            database,
            vault=vault,
            clock=clock,
            calendar=calendar,
            grid=grid,
            followers=(walls.on_intake, repeats.on_intake),
        )
        registration = FilledRegistration(service, county=county, version=texts("complaints.notice.version"))
        return cls(
            service=service,
            ledger=ComplaintLedger(database, vault=vault, clock=clock, calendar=calendar, texts=texts),
            proceedings=ComplaintProceedings(
                database, vault=vault, clock=clock, calendar=calendar, texts=texts, table=table
            ),
            walls=walls,
            repeats=repeats,
            incidents=ComplaintIncidents(database, clock=clock, calendar=calendar, texts=texts),
            sifting=IncidentSifting(database, clock=clock),
            alerts=ComplaintAlerts(database, vault=vault, clock=clock, calendar=calendar),
            measurement=ComplaintMeasurement(database, vault=vault, clock=clock),
            publication=ComplaintPublication(database, vault=vault, clock=clock),
            duties=duties,
            local=local,
            registration=registration,
            hotline_in=HotlineTakingIn(database, registration, columns=hotline, clock=clock),
            hotline_back=HotlineGivingBack(
                database, hotline_door, columns=hotline, vault=vault, clock=clock, texts=texts
            ),
            hotline_sends=hotline_door is not None,
            advice=RoutingAdvice(table, classifier, clock=clock, texts=texts),
        )
