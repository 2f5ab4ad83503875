"""What the office does with an event: chooses the lead, has the others merged, writes one message that a second approves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.complaints.case.clerk import OFFICE, ComplaintClerk
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintActor, ComplaintState, ComplaintStep
from handlers.complaints.case.messages import tell_step
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.taking import TakenNote, take
from handlers.complaints.incidents.records import ComplaintIncidentRecord, IncidentMessageRecord
from handlers.complaints.proceeding.service import LEADING
from handlers.complaints.repeats.records import ComplaintSignRecord
from handlers.complaints.wall.store import walled, walled_units
from handlers.workdays import WorkingCalendar
from knowledge.text.persons import mask_question

SHOWN = 50
AT_ONCE = 50
MESSAGE_LETTERS = 300
JOINABLE = (
    ComplaintState.REGISTERED.value,
    ComplaintState.ACCEPTED.value,
    ComplaintState.HANDLING.value,
)
ARTICLE = ARTICLES[ComplaintStep.MERGE]


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


class ComplaintIncidents:
    """Keeps events; all of it is the office's."""

    def __init__(
        self, database: Database, *, clock: Clock, calendar: WorkingCalendar, texts: Wording
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._texts = texts

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
            row = await self._visible(tx, number, clerk)
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

    async def lead(self, number: str, lead: str, *, clerk: ComplaintClerk) -> None:
        """Choose which complaint is handled for all; raises `InputError` for one that is not of the event."""
        async with self._database.transaction() as tx:
            row = await self._visible(tx, number, clerk, lock=True)
            sign = await tx.get(ComplaintSignRecord, lead)
            if sign is None or sign.incident != number or row.merging_by:
                raise InputError("care.incidents.refused.lead", number=lead)
            row.lead = lead
            await self._noted(tx, number, "lead", clerk, {"lead": lead})

    async def merge(self, number: str, *, clerk: ComplaintClerk) -> None:
        """Decide that all are merged into the lead, those that come later too; the job takes the steps in this name.

        Raises `InputError` while no unit handles the lead.
        """
        async with self._database.transaction() as tx:
            row = await self._visible(tx, number, clerk, lock=True)
            lead = await tx.get_one(ComplaintRecord, row.lead)
            if lead.state not in LEADING:
                raise InputError("care.incidents.refused.unhandled", number=row.lead)
            row.merging_by = clerk.login
            await self._noted(tx, number, "merge", clerk, {"lead": row.lead})

    async def detach(self, number: str, complaint: str, *, clerk: ComplaintClerk) -> None:
        """Take a complaint that is another matter out of an event; raises `InputError` for the lead, or one not of it."""
        async with self._database.transaction() as tx:
            row = await self._visible(tx, number, clerk, lock=True)
            sign = await tx.get(ComplaintSignRecord, complaint, with_for_update=True)
            if sign is None or sign.incident != number or complaint == row.lead:
                raise InputError("care.incidents.refused.lead", number=complaint)
            sign.incident, row.members = "", row.members - 1
            await self._noted(tx, number, "detach", clerk, {"complaint": complaint})

    async def close(self, number: str, *, clerk: ComplaintClerk) -> None:
        """Let nothing more be attached to an event."""
        async with self._database.transaction() as tx:
            row = await self._visible(tx, number, clerk, lock=True)
            row.closed_at = row.closed_at or self._clock.now()
            await self._noted(tx, number, "close", clerk, {})

    async def write(self, number: str, words: str, *, clerk: ComplaintClerk) -> None:
        """Write a message to all; it waits for a second person. Raises `InputError` for words that name persons."""
        said = words.strip()
        if not said or len(said) > MESSAGE_LETTERS:
            raise InputError("care.incidents.refused.message", most=MESSAGE_LETTERS)
        if mask_question(said) != said:
            raise InputError("care.incidents.refused.personal")
        async with self._database.transaction() as tx:
            await self._visible(tx, number, clerk)
            now = self._clock.now()
            tx.add(IncidentMessageRecord(incident=number, words=said, written_by=clerk.login, written_at=now))
            await self._noted(tx, number, "write", clerk, {})

    async def approve(self, number: str, message: int, *, clerk: ComplaintClerk) -> None:
        """Approve a message that somebody else wrote; from then on it is sent to all. Raises `ProcedureError` for the writer."""
        async with self._database.transaction() as tx:
            await self._visible(tx, number, clerk)
            row = await tx.get(IncidentMessageRecord, message, with_for_update=True)
            if row is None or row.incident != number or row.approved_at is not None:
                raise InputError("care.incidents.refused.gone")
            if row.written_by == clerk.login:
                raise ProcedureError("complaints.missing.second_person", article=ARTICLE)
            row.approved_by, row.approved_at = clerk.login, self._clock.now()
            await self._noted(tx, number, "approve", clerk, {"message": str(message)})

    async def follow(self) -> int:
        """Take the next steps that were decided: merge what is attached, send what was approved; give how many."""
        record = ComplaintIncidentRecord
        async with self._database.transaction() as tx:
            rows = await tx.scalars(
                select(record)
                .where(record.closed_at.is_(None))
                .order_by(record.opened_at.desc())
                .limit(SHOWN)
                .with_for_update()
            )
            done = [await self._merge_some(tx, row) + await self._tell_some(tx, row) for row in rows.all()]
        return sum(done)

    async def _merge_some(self, tx: AsyncSession, row: ComplaintIncidentRecord) -> int:
        """Merge at most so many into the lead while it is handled; what is about its unit is never merged into it."""
        lead = await tx.get_one(ComplaintRecord, row.lead)
        if not row.merging_by or lead.state not in LEADING:
            return 0
        complaint, sign = ComplaintRecord, ComplaintSignRecord
        others = await tx.scalars(
            select(complaint)
            .join(sign, sign.number == complaint.number)
            .where(
                sign.incident == row.number,
                complaint.number != lead.number,
                complaint.state.in_(JOINABLE),
                ~walled_units(complaint.number, [lead.unit, *lead.helpers]),
                ~_led(complaint),
            )
            .order_by(complaint.number)
            .limit(AT_ONCE)
            .with_for_update()
        )
        merged = others.all()
        for other in merged:
            await self._merged(tx, other, row)
        return len(merged)

    async def _merged(self, tx: AsyncSession, other: ComplaintRecord, row: ComplaintIncidentRecord) -> None:
        other.lead, now = row.lead, self._clock.now()
        dates = await take(
            tx,
            other,
            ComplaintStep.MERGE,
            actors={ComplaintActor.OFFICE},
            note=TakenNote(row.merging_by, {"lead": row.lead, "incident": row.number}),
            now=now,
            calendar=self._calendar,
        )
        await tell_step(tx, other, ComplaintStep.MERGE, dates=dates, words={}, now=now, texts=self._texts)

    async def _tell_some(self, tx: AsyncSession, row: ComplaintIncidentRecord) -> int:
        """Send the last approved message to at most so many who have not had it; give how many were looked at."""
        message = IncidentMessageRecord
        approved = (message.incident == row.number, message.approved_at.is_not(None))
        last = await tx.scalar(select(message).where(*approved).order_by(message.id.desc()).limit(1))
        if last is None:
            return 0
        sign = ComplaintSignRecord
        untold = (sign.incident == row.number, sign.told_message < last.id)
        waiting = (await tx.scalars(select(sign).where(*untold).limit(AT_ONCE).with_for_update())).all()
        for one in waiting:
            one.told_message = last.id
            complaint = await tx.get_one(ComplaintRecord, one.number)
            if complaint.citizen and complaint.talk_channel:
                await self._send(tx, complaint, last)
        return len(waiting)

    async def _send(
        self, tx: AsyncSession, complaint: ComplaintRecord, message: IncidentMessageRecord
    ) -> None:
        words = self._texts("care.incidents.told", number=complaint.number, words=message.words)
        await outbox.enqueue(
            tx,
            complaint.citizen,
            body=ParcelBody(Reply(words)),
            dedup=f"incident:{message.id}:{complaint.number}",
            now=self._clock.now(),
            channel=complaint.talk_channel,
            kind=ParcelKind.LETTER,
        )

    async def _visible(
        self, tx: AsyncSession, number: str, clerk: ComplaintClerk, *, lock: bool = False
    ) -> ComplaintIncidentRecord:
        record = ComplaintIncidentRecord
        wanted = select(record).where(record.number == number, ~walled(record.lead, clerk))
        row = (await tx.scalars(wanted.with_for_update() if lock else wanted)).one_or_none()
        if row is None or not clerk.parts & OFFICE:
            raise InputError("care.incidents.refused.missing", number=number)
        return row

    async def _noted(
        self, tx: AsyncSession, number: str, deed: str, clerk: ComplaintClerk, detail: dict[str, str]
    ) -> None:
        action = f"complaint:incident-{deed}"
        await audit.record(
            tx, action, actor=clerk.login, subject=number, now=self._clock.now(), detail=detail
        )


def _led(complaint: type[ComplaintRecord]) -> ColumnElement[bool]:
    """Give the condition that others were merged into a complaint: it cannot be merged itself."""
    other = ComplaintRecord.__table__.alias("led")
    return select(other.c.number).where(other.c.lead == complaint.number).exists()


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
