"""The county's places as the desk has arranged them: what is set there stands before what the county's file says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.places.arrangement import PlaceArrangement, PlaceContact
from handlers.places.directory import Directory, FeedbackBox, Hours, Place, PlaceTopic, ZoneMark
from handlers.places.records import PlaceArrangementRecord

NOT_SET = PlaceContact("", "", Hours(""))


@dataclass(frozen=True, slots=True)
class ArrangedPlace:
    """A place as it is now, with the number of its last change, when it was and whose; 0 is as in the county's file."""

    place: Place
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


class PlaceArrangements:
    """Reads and keeps; each method is one transaction and raises `ServiceError` when the database is away."""

    def __init__(self, database: Database, *, directory: Directory, clock: Clock) -> None:
        self._database = database
        self._directory = directory
        self._clock = clock
        self._now = directory
        self._seen: tuple[int, datetime | None] = (0, None)

    def directory(self) -> Directory:
        """Give every place as it is told of in this process: as it was at the last look."""
        return self._now

    async def refresh(self) -> int:
        """Take up what was set anywhere since the last look; give 1 where something was."""
        row = PlaceArrangementRecord
        async with self._database.reading() as tx:
            # Each change is one more: none that was made in the same instant as another is passed over.
            told = (await tx.execute(select(func.sum(row.version), func.max(row.changed_at)))).one()
            seen = (int(told[0] or 0), told[1])
            if seen == self._seen:
                return 0
        places = tuple(arranged.place for arranged in await self.all())
        self._now, self._seen = replace(self._directory, places=places), seen
        return 1

    def on(self, database: Database) -> "PlaceArrangements":
        """Give the same on another database."""
        return PlaceArrangements(database, directory=self._directory, clock=self._clock)

    async def all(self) -> Sequence[ArrangedPlace]:
        """Give every place, in the order of the county's file."""
        async with self._database.reading() as tx:
            rows = {row.place: row for row in await tx.scalars(select(PlaceArrangementRecord))}
        return [_arranged(place, rows.get(place.key)) for place in self._directory.places]

    async def of(self, key: str) -> ArrangedPlace | None:
        """Give one place; None for a key that none has."""
        place = self._directory.place(key)
        if place is None:
            return None
        async with self._database.reading() as tx:
            return _arranged(place, await tx.get(PlaceArrangementRecord, key))

    async def place(self, key: str) -> Place | None:
        """Give one place as it is now; None for a key that none has."""
        found = await self.of(key)
        return found.place if found else None

    async def keep(self, key: str, arrangement: PlaceArrangement, *, version: int, actor: str) -> None:
        """Keep what somebody at the desk set; `version` is the change they saw.

        Raises `InputError` for an unknown place, and where somebody else has changed it meanwhile.
        """
        place = self._directory.place(key)
        if place is None:
            raise InputError("places.refused.place")
        arrangement = arrangement.beside(place)
        async with self._database.transaction() as tx:
            row = await tx.get(PlaceArrangementRecord, key, with_for_update=True)
            if (row.version if row else 0) != version:
                raise InputError("places.refused.changed")
            row, now = row or PlaceArrangementRecord(place=key), self._clock.now()
            row.zone = arrangement.zone is not None
            row.marks = ",".join(arrangement.zone or ())
            row.zone_note = arrangement.zone_note
            row.topics = [[topic.title, topic.asks, topic.part] for topic in arrangement.topics]
            row.takes_remarks, row.box_words = arrangement.box.takes, arrangement.box.words
            contact = arrangement.contact or NOT_SET
            row.address, row.phone = contact.address, contact.phone
            hours = contact.hours
            row.workdays, row.late, row.rest_days = hours.workdays, hours.late, hours.rest_days
            row.version, row.changed_at, row.changed_by = version + 1, now, actor
            tx.add(row)
            await audit.record(
                tx, "place:arrange", actor=actor, subject=key, now=now, detail=_told(arrangement)
            )
        await self.refresh()


def _told(arrangement: PlaceArrangement) -> dict[str, str]:
    """Give what the trace says of a change."""
    return {
        "zone": "-" if arrangement.zone is None else ",".join(arrangement.zone),
        "topics": str(len(arrangement.topics)),
        "remarks": str(arrangement.box.takes),
        "contact": "-" if arrangement.contact is None else arrangement.contact.address,
    }


def _arranged(place: Place, row: PlaceArrangementRecord | None) -> ArrangedPlace:
    if row is None:
        return ArrangedPlace(place)
    arrangement = PlaceArrangement(
        tuple(mark for mark in ZoneMark if mark in row.marks.split(",")) if row.zone else None,
        row.zone_note,
        tuple(PlaceTopic(title, asks, part) for title, asks, part in row.topics),
        FeedbackBox(row.takes_remarks, row.box_words),
        PlaceContact(row.address, row.phone, Hours(row.workdays, row.late, row.rest_days))
        if row.address
        else None,
    )
    return ArrangedPlace(arrangement.at(place), row.version, row.changed_at, row.changed_by)
