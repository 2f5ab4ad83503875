"""Reading events: the list, one with its complaints and messages; all of it is the office's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import InputError
from handlers.complaints.case.clerk import OFFICE, ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.incidents.records import ComplaintIncidentRecord, IncidentMessageRecord
from handlers.complaints.repeats.records import ComplaintSignRecord
from handlers.complaints.wall.store import walled

SHOWN = 50


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An event as the list shows it."""

    number: str
    title: str
    place: str
    area: str
    lead: str
    members: int
    opened_at: datetime
    last_at: datetime
    closed: bool
    merging: bool


@dataclass(frozen=True, slots=True)
class IncidentMember:
    """One complaint of an event."""

    number: str
    gist: str
    place: str
    state: ComplaintState
    unit: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class IncidentMessage:
    """A message of an event; `approved_by` is empty until a second person has read it."""

    id: int
    words: str
    written_by: str
    written_at: datetime
    approved_by: str


@dataclass(frozen=True, slots=True)
class IncidentStory:
    """One event: its line, the last fifty complaints of it, its messages."""

    line: IncidentLine
    members: tuple[IncidentMember, ...]
    messages: tuple[IncidentMessage, ...]


class IncidentStories:
    """Answers what is asked of events."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lines(self, *, clerk: ComplaintClerk) -> Sequence[IncidentLine]:
        """Give the last fifty events, those that go on first; none to whoever is not of the office."""
        if not clerk.parts & OFFICE:
            return ()
        record = ComplaintIncidentRecord
        order = (record.closed_at.is_not(None), record.opened_at.desc())
        wanted = select(record).where(~walled(record.lead, clerk)).order_by(*order).limit(SHOWN)
        async with self._database.reading() as tx:
            return [_line(row) for row in await tx.scalars(wanted)]

    async def of(self, number: str, *, clerk: ComplaintClerk) -> str:
        """Give the event that a complaint belongs to, to the office; empty where there is none."""
        if not clerk.parts & OFFICE:
            return ""
        async with self._database.reading() as tx:
            sign = await tx.get(ComplaintSignRecord, number)
        return sign.incident if sign else ""

    async def story(self, number: str, *, clerk: ComplaintClerk) -> IncidentStory:
        """Give one event; raises `InputError` for one that is not there or not this person's to see."""
        async with self._database.reading() as tx:
            row = await visible_incident(tx, number, clerk)
            complaint, sign = ComplaintRecord, ComplaintSignRecord
            members = await tx.scalars(
                select(complaint)
                .join(sign, sign.number == complaint.number)
                .where(sign.incident == number, ~walled(complaint.number, clerk))
                .order_by(complaint.submitted_at.desc(), complaint.number.desc())
                .limit(SHOWN)
            )
            shown = tuple(map(_member, members))
            messages = await tx.scalars(_messages(number))
            return IncidentStory(_line(row), shown, tuple(map(_message, messages)))


async def visible_incident(
    tx: AsyncSession, number: str, clerk: ComplaintClerk, *, lock: bool = False
) -> ComplaintIncidentRecord:
    """Give an event; raises `InputError` for one that is not there or not this person's to see."""
    record = ComplaintIncidentRecord
    wanted = select(record).where(record.number == number, ~walled(record.lead, clerk))
    row = (await tx.scalars(wanted.with_for_update() if lock else wanted)).one_or_none()
    if row is None or not clerk.parts & OFFICE:
        raise InputError("care.incidents.refused.missing", number=number)
    return row


def _messages(number: str) -> Select[IncidentMessageRecord]:
    message = IncidentMessageRecord
    return select(message).where(message.incident == number).order_by(message.id.desc()).limit(SHOWN)


def _line(row: ComplaintIncidentRecord) -> IncidentLine:
    return IncidentLine(
        row.number,
        row.title,
        row.place,
        row.area,
        row.lead,
        row.members,
        row.opened_at,
        row.last_at,
        closed=row.closed_at is not None,
        merging=bool(row.merging_by),
    )


def _member(row: ComplaintRecord) -> IncidentMember:
    return IncidentMember(
        row.number, row.gist, row.place, ComplaintState(row.state), row.unit, row.submitted_at
    )


def _message(row: IncidentMessageRecord) -> IncidentMessage:
    return IncidentMessage(row.id, row.words, row.written_by, row.written_at, row.approved_by)
