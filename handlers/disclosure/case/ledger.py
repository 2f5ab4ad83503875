"""Reading requests: the clerk's list and the whole story of one, and what a citizen may be told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault, mask_text
from handlers.cases import DISCLOSURE, CaseLine, written
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.clock_words import sentences
from handlers.disclosure.case.docket import dates_of, entries
from handlers.disclosure.case.events import APPLICANT_CONFIRMED
from handlers.disclosure.case.lifecycle import DONE, Actor, State, Step, next_steps
from handlers.disclosure.case.milestone import Milestone, pending_milestone
from handlers.disclosure.case.particulars import name_fingerprint, open_particulars
from handlers.disclosure.case.queues import DUE_SOON_WORKDAYS
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.excess.likeness import SAME_PERCENT, folded, folded_likeness
from handlers.disclosure.statute.answer_period import CaseStatus
from handlers.disclosure.statute.clocks import Clocks, counted_workdays, remaining_workdays
from handlers.disclosure.statute.diary import DiaryDay, diary
from handlers.disclosure.statute.explanation import explanation
from handlers.workdays import WorkingCalendar

PAGE_SIZE = 50
TITLE_LETTERS = 24
LISTED_MOVES = 200
UNCLOSED = tuple(state.value for state in State if state is not State.CLOSED)
UNDONE = [state.value for state in State if state.value not in DONE]
WAITED_FOR = {CaseStatus.AWAITING_CORRECTION: "correction", CaseStatus.AWAITING_FEE: "fee"}


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as a list shows it, without clear personal values; `remaining_workdays` is negative when overdue.

    `milestone` is the office's own mark that was reached last with its work still to be done, and its day.
    """

    number: str
    state: State
    state_words: str
    applicant_kind: str
    applicant_name: str
    information: str
    delivery: str
    submitted_at: datetime
    receipt_on: date | None
    due_on: date | None
    due_provisional: bool
    remaining_workdays: int | None
    earliest_due_on: date | None = None
    earliest_remaining_workdays: int | None = None
    handler: str = ""
    representative: str = ""
    milestone: tuple[Milestone, date] | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a request's story."""

    kind: str
    words: str
    at: datetime
    actor: str
    detail: dict[str, str]


@dataclass(frozen=True, slots=True)
class CaseStory:
    """Everything a clerk sees of one request, with the lawful next steps for staff.

    `until` says by when it is answered, `reasons` why that day, `days` every day of the count.
    """

    line: RequestLine
    timeline: tuple[Happening, ...]
    next_steps: tuple[Step, ...]
    notice_version: str
    notice_at: datetime
    dates: Clocks
    applicant_confirmed: bool
    until: str = ""
    reasons: tuple[str, ...] = ()
    days: tuple[DiaryDay, ...] = ()
    applicant_erased: bool = False
    channel: str = ""
    form_id: str = ""


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A due date that a notice of days off moved; `told` says that the applicant was written to."""

    number: str
    due_before: date | None
    due_after: date | None
    was_provisional: bool
    told: bool


@dataclass(frozen=True, slots=True)
class MovedDates:
    """What a notice moved: how many in all, and the first of them."""

    count: int
    lines: tuple[MovedDate, ...]


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of the list; `more` says that another follows."""

    lines: tuple[RequestLine, ...]
    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class ClearApplicant:
    """The applicant's clear values and the request verbatim; whoever asks for them leaves a trace."""

    name: str
    identity: str
    phone: str
    person: str
    address: str
    information: str
    paper: str = ""
    email: str = ""
    legal_representative: str = ""
    rep_name: str = ""
    rep_paper: str = ""
    rep_identity: str = ""
    rep_authority: str = ""


