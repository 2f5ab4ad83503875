"""The services of complaints, put together once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from adapters.county import CountyData
from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.complaints.alerts.service import ComplaintAlerts
from handlers.complaints.areas import NO_AREAS, TownAreas
from handlers.complaints.case.callers import CallerRota, nobody_calls
from handlers.complaints.case.ledger import ComplaintLedger
from handlers.complaints.case.service import ComplaintService
from handlers.complaints.classification.classifier import ClassifierInUse
from handlers.complaints.duty_list import NO_DUTIES, DutyList
from handlers.complaints.hotline.columns import USUAL_COLUMNS, HotlineColumns
from handlers.complaints.hotline.giving_back import HotlineDoor, HotlineGivingBack
from handlers.complaints.hotline.taking_in import HotlineTakingIn
from handlers.complaints.incidents.following import IncidentFollowing
from handlers.complaints.incidents.service import ComplaintIncidents
from handlers.complaints.incidents.sifting import IncidentSifting
from handlers.complaints.incidents.story import IncidentStories
from handlers.complaints.measures.service import ComplaintMeasurement
from handlers.complaints.measures.tallies import TallyFolding
from handlers.complaints.proceeding.bundles import ComplaintBundles
from handlers.complaints.proceeding.calls import ComplaintCalls
from handlers.complaints.proceeding.service import ComplaintProceedings
from handlers.complaints.publication.service import ComplaintPublication
from handlers.complaints.registration.desk import FilledRegistration
from handlers.complaints.repeats.service import ComplaintRepeats
from handlers.complaints.repeats.signs import ComplaintSigns
from handlers.complaints.repeats.similar import SimilarCases
from handlers.complaints.routing.advice import RoutingAdvice
from handlers.complaints.routing.destination import RoutingTable
from handlers.complaints.routing.grid import NO_GRID, CountyGrid
from handlers.complaints.wall.accused import AccusedUnits
from handlers.complaints.wall.service import ComplaintWalls
from handlers.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class ComplaintCounty:
    """What complaints know of their county: its name, the full names of its units, its areas, who handles what and where."""

    name: str = ""
    units: Sequence[str] = ()
    areas: TownAreas = NO_AREAS
    duties: DutyList = NO_DUTIES
    grid: CountyGrid = NO_GRID
    hotline: HotlineColumns = USUAL_COLUMNS

    @classmethod
    def of(cls, data: CountyData) -> Self:
        """Give what the county's files say of it."""
        units = tuple(one.name for one in data.agencies.agencies)
        return cls(data.profile.name, units, data.areas, data.duties, data.grid, data.hotline)


NO_COUNTY = ComplaintCounty()


@dataclass(frozen=True, slots=True)
class ComplaintServices:
    """What the talk and the desk use of complaints; `advice` proposes which unit handles which matter."""

    service: ComplaintService
    ledger: ComplaintLedger
    proceedings: ComplaintProceedings
    calls: ComplaintCalls
    bundles: ComplaintBundles
    walls: ComplaintWalls
    repeats: ComplaintRepeats
    similar: SimilarCases
    incidents: ComplaintIncidents
    incident_stories: IncidentStories
    sifting: IncidentSifting
    following: IncidentFollowing
    alerts: ComplaintAlerts
    measurement: ComplaintMeasurement
    folding: TallyFolding
    publication: ComplaintPublication
    county: ComplaintCounty
    advice: RoutingAdvice
    registration: FilledRegistration
    hotline_in: HotlineTakingIn
    hotline_back: HotlineGivingBack
    hotline_sends: bool

    @property
    def duties(self) -> DutyList:
        """Which unit handles which matter."""
        return self.county.duties

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        texts: Wording,
        county: ComplaintCounty = NO_COUNTY,
        classifier: ClassifierInUse | None = None,
        hotline_door: HotlineDoor | None = None,
        callers: CallerRota = nobody_calls,
    ) -> Self:
        """Give the services on a database; without a `classifier` no matter is proposed, without `callers` nobody is named to call back."""
        table = RoutingTable(county.duties, county.grid)
        accused = AccusedUnits.of(county.name, county.units)
        walls = ComplaintWalls(database, vault=vault, clock=clock, accused=accused)
        signs = ComplaintSigns(vault=vault, areas=county.areas)
        service = ComplaintService(
            database,
            vault=vault,
            clock=clock,
            calendar=calendar,
            grid=county.grid,
            followers=(walls.on_intake, signs.on_intake),
            callers=callers,
        )
        registration = FilledRegistration(
            service, county=county.name, version=texts("complaints.notice.version")
        )
        return cls(
            service=service,
            ledger=ComplaintLedger(database, vault=vault, clock=clock, calendar=calendar, texts=texts),
            proceedings=ComplaintProceedings(
                database, vault=vault, clock=clock, calendar=calendar, texts=texts, table=table
            ),
            calls=ComplaintCalls(database, clock=clock, callers=callers),
            bundles=ComplaintBundles(database, clock=clock),
            walls=walls,
            repeats=ComplaintRepeats(database, clock=clock, calendar=calendar, texts=texts),
            similar=SimilarCases(database, vault=vault),
            incidents=ComplaintIncidents(database, clock=clock),
            incident_stories=IncidentStories(database),
            sifting=IncidentSifting(database, clock=clock),
            following=IncidentFollowing(database, clock=clock, calendar=calendar, texts=texts),
            alerts=ComplaintAlerts(database, vault=vault, clock=clock, calendar=calendar),
            measurement=ComplaintMeasurement(database, vault=vault, clock=clock),
            folding=TallyFolding(database),
            publication=ComplaintPublication(database, vault=vault, clock=clock),
            county=county,
            registration=registration,
            hotline_in=HotlineTakingIn(database, registration, columns=county.hotline, clock=clock),
            hotline_back=HotlineGivingBack(
                database, hotline_door, columns=county.hotline, vault=vault, clock=clock, texts=texts
            ),
            hotline_sends=hotline_door is not None,
            advice=RoutingAdvice(table, classifier, clock=clock, texts=texts),
        )
