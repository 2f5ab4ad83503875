"""The nearest place to where somebody is, and the next ones after it."""

from dataclasses import dataclass

from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.county.profile import County
from handlers.places.cards import PlaceCards
from handlers.places.directory import Directory, DirectoryNow, Place
from handlers.places.matching import around
from handlers.places.origin import Vantage, beyond
from handlers.talk.turn import step

PLACES_SHOWN = 3
SOUGHT_LETTERS = 20
KILOMETRE = 1000
ROUNDED_METRES = 10
FAR_METRES = 60_000


@dataclass(frozen=True, slots=True)
class NearestFound:
    """The nearest place, what is said of it, and the next ones to be chosen."""

    place: Place
    text: str
    steps: tuple[Choice, ...]


class NearestPlace:
    """Measures as the crow flies; where somebody is is used for this one answer and kept nowhere."""

    def __init__(
        self, wording: Wording, *, directory: DirectoryNow, county: County, cards: PlaceCards
    ) -> None:
        self._wording = wording
        self._places = directory
        self._county = county
        self._cards = cards

    @property
    def _directory(self) -> Directory:
        return self._places()

    def to(self, origin: Vantage, sought: str) -> NearestFound:
        """Give the nearest of the places that the words mean; of what no place is known for, the nearest centre."""
        among = around(sought, directory=self._directory, county=self._county) if sought else []
        unknown = sought if sought and not among and self._directory.centres else ""
        among = among or list(self._directory.centres if unknown else self._directory.places)
        nearest = self._directory.nearest(origin.latitude, origin.longitude, among=beyond(origin, among))
        (first, metres), *further = nearest[:PLACES_SHOWN]
        steps = tuple(
            step(
                self._wording(
                    "places.steps.other", place=rank, name=place.name, distance=self._distance(way)
                ),
                "find_place",
                place_key=place.key,
            )
            for rank, (place, way) in enumerate(further, start=2)
        )
        return NearestFound(
            first, f"{self._opening(origin, metres, unknown)}\n{self._cards.of(first)}", steps
        )

    def _opening(self, origin: Vantage, metres: float, unknown: str) -> str:
        """Say how far it is; of what no place is known for, that one may ask there."""
        distance = self._distance(metres)
        if origin.name:
            near = self._wording("places.near_from", place=origin.name, distance=distance)
        else:
            key = "places.far" if metres > FAR_METRES else "places.near"
            near = self._wording(key, distance=distance, county=self._county.name)
        said = mask_text(unknown)[:SOUGHT_LETTERS]
        return f"{self._wording('places.near_centre', said=said)}{near}" if said else near

    def _distance(self, metres: float) -> str:
        if metres < KILOMETRE:
            count = max(round(metres / ROUNDED_METRES) * ROUNDED_METRES, ROUNDED_METRES)
            return self._wording("places.distance.metres", count=count)
        return self._wording("places.distance.kilometres", count=f"{metres / KILOMETRE:.1f}")
