"""What the program knows of its county: profile, disclosure office, places and working days, each file read once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.text.plain_yaml import read_yaml
from handlers.appointments.opening import county_file as appointments
from handlers.appointments.opening.catalogue import NO_APPOINTMENTS, AppointmentCounty
from handlers.complaints import areas, duty_list
from handlers.complaints.areas import NO_AREAS, TownAreas
from handlers.complaints.duty_list import NO_DUTIES, DutyList
from handlers.complaints.hotline import columns
from handlers.complaints.hotline.columns import USUAL_COLUMNS, HotlineColumns
from handlers.complaints.routing import grid
from handlers.complaints.routing.grid import NO_GRID, CountyGrid
from handlers.county import agencies, openness_file, profile
from handlers.county.agencies import AgencyDirectory
from handlers.county.office import Office
from handlers.county.openness_plan import NO_PLAN, OpennessPlan
from handlers.county.profile import County
from handlers.guides.bundles import county_file as bundles
from handlers.guides.bundles.catalogue import NO_BUNDLES, LifeEvents
from handlers.guides.eligibility import county_file as credentials
from handlers.guides.eligibility.catalogue import NO_CREDENTIALS, KnownCredentials
from handlers.lookups import county_file as lookups
from handlers.lookups.catalogue import NO_LOOKUPS, CodeLookups
from handlers.other_doors import directory as other_doors
from handlers.other_doors.directory import NO_DOORS, OtherDoors
from handlers.places import directory
from handlers.places.directory import Directory
from handlers.workdays import WorkingCalendar, load_calendar

SAMPLE = Path(__file__).parents[1] / "knowledge" / "data" / "qinglan"

NO_AGENCIES = AgencyDirectory((), sample=False)


@dataclass(frozen=True, slots=True)
class CountyData:
    """What actions, services and pages are told of the county; nothing of it changes while the program runs."""

    profile: County
    office: Office
    places: Directory
    calendar: WorkingCalendar
    agencies: AgencyDirectory = NO_AGENCIES
    duties: DutyList = NO_DUTIES
    grid: CountyGrid = NO_GRID
    hotline: HotlineColumns = USUAL_COLUMNS
    areas: TownAreas = NO_AREAS
    appointments: AppointmentCounty = NO_APPOINTMENTS
    lookups: CodeLookups = NO_LOOKUPS
    doors: OtherDoors = NO_DOORS
    bundles: LifeEvents = NO_BUNDLES
    credentials: KnownCredentials = NO_CREDENTIALS
    openness: OpennessPlan = NO_PLAN

    @classmethod
    def load(cls, county_file: Path | None) -> Self:
        """Read the county file, the places beside it, and the calendar; without a file the sample county speaks.

        Raises `ValueError` naming file and field where something is missing or wrong.
        """
        path = county_file or SAMPLE / "county.yml"
        places = path.with_name("places.yml")
        _require_both(path, places)
        fields = read_yaml(path.read_text("utf-8"))
        county = profile.of(fields, origin=path.name)
        known, told = _agencies(path.with_name(agencies.FILE)), directory.load(places)
        return cls(
            county,
            Office.of(fields["disclosure_office"]),
            told,
            load_calendar(),
            known,
            _duties(path.with_name(duty_list.FILE), known),
            _grid(path.with_name(grid.FILE), known),
            _hotline(path.with_name(columns.FILE)),
            _areas(path.with_name(areas.FILE)),
            _appointments(path.with_name(appointments.FILE), told),
            _lookups(path.with_name(lookups.FILE)),
            _doors(path.with_name(other_doors.FILE)),
            _bundles(path.with_name(bundles.FILE)),
            _credentials(path.with_name(credentials.FILE)),
            _openness(path.with_name(openness_file.FILE)),
        )

    @property
    def units(self) -> tuple[str, ...]:
        """Give the names of the county's units."""
        return tuple(unit.name for unit in self.profile.units)

    def names(self) -> dict[str, list[str]]:
        """Give the county's own names, so that the recogniser knows its units and places without training."""
        return {
            "unit": list(self.units),
            "place": [name for place in self.places.places for name in (place.name, *place.aliases)],
        }


def _agencies(path: Path) -> AgencyDirectory:
    """Read the directory beside the county file; where there is none, letters are refused until it is there."""
    return agencies.load(path) if path.is_file() else NO_AGENCIES


def _duties(path: Path, known: AgencyDirectory) -> DutyList:
    """Read the duty list beside the county file; where there is none, the desk chooses among the units by hand."""
    if not path.is_file():
        return NO_DUTIES
    return duty_list.load(path, units=[agency.name for agency in known.agencies])


def _areas(path: Path) -> TownAreas:
    """Read the areas beside the county file; where there are none, no complaint is counted by place."""
    return areas.load(path) if path.is_file() else NO_AREAS


def _appointments(path: Path, told: Directory) -> AppointmentCounty:
    """Read what can be booked beside the county file; where there is nothing, appointments are made by phone."""
    return appointments.load(path, places=told.places) if path.is_file() else NO_APPOINTMENTS


def _lookups(path: Path) -> CodeLookups:
    """Read the codes that are looked up elsewhere; where there is no file, none is."""
    return lookups.load(path) if path.is_file() else NO_LOOKUPS


def _doors(path: Path) -> OtherDoors:
    """Read the other doors beside the county file; where there are none, nobody is led to any."""
    return other_doors.load(path) if path.is_file() else NO_DOORS


def _bundles(path: Path) -> LifeEvents:
    """Read the events that take several matters; where there is no file, each matter is told alone."""
    return bundles.load(path) if path.is_file() else NO_BUNDLES


def _credentials(path: Path) -> KnownCredentials:
    """Read what credentials are good for; where there is no file, nobody is told by them."""
    return credentials.load(path) if path.is_file() else NO_CREDENTIALS


def _openness(path: Path) -> OpennessPlan:
    """Read the plan of openness beside the county file; where there is none, the catalogue has no areas and no columns."""
    return openness_file.load(path) if path.is_file() else NO_PLAN


def _grid(path: Path, known: AgencyDirectory) -> CountyGrid:
    """Read the grid beside the county file; where there is none, no complaint is routed by its place."""
    if not path.is_file():
        return NO_GRID
    return grid.load(path, units=[agency.name for agency in known.agencies])


def _hotline(path: Path) -> HotlineColumns:
    """Read the names of the hotline's columns; where there is no file they bear the usual ones."""
    return columns.load(path) if path.is_file() else USUAL_COLUMNS


def _require_both(county: Path, places: Path) -> None:
    if not county.is_file():
        raise ValueError(f"MINGBAI_COUNTY_FILE 指的 {county} 不存在，或者运行程序的账号读不到")
    if not places.is_file():
        raise ValueError(f"{county} 旁边还要有 {places.name}（本县的办事地点），现在没有，或者读不到")
