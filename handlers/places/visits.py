"""Counts how often places are visited through their codes and screens, by day, and knows nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import func, select

from bot.clock import Clock, local_date
from bot.database import Database
from bot.scenes import SCANS
from handlers.places.records import PlaceVisitRecord
from handlers.talk.turn import hear
from knowledge.questions.log import inserting

Events = list[dict[str, Any]]
LATELY = timedelta(days=30)


class VisitWay(StrEnum):
    """How somebody came: by the code on the wall, or to the screen."""

    SCAN = "scan"
    KIOSK = "kiosk"


@dataclass(frozen=True, slots=True)
class PlaceVisits:
    """How often a place was visited: today, in the last thirty days, and ever, each by the way."""

    today: Mapping[VisitWay, int] = field(default_factory=dict)
    lately: Mapping[VisitWay, int] = field(default_factory=dict)
    ever: Mapping[VisitWay, int] = field(default_factory=dict)


class VisitCounter:
    """Counts and reads; each method is one transaction."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def count(self, place: str, way: VisitWay) -> None:
        """Count a visit of today to a known place; raises `ServiceError` when the database is away."""
        record = PlaceVisitRecord
        async with self._database.transaction() as tx:
            await tx.execute(
                inserting(tx, record)
                .values(place=place, day_on=local_date(self._clock.now()), way=way.value, total=1)
                .on_conflict_do_update(
                    index_elements=["place", "day_on", "way"], set_={"total": record.total + 1}
                )
            )

    async def figures(self) -> dict[str, PlaceVisits]:
        """Give the visits of each place that had any."""
        today = local_date(self._clock.now())
        periods = {"today": today, "lately": today - LATELY, "ever": date.min}
        found: dict[str, dict[str, dict[VisitWay, int]]] = {}
        async with self._database.reading() as tx:
            for period, since in periods.items():
                record = PlaceVisitRecord
                rows = await tx.execute(
                    select(record.place, record.way, func.sum(record.total))
                    .where(record.day_on >= since)
                    .group_by(record.place, record.way)
                    .order_by(record.place, record.way.desc())
                )
                for place, way, total in rows.all():
                    found.setdefault(place, {}).setdefault(period, {})[VisitWay(way)] = int(total)
        return {place: PlaceVisits(**counted) for place, counted in found.items()}


class CountArrivals(Action):
    """Stands in for the action that tells of a place, and counts whoever comes by the place's code."""

    def __init__(self, action: Action, counter: VisitCounter) -> None:
        self._action = action
        self._counter = counter

    def name(self) -> str:
        """Give the name of the action it stands for."""
        return str(self._action.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Count, and let the action speak."""
        heard = hear(tracker)
        if heard.kind in SCANS and heard.slot("place_key"):
            await self._counter.count(heard.slot("place_key"), VisitWay.SCAN)
        events: Events = await self._action.run(dispatcher, tracker, domain)
        return events
