"""Which of the places is meant: by its name, or as the nearest one to a position that is used once and kept nowhere."""

import math
from collections.abc import Mapping, Sequence

from handlers.appointments.opening.catalogue import BookablePlace

DEGREE_METRES = 111_195
MOST_LATITUDE, MOST_LONGITUDE = 90, 180
SHORTEST_NAME_LETTERS = 2


def position_of(fields: Mapping[str, str]) -> tuple[float, float] | None:
    """Give latitude and longitude in degrees; None where a message carries no position on the globe."""
    try:
        latitude, longitude = float(fields["lat"]), float(fields["lng"])
    except (KeyError, ValueError):
        return None
    on_globe = abs(latitude) <= MOST_LATITUDE and abs(longitude) <= MOST_LONGITUDE
    return (latitude, longitude) if on_globe else None


def by_distance(places: Sequence[BookablePlace], position: tuple[float, float]) -> list[BookablePlace]:
    """Give places, the nearest first."""
    return sorted(places, key=lambda place: metres(position, place.position))


def metres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Give the way as the crow flies; within a county the earth is flat enough."""
    north = (there[0] - here[0]) * DEGREE_METRES
    east = (there[1] - here[1]) * DEGREE_METRES * math.cos(math.radians((here[0] + there[0]) / 2))
    return math.hypot(north, east)


def named_place(places: Sequence[BookablePlace], said: str) -> BookablePlace | None:
    """Give the place whose name stands in the words; the longest name counts, and none where two are as long."""
    found = [
        (len(name), place)
        for place in places
        for name in (place.name, *place.aliases, place.name.partition("县")[2])
        if len(name) >= SHORTEST_NAME_LETTERS and name in said
    ]
    longest = max((length for length, _ in found), default=0)
    meant = dict.fromkeys(place.key for length, place in found if length == longest)
    return next((place for place in places if place.key in meant), None) if len(meant) == 1 else None
