"""What a citizen does with a complaint: one method, one transaction, one lawful step with its event, message and audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.cases import COMPLAINT as PREFIX
from handlers.cases import next_number
from handlers.complaints.case import store
from handlers.complaints.case.callers import CallerRota, caller_for, nobody_calls
from handlers.complaints.case.lifecycle import COMPLAINT, ComplaintActor, ComplaintState, ComplaintStep
from handlers.complaints.case.papers import ComplaintPaper, add_paper
from handlers.complaints.case.particulars import Complaint, ToldComplaint, masked_place, seal_told
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.scores import ServiceRating
from handlers.complaints.case.taking import TakenNote, take, write_dates
from handlers.complaints.measures.facts import write_fact
from handlers.complaints.routing.grid import NO_GRID, CountyGrid
from handlers.workdays import WorkingCalendar
from knowledge.text.persons import mask_question

CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class ComplaintOrigin:
    """Where a complaint came from: the form that was filled in, its citizen, the channel, the message that completed it.

    `notice_at` is when the notice on personal data was shown; None takes the moment of filing. `by` entered it; `noted` are
    further particulars for the log, none of them personal. Without a `citizen` nobody can be written to.
    """

    form_id: str
    citizen: str
    channel: str
    push_key: str = ""
    notice_at: datetime | None = None
    by: str = CITIZEN
    noted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComplaintReceipt:
    """The receipt of a complaint: its number, and by when the result is told; None while a year's calendar is missing."""

    number: str
    due_on: date | None


class IntakeFollower(Protocol):
    """What belongs to a registration and is done in its transaction; it costs the same however many complaints there are."""

    async def __call__(
        self, tx: AsyncSession, complaint: ComplaintRecord, told: ToldComplaint, *, now: datetime
    ) -> None:
        """Do it."""


@dataclass(frozen=True, slots=True)
class RatingDone:
    """What became of a rating: `called` says that somebody else will call back."""

    number: str
    called: bool


class ComplaintService:
    """Registers complaints, counts those shown another door, takes ratings."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        grid: CountyGrid = NO_GRID,
        followers: Sequence[IntakeFollower] = (),
        callers: CallerRota = nobody_calls,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._followers = followers
        self._callers = callers
        self._grid = grid

    def on(self, database: Database) -> Self:
        """Give the same service on another database, with every setting that it has here."""
        return type(self)(
            database,
            vault=self._vault,
            clock=self._clock,
            calendar=self._calendar,
            grid=self._grid,
            followers=self._followers,
            callers=self._callers,
        )

    async def submit(self, complaint: Complaint, *, origin: ComplaintOrigin) -> ComplaintReceipt:
        """Register a complaint and give its receipt; the same form gives the same receipt, also when it arrives twice at once."""
        try:
            return await self._submit(complaint, origin)
        except IntegrityError:
            # Somebody else filed this very form between our look and our write; theirs is the one.
            async with self._database.reading() as tx:
                known = await store.by_form(tx, origin.form_id)
            if known is None:
                raise
            return ComplaintReceipt(known.number, known.due_on)

    async def _submit(self, complaint: Complaint, origin: ComplaintOrigin) -> ComplaintReceipt:
        async with self._database.transaction() as tx:
            known = await store.by_form(tx, origin.form_id)
            if known is not None:
                return ComplaintReceipt(known.number, known.due_on)
            now = self._clock.now()
            number = await next_number(tx, PREFIX, now=now)
            row = self._record(complaint, origin, number=number, now=now)
            tx.add(row)
            await tx.flush()
            detail = {"kind": complaint.kind.value, "channel": origin.channel, **origin.noted}
            if complaint.urgent:
                detail["urgent"] = "true"
            place = self._grid.find(complaint.told.where, complaint.told.position)
            detail |= place.noted() if place else {}
            line = store.note(
                tx, number, kind=ComplaintStep.SUBMIT.value, at=now, actor=origin.by, detail=detail
            )
            dates = write_dates(row, [line], calendar=self._calendar)
            noted = {**detail, "notice": complaint.notice_version}
            await audit.record(tx, "complaint:submit", actor=origin.by, subject=number, now=now, detail=noted)
            for follow in self._followers:
                await follow(tx, row, complaint.told, now=now)
            await write_fact(tx, row, [line], calendar=self._calendar)
            return ComplaintReceipt(number, dates.due_on)

    def _record(
        self, complaint: Complaint, origin: ComplaintOrigin, *, number: str, now: datetime
    ) -> ComplaintRecord:
        told = complaint.told
        rule = COMPLAINT.advance(
            ComplaintState.DRAFT, ComplaintStep.SUBMIT, actors={ComplaintActor.APPLICANT}
        )
        return ComplaintRecord(
            number=number,
            form_id=origin.form_id,
            push_key=origin.push_key,
            channel=origin.channel,
            talk_channel=origin.channel if origin.citizen else "",
            citizen=origin.citizen,
            kind=complaint.kind.value,
            category=complaint.category.value if complaint.category else "",
            told=seal_told(self._vault, number, told),
            gist=mask_question(told.what),
            place=masked_place(told.where),
            wish=mask_question(told.wish),
            anonymous=complaint.anonymous,
            urgent=complaint.urgent,
            notice_version=complaint.notice_version,
            notice_at=origin.notice_at or now,
            state=rule.to.value,
            helpers=[],
            submitted_at=now,
            due_on=None,
            warn_on=None,
        )

    async def show_door(self, door: str) -> None:
        """Count that somebody was shown another door; of whom is kept nowhere."""
        try:
            await self._count(door)
        except IntegrityError:
            # The first of a day came twice at once; the line is there now.
            await self._count(door)

    async def _count(self, door: str) -> None:
        async with self._database.transaction() as tx:
            await store.count_door(tx, door, day=local_date(self._clock.now()))

    async def rateable(self, citizen: str) -> tuple[str, ...]:
        """Give the numbers of a citizen's complaints that may be rated, newest first."""
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen)
        open_to = {ComplaintState.CLOSED.value, ComplaintState.CALL_BACK.value}
        return tuple(row.number for row in rows if row.state in open_to)

    async def rate(self, number: str, rating: ServiceRating, *, citizen: str) -> RatingDone:
        """Take an applicant's rating; one that is low, or says that nothing was solved, asks for a call back.

        Raises `InputError` for a complaint that is not this citizen's, `ProcedureError` where none may be given any more.
        """
        people = await self._callers() if rating.low else ()
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            if row is None or not citizen or row.citizen != citizen:
                # A stranger's number and an unknown one read the same: nobody learns which numbers exist.
                raise InputError("complaints.refused.unknown", number=number)
            now = self._clock.now()
            await self._rate(tx, row, rating, now=now)
            if row.state == ComplaintState.CALL_BACK and not row.caller:
                row.caller = await caller_for(tx, row, people)
            return RatingDone(number, called=row.state == ComplaintState.CALL_BACK)

    async def _rate(
        self, tx: AsyncSession, row: ComplaintRecord, rating: ServiceRating, *, now: datetime
    ) -> None:
        low = rating.low and row.state == ComplaintState.CLOSED
        step = ComplaintStep.RATE_LOW if low else ComplaintStep.RATE
        if rating.words:
            paper = ComplaintPaper(step.value, {"words": rating.words}, CITIZEN, now)
            add_paper(tx, self._vault, paper, number=row.number)
        await take(
            tx,
            row,
            step,
            actors={ComplaintActor.APPLICANT},
            note=TakenNote(CITIZEN, rating.plain()),
            now=now,
            calendar=self._calendar,
        )
