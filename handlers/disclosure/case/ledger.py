"""Reading requests: the clerk's list and the whole story of one, and what a citizen may be told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault, mask_text
from handlers.cases import DISCLOSURE, CaseLine, written
from handlers.disclosure.case import store
from handlers.disclosure.case.docket import dates_of
from handlers.disclosure.case.lifecycle import Actor, State, Step, next_steps
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.case.service import APPLICANT_CONFIRMED, purpose
from handlers.disclosure.case.statute import Clocks, counted_workdays, remaining_workdays
from handlers.workdays import Calendar

PAGE_SIZE = 50
TITLE_LETTERS = 24


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as a list shows it, without clear personal values; `remaining_workdays` is negative when overdue."""

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
    """Everything a clerk sees of one request, with the lawful next steps for staff."""

    line: RequestLine
    timeline: tuple[Happening, ...]
    next_steps: tuple[Step, ...]
    notice_version: str
    notice_at: datetime
    correction_notice_by: date | None
    applicant_confirmed: bool


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


class DisclosureLedger:
    """Answers clerks' and citizens' questions about requests; the status source of disclosure."""

    prefix = DISCLOSURE

    def __init__(
        self, database: Database, *, vault: Vault, clock: Clock, calendar: Calendar, texts: Wording
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts

    async def page(self, wanted: store.Filter, *, number: int = 1, size: int = PAGE_SIZE) -> LedgerPage:
        """Give a page of requests, numbered from 1, the most urgent first."""
        offset = (max(number, 1) - 1) * size
        async with self._database.reading() as tx:
            rows = await store.page(tx, wanted, offset=offset, limit=size + 1)
        return LedgerPage(tuple(map(self._line, rows[:size])), max(number, 1), more=len(rows) > size)

    async def count_by_state(self) -> dict[str, int]:
        """Give how many requests stand in each state."""
        async with self._database.reading() as tx:
            return await store.count_by_state(tx)

    async def story(self, number: str) -> CaseStory:
        """Give one request with its timeline; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            request = await self._known(tx, number)
            log = await store.log_of(tx, [number])
        return CaseStory(
            line=self._line(request),
            timeline=tuple(map(self._happening, log)),
            next_steps=next_steps(State(request.state), actor=Actor.STAFF),
            notice_version=request.notice_version,
            notice_at=request.notice_at,
            correction_notice_by=dates_of(request, log, calendar=self._calendar).correction_notice_by,
            applicant_confirmed=any(line.kind == APPLICANT_CONFIRMED for line in log),
        )

    async def reveal(self, number: str, *, actor: str, reason: str) -> ClearApplicant:
        """Give the applicant's clear values and note who looked and why (PI51).

        Raises `InputError` for an unknown number or when no reason is given.
        """
        if not reason.strip():
            raise InputError("disclosure.refused.reveal_reason")
        async with self._database.transaction() as tx:
            request = await self._known(tx, number)
            values = json.loads(self._vault.open(request.applicant, purpose=purpose(number)))
            await audit.record(
                tx,
                "disclosure:reveal",
                actor=actor,
                subject=number,
                now=self._clock.now(),
                detail={"reason": mask_text(reason.strip())},
            )
        return ClearApplicant(**values)

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give a citizen's own requests, newest first."""
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen)
            log = await store.log_of(tx, [row.number for row in rows])
        return [
            self._case_line(row, [line for line in log if line.number == row.number], own=True)
            for row in rows
        ]

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

    def _line(self, row: DisclosureRequestRecord) -> RequestLine:
        today = local_date(self._clock.now())
        open_due = row.due_on if row.state not in {State.REPLIED, State.CLOSED} else None
        left = remaining_workdays(open_due, on=today, calendar=self._calendar) if open_due else None
        return RequestLine(
            number=row.number,
            state=State(row.state),
            state_words=self._texts(f"disclosure.state.{row.state}"),
            applicant_kind=row.applicant_kind,
            applicant_name=row.name_masked,
            information=row.information,
            delivery=row.delivery,
            submitted_at=row.submitted_at,
            receipt_on=row.receipt_on,
            due_on=row.due_on,
            due_provisional=row.due_provisional,
            remaining_workdays=left,
        )

    def _happening(self, line: DisclosureEventRecord) -> Happening:
        words = self._texts(f"disclosure.event.{line.kind}")
        return Happening(line.kind, words, line.at, line.actor, line.detail)

    def _case_line(
        self, row: DisclosureRequestRecord, log: Sequence[DisclosureEventRecord], *, own: bool
    ) -> CaseLine:
        state = State(row.state)
        until = self._until(state, dates_of(row, log, calendar=self._calendar))
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
        if dates.due_on is None:
            today = local_date(self._clock.now())
            counted = counted_workdays(dates.receipt_on, on=today, calendar=self._calendar)
            return self._texts("disclosure.until.provisional", counted=counted)
        return self._texts("disclosure.until.due", due=written(dates.due_on))


def _steps_open(state: State, *, tapped: bool) -> tuple[str, ...]:
    """Give what the applicant may do now, in the words of `CaseLine.next_steps`."""
    confirm = ("confirm",) if state is State.AWAITING_CONFIRMATION and not tapped else ()
    withdraw = ("withdraw",) if Step.WITHDRAW in next_steps(state, actor=Actor.APPLICANT) else ()
    return confirm + withdraw


def _short(text: str) -> str:
    return text if len(text) <= TITLE_LETTERS else f"{text[:TITLE_LETTERS]}…"