class DisclosureLedger:
    """Answers clerks' and citizens' questions about requests; the status source of disclosure."""

    prefix = DISCLOSURE

    def __init__(
        self, database: Database, *, vault: Vault, clock: Clock, calendar: WorkingCalendar, texts: Wording
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts

    async def page(self, wanted: store.Filter, *, number: int = 1, size: int = PAGE_SIZE) -> LedgerPage:
        """Give a page of requests, numbered from 1, the most urgent first."""
        offset = (max(number, 1) - 1) * size
        if wanted.words:
            wanted = replace(wanted, name_mark=name_fingerprint(self._vault, wanted.words))
        async with self._database.reading() as tx:
            rows = await store.page(tx, wanted, offset=offset, limit=size + 1)
            log = await store.log_by_number(tx, [row.number for row in rows[:size]])
        lines = tuple(self._line(row, self._dates(row, log.get(row.number, ()))) for row in rows[:size])
        return LedgerPage(lines, max(number, 1), more=len(rows) > size)

    async def count_by_state(self, clerk: Clerk | None = None) -> dict[str, int]:
        """Give how many requests stand in each state but closed; with a clerk, those that this person may see."""
        async with self._database.reading() as tx:
            return await store.count_by_state(tx, store.Filter(states=UNCLOSED, clerk=clerk))

    def due_soon(self, clerk: Clerk | None = None) -> store.Filter:
        """Give what is due within five working days, or overdue already, by the day that staff are warned by."""
        today = self._today()
        last = self._calendar.nth_workday_after(today, DUE_SOON_WORKDAYS) or today + timedelta(days=7)
        return store.Filter(states=tuple(UNDONE), clerk=clerk, warn_by=last)

    async def count_due_soon(self, clerk: Clerk | None = None) -> int:
        """Give how many requests are due soon or overdue."""
        async with self._database.reading() as tx:
            return sum((await store.count_by_state(tx, self.due_soon(clerk))).values())

    async def count_provisional(self) -> int:
        """Give how many open requests have no due date because a year's calendar is missing."""
        async with self._database.reading() as tx:
            return await store.count_provisional(tx, UNDONE)

    async def moved_by(self, notice_id: int) -> MovedDates:
        """Give the due dates that a notice moved, at most two hundred of them."""
        async with self._database.reading() as tx:
            rows = await store.moves_of(tx, notice_id, limit=LISTED_MOVES)
            count = await store.count_moves(tx, notice_id)
        lines = (
            MovedDate(row.number, row.due_before, row.due_after, row.was_provisional, row.told)
            for row in rows
        )
        return MovedDates(count, tuple(lines))

    async def story(self, number: str) -> CaseStory:
        """Give one request with its timeline; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            request = await self._known(tx, number)
            log = await store.log_of(tx, [number])
        dates = self._dates(request, log)
        return CaseStory(
            line=self._line(request, dates),
            timeline=tuple(map(self._happening, log)),
            next_steps=next_steps(State(request.state), actor=Actor.STAFF),
            notice_version=request.notice_version,
            notice_at=request.notice_at,
            dates=dates,
            applicant_confirmed=any(line.kind == APPLICANT_CONFIRMED for line in log),
            until=self._until(State(request.state), dates),
            reasons=sentences(explanation(dates, calendar=self._calendar), self._texts),
            days=diary(dates, entries(log), calendar=self._calendar, today=self._today()),
            applicant_erased=not request.applicant,
            channel=request.channel,
            form_id=request.form_id,
        )

    async def reveal(self, number: str, *, actor: str, reason: str) -> ClearApplicant:
        """Give the applicant's clear values and note who looked and why (PI51).

        Raises `InputError` for an unknown number, when no reason is given, or when they were erased at the end of their
        time.
        """
        if not reason.strip():
            raise InputError("disclosure.refused.reveal_reason")
        async with self._database.transaction() as tx:
            request = await self._known(tx, number)
            if not request.applicant:
                raise InputError("disclosure.refused.erased", number=number)
            values = open_particulars(self._vault, number, request.applicant)
            await audit.record(
                tx,
                "disclosure:reveal",
                actor=actor,
                subject=number,
                now=self._clock.now(),
                detail={"reason": mask_text(reason.strip())},
            )
        return ClearApplicant(**values)

    async def asked_before(self, citizen: str, information: str) -> CaseLine | None:
        """Give the newest of a citizen's own cases that asks for the same; None where none does.

        Only what came by this citizen's own account is looked at, so that nobody's case is shown to somebody else.
        """
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen)
            asked = folded(mask_text(information))
            found = next(
                (row for row in rows if folded_likeness(asked, folded(row.information)) >= SAME_PERCENT), None
            )
            if found is None:
                return None
            return self._case_line(found, await store.log_of(tx, [found.number]), own=True)

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give a citizen's own requests, newest first."""
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen)
            log = await store.log_by_number(tx, [row.number for row in rows])
        return [self._case_line(row, log.get(row.number, ()), own=True) for row in rows]

    async def cases_of_person(self, marks: Collection[str], *, besides: str) -> Sequence[CaseLine]:
        """Give the requests of an applicant who proved to bear one of these numbers, by whatever way they came; newest first.

        Those of the account `besides` are left out. Steps are taken by the way that a request came, so none is offered.
        """
        async with self._database.reading() as tx:
            rows = await store.of_identities(tx, marks, besides=besides)
            log = await store.log_by_number(tx, [row.number for row in rows])
        lines = [self._case_line(row, log.get(row.number, ()), own=True) for row in rows]
        return [replace(line, next_steps=(), group=self._texts("disclosure.elsewhere")) for line in lines]

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one request; somebody else's shows stage and date only (disclosure-rules §14)."""
        async with self._database.reading() as tx:
            request = await store.by_number(tx, number)
            if request is None:
                return None
            log = await store.log_of(tx, [number])
        return self._case_line(request, log, own=request.citizen == citizen)

    async def _known(self, tx: AsyncSession, number: str) -> DisclosureRequestRecord:
        request = await store.by_number(tx, number)
        if request is None:
            raise InputError("disclosure.refused.unknown", number=number)
        return request

    def _today(self) -> date:
        return local_date(self._clock.now())

    def _dates(self, row: DisclosureRequestRecord, log: Sequence[DisclosureEventRecord]) -> Clocks:
        return dates_of(row, log, calendar=self._calendar, today=self._today())

    def _line(self, row: DisclosureRequestRecord, dates: Clocks) -> RequestLine:
        still = row.state not in {State.REPLIED, State.CLOSED}
        left = remaining_workdays(dates, on=self._today(), calendar=self._calendar) if still else None
        warned = replace(dates, due_on=dates.warn_by)
        earliest = remaining_workdays(warned, on=self._today(), calendar=self._calendar)
        return RequestLine(
            number=row.number,
            state=State(row.state),
            state_words=self._texts(f"disclosure.state.{row.state}"),
            applicant_kind=row.applicant_kind,
            applicant_name=row.name_masked,
            information=row.information,
            delivery=row.delivery,
            submitted_at=row.submitted_at,
            receipt_on=dates.receipt_on,
            due_on=dates.due_on,
            due_provisional=dates.provisional,
            remaining_workdays=left,
            earliest_due_on=dates.earliest_due_on,
            earliest_remaining_workdays=earliest if still else None,
            handler=row.handler,
            representative=row.rep_masked,
            milestone=pending_milestone(State(row.state), dates, on=self._today()),
        )

    def _happening(self, line: DisclosureEventRecord) -> Happening:
        words = self._texts(f"disclosure.event.{line.kind}")
        return Happening(line.kind, words, line.at, line.actor, line.detail)

    def _case_line(
        self, row: DisclosureRequestRecord, log: Sequence[DisclosureEventRecord], *, own: bool
    ) -> CaseLine:
        state = State(row.state)
        until = self._until(state, self._dates(row, log))
        waits = state is State.AWAITING_CONFIRMATION
        tapped = any(line.kind == APPLICANT_CONFIRMED for line in log)
        turn = "disclosure.turn.staff_confirmation" if waits and tapped else f"disclosure.turn.{state}"
        return CaseLine(
            number=row.number,
            kind=self._texts("disclosure.kind"),
            stage=self._texts(f"disclosure.state.{state}"),
            turn=self._texts(turn) if own else "",
            until=until,
            title=_short(row.information) if own else "",
            opened_on=local_date(row.submitted_at) if own else None,
            next_steps=_steps_open(state, tapped=tapped) if own else (),
        )

    def _until(self, state: State, dates: Clocks) -> str:
        if state in {State.REPLIED, State.CLOSED}:
            return ""
        if dates.receipt_on is None:
            return self._texts("disclosure.until.unconfirmed")
        return self._running(dates)

    def _running(self, dates: Clocks) -> str:
        if waited := WAITED_FOR.get(dates.status):
            last = dates.pay_by if dates.status is CaseStatus.AWAITING_FEE else dates.correct_by
            return self._texts(f"disclosure.until.{waited}", until=written(last)) if last else ""
        if dates.due_on:
            return self._texts("disclosure.until.due", due=written(dates.due_on))
        if dates.projected_due_on:
            return self._texts("disclosure.until.projected", due=written(dates.projected_due_on))
        if not dates.provisional:
            return self._texts("disclosure.until.consulting")
        counted = counted_workdays(dates, on=self._today(), calendar=self._calendar)
        return self._texts("disclosure.until.provisional", counted=counted)


def _steps_open(state: State, *, tapped: bool) -> tuple[str, ...]:
    """Give what the applicant may do now, in the words of `CaseLine.next_steps`."""
    confirm = ("confirm",) if state is State.AWAITING_CONFIRMATION and not tapped else ()
    withdraw = ("withdraw",) if Step.WITHDRAW in next_steps(state, actor=Actor.APPLICANT) else ()
    return confirm + withdraw


def _short(text: str) -> str:
    return text if len(text) <= TITLE_LETTERS else f"{text[:TITLE_LETTERS]}…"
