"""Tells where an office is, when it is open and how to call it; finds the nearest one for a position sent."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.bodies import Bodies, load
from handlers.county import County, Unit
from handlers.places.directory import Directory, Place
from handlers.places.matching import around, core, find
from handlers.talk import Heard, hear, say, step

Events = list[dict[str, Any]]
SOUGHT = "place_sought"
SHOWN = 3
KILOMETRE = 1000
ROUNDED = 10
FAR_METRES = 60_000
NEAR_WORDS = ("最近", "附近", "离我")
SHOWN_WORDS = 20


class FindPlace(Action):
    """Answers where, when and which phone; a position is used for this one answer and kept nowhere."""

    def __init__(self, wording: Wording, *, directory: Directory, county: County, bodies: Bodies) -> None:
        self._wording = wording
        self._bodies = bodies
        self._directory = directory
        self._county = county

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_find_place"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Show one place, offer several, or say what to send instead."""
        heard = hear(tracker)
        if heard.kind in {"location", "event/location_select"}:
            text, steps = self._nearest(heard, str(tracker.slots.get(SOUGHT) or ""))
            say(dispatcher, tracker, text, steps=steps)
            return [SlotSet(SOUGHT, None)]
        chosen = self._chosen(heard.slot("place_key"))
        if chosen:
            say(dispatcher, tracker, self._card(chosen))
            return []
        return self._named(dispatcher, tracker, heard)

    def _chosen(self, key: str) -> Place | Unit | None:
        units = {unit.name: unit for unit in self._county.units}
        return self._directory.place(key) or units.get(key)

    def _named(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        if any(word in heard.said for word in NEAR_WORDS):
            say(dispatcher, tracker, self._wording("places.near_what"))
            return [SlotSet(SOUGHT, core(heard.said))]
        found = self._found(heard)
        if len(found) == 1:
            say(dispatcher, tracker, self._card(found[0]))
            return []
        text, steps = self._several(found) if found else self._nothing(heard)
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose") if found else "")
        # A position sent next is about what was asked for now.
        return [SlotSet(SOUGHT, core(heard.said) if found else None)]

    def _found(self, heard: Heard) -> list[Place | Unit]:
        """Look for the whole wish first, then for the place and the matter the recogniser saw in it."""
        for words in (heard.said, heard.slot("place"), heard.slot("topic")):
            if words and (found := find(words, directory=self._directory, county=self._county)):
                return found
        return []

    def _several(self, found: Sequence[Place | Unit]) -> tuple[str, tuple[Choice, ...]]:
        many = len(found) > SHOWN
        text = (
            self._wording("places.choose_many", count=len(found)) if many else self._wording("places.choose")
        )
        return text, tuple(
            step(target.name, "find_place", place_key=_key(target)) for target in found[:SHOWN]
        )

    def _nothing(self, heard: Heard) -> tuple[str, tuple[Choice, ...]]:
        sought = heard.slot("place") or core(heard.said)
        if len(sought) < 2:  # noqa: PLR2004 - one character names no place
            return self._wording("places.where"), ()
        said = mask_text(sought)[:SHOWN_WORDS]
        person = step(self._wording("places.steps.person"), "talk_to_human")
        if body := self._bodies.named(heard.said):
            return self._wording("places.elsewhere", said=said, body=body), (person,)
        return self._wording("places.none", said=said, hotline=self._county.hotline), (person,)

    def _nearest(self, heard: Heard, sought: str) -> tuple[str, tuple[Choice, ...]]:
        position = _position(heard.fields)
        if position is None:
            return self._wording("places.no_position"), ()
        among = around(sought, directory=self._directory, county=self._county)
        (first, metres), *others = self._directory.nearest(*position, among=among)[:SHOWN]
        key = "places.far" if metres > FAR_METRES else "places.near"
        opening = self._wording(key, distance=self._distance(metres), county=self._county.name)
        steps = tuple(
            step(
                self._wording(
                    "places.steps.other", place=rank, name=place.name, distance=self._distance(way)
                ),
                "find_place",
                place_key=place.key,
            )
            for rank, (place, way) in enumerate(others, start=2)
        )
        return f"{opening}\n{self._card(first)}", steps

    def _card(self, target: Place | Unit) -> str:
        sample = self._wording("places.sample") if self._directory.sample else ""
        if isinstance(target, Unit):
            return self._wording("places.unit", name=target.name, phone=target.phone, sample=sample)
        card = self._wording(
            "places.card",
            name=target.name,
            sample=sample,
            address=target.address,
            hours=self._hours(target),
            phone=target.phone,
        )
        return f"{card}\n{self._wording('places.note', note=target.note)}" if target.note else card

    def _hours(self, place: Place) -> str:
        hours = place.hours
        lines = [self._wording("places.hours.workdays", hours=hours.workdays)]
        if hours.late:
            lines.append(self._wording("places.hours.late", hours=hours.late))
        if hours.rest_days:
            lines.append(self._wording("places.hours.rest_days", hours=hours.rest_days))
        else:
            lines.append(self._wording("places.hours.rest_days_unknown"))
        return "\n".join(lines)

    def _distance(self, metres: float) -> str:
        if metres < KILOMETRE:
            count = max(round(metres / ROUNDED) * ROUNDED, ROUNDED)
            return self._wording("places.distance.metres", count=count)
        return self._wording("places.distance.kilometres", count=f"{metres / KILOMETRE:.1f}")


def _position(fields: Mapping[str, str]) -> tuple[float, float] | None:
    """Give latitude and longitude in degrees, None when the message carries no position on the globe."""
    try:
        latitude, longitude = float(fields["lat"]), float(fields["lng"])
    except (KeyError, ValueError):
        return None
    if not (math.isfinite(latitude) and abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004 - degrees
        return None
    return latitude, longitude


def _key(target: Place | Unit) -> str:
    return target.key if isinstance(target, Place) else target.name


def actions(wording: Wording, *, directory: Directory, county: County) -> list[Action]:
    """Give the actions of this slice."""
    return [FindPlace(wording, directory=directory, county=county, bodies=load(wording))]
