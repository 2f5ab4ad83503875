"""What narrows the catalogue: unit, area, level, kind of openness, column, and words."""

from dataclasses import dataclass, replace

from knowledge.documents.document import Openness

COUNTY, TOWNSHIP = "县级", "乡镇级"
LEVELS = (COUNTY, TOWNSHIP)
TOWNSHIP_SIGNS = ("乡", "镇", "街道")
LONGEST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """What items have to be of; empty text asks for nothing."""

    unit: str = ""
    area: str = ""
    level: str = ""
    openness: str = ""
    rubric: str = ""
    text: str = ""

    def without(self, name: str) -> "CatalogueFilter":
        """Give it without one of its conditions."""
        return replace(self, **{name: ""})

    def with_value(self, name: str, value: str) -> "CatalogueFilter":
        """Give it with another value of one of its conditions."""
        return replace(self, **{name: value})

    def named(self) -> dict[str, str]:
        """Give what it asks for, by name."""
        given = {name: getattr(self, name) for name in NAMES}
        return {name: value for name, value in given.items() if value}


NAMES = ("unit", "area", "level", "openness", "rubric", "text")
FACETS = ("unit", "area", "level", "openness", "rubric")
OPENNESS = tuple(Openness)


def levels_of(said: str) -> tuple[str, ...]:
    """Give the levels at which an item is published, as its document says it: 县级、乡镇级 is both, nothing said the county's."""
    town = any(sign in said for sign in TOWNSHIP_SIGNS)
    county = "县" in said or "市" in said or "省" in said or not town
    return tuple(level for level, wanted in ((COUNTY, county), (TOWNSHIP, town)) if wanted)
