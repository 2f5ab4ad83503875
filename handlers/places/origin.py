"""Where the way to the nearest place is measured from: a position that was sent, a township that is named, the screen of a hall."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.places.directory import CENTRES, Directory, Place
from handlers.places.matching import short_town

AT_PLACE = "at_place"
"""The field of a message that says by which place's screen it came."""


@dataclass(frozen=True, slots=True)
class Vantage:
    """A point in degrees; `name` is what it is called, empty for a position that was sent, `place` whose screen it is."""

    latitude: float
    longitude: float
    name: str = ""
    place: str = ""


def sent_origin(fields: Mapping[str, str]) -> Vantage | None:
    """Give the position that a message carries; None when it carries none on the globe."""
    try:
        latitude, longitude = float(fields["lat"]), float(fields["lng"])
    except (KeyError, ValueError):
        return None
    if not (math.isfinite(latitude) and abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004 - degrees
        return None
    return Vantage(latitude, longitude)


def screen_origin(fields: Mapping[str, str], directory: Directory) -> Vantage | None:
    """Give the place before whose screen somebody stands; None elsewhere."""
    place = directory.place(fields.get(AT_PLACE, ""))
    return Vantage(place.latitude, place.longitude, place.name, place.key) if place else None


def named_origin(words: str, directory: Directory) -> Vantage | None:
    """Give the township that words name, by where its own counter stands; None for none that the county's places lie in."""
    named = [town for town in towns(directory) if len(short_town(town)) > 1 and short_town(town) in words]
    town = max(named, key=len, default="")
    own = [place for place in directory.places if place.town == town] if town else []
    middle = next((place for place in own if place.kind in CENTRES), own[0] if own else None)
    return Vantage(middle.latitude, middle.longitude, town) if middle else None


def towns(directory: Directory) -> tuple[str, ...]:
    """Give the townships that places lie in, in the order of the county's file."""
    return tuple(dict.fromkeys(place.town for place in directory.places if place.town))


WHERE_DONE = re.compile(
    r"^(?:哪里|哪儿)?(?:能|可以|能够)?(?:办理?|弄)(?P<matter>[^的]{2,}?)(?:的(?:地方|窗口|网点|点))$"
)
"""A place that is named by what is done there: 能办社保的地方."""


def beside_town(words: str, town: str) -> str:
    """Give words without the township that they measure from: 离石桥镇派出所 becomes 派出所."""
    for name in (town, short_town(town)):
        before, found, after = words.partition(name) if name else (words, "", "")
        if found:
            words = before.removesuffix("离").removesuffix("在") + after.removeprefix("的")
            break
    return WHERE_DONE.sub(r"\g<matter>", words)


def beyond(origin: Vantage, among: list[Place]) -> list[Place]:
    """Give the places without the one before whose screen somebody stands, unless there is no other."""
    return [place for place in among if place.key != origin.place] or among
