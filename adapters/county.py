"""What the program knows of its county: profile, disclosure office, places and working days, each file read once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml

from handlers.county import profile
from handlers.county.office import Office
from handlers.county.profile import County
from handlers.places import directory
from handlers.places.directory import Directory
from handlers.workdays import Calendar, load_calendar

SAMPLE = Path(__file__).parents[1] / "knowledge" / "data" / "qinglan"


@dataclass(frozen=True, slots=True)
class CountyData:
    """What actions, services and pages are told of the county; nothing of it changes while the program runs."""

    profile: County
    office: Office
    places: Directory
    calendar: Calendar

    @classmethod
    def load(cls, county_file: Path | None) -> Self:
        """Read the county file, the places beside it, and the calendar; without a file the sample county speaks.

        Raises `ValueError` naming file and field where something is missing or wrong.
        """
        path = county_file or SAMPLE / "county.yml"
        fields = yaml.safe_load(path.read_text("utf-8"))
        county = profile.of(fields, origin=path.name)
        return cls(
            county,
            Office.of(fields["disclosure_office"]),
            directory.load(path.with_name("places.yml")),
            load_calendar(),
        )

    def names(self) -> dict[str, list[str]]:
        """Give the county's own names, so that the recogniser knows its units and places without training."""
        return {
            "unit": [unit.name for unit in self.profile.units],
            "place": [name for place in self.places.places for name in (place.name, *place.aliases)],
        }
