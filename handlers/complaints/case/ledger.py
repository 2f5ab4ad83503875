"""Reading complaints: the desk's list, the whole story of one, and what a citizen may be told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault, mask_text
from handlers.cases import COMPLAINT as PREFIX
from handlers.cases import CaseLine
from handlers.complaints.case import store
from handlers.complaints.case.clerk import IDENTITY_PERMIT, ComplaintClerk
from handlers.complaints.case.clocks import ComplaintClocks
from handlers.complaints.case.lifecycle import ENDED, ComplaintState, ComplaintStep
from handlers.complaints.case.messages import until_words
from handlers.complaints.case.papers import ComplaintPaper, papers_of
from handlers.complaints.case.particulars import ToldComplaint, open_told
from handlers.complaints.case.records import ComplaintEventRecord, ComplaintRecord
from handlers.complaints.case.taking import dates_of, open_steps, standing_of
from handlers.workdays import WorkingCalendar

PAGE_SIZE = 50
TITLE_LETTERS = 24
DUE_SOON_WORKDAYS = 1
UNENDED = tuple(state.value for state in ComplaintState if state not in ENDED)
PUBLIC = frozenset(ComplaintStep) - {ComplaintStep.SEND_BACK, ComplaintStep.ARCHIVE}
"""The steps that the applicant sees with unit and time; what is sent back for other words stays within the office."""
RATED = frozenset({ComplaintState.CLOSED, ComplaintState.CALL_BACK})


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint as a list shows it; `left_workdays` is negative when the next day is over."""

    number: str
    kind: str
    state: ComplaintState
    state_words: str
    gist: str
    place: str
    unit: str
    submitted_at: datetime
    next_on: date | None
    left_workdays: int | None


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """One page of the list; `more` says that another follows."""

    lines: tuple[ComplaintLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class ComplaintHappening:
    """One line of a complaint's story."""

    step: str
    at: datetime
    actor: str
    detail: dict[str, str]


@dataclass(frozen=True, slots=True)
class ComplaintStory:
    """What somebody at the desk reads of one complaint: masked, with the steps open to this person."""

    line: ComplaintLine
    form_id: str
    category: str
    wish: str
    anonymous: bool
    urgent: bool
    matter: str
    helpers: tuple[str, ...]
    result: str
    lead: str
    version: int
    erased: bool
    may_reveal: bool
    dates: ComplaintClocks
    timeline: tuple[ComplaintHappening, ...]
    papers: Sequence[ComplaintPaper]
    steps: tuple[ComplaintStep, ...]
    reachable: bool = True
    channel: str = ""
    caller: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintProgress:
    """What a signed link tells of a complaint: its line, and each public stage with unit and time, without a person."""

    case: CaseLine
    stages: tuple[tuple[str, datetime], ...]


class ComplaintLedger:
    """Answers clerks' and citizens' questions about complaints; the status source of complaints."""

    prefix = PREFIX

    def __init__(
        self, database: Database, *, vault: Vault, clock: Clock, calendar: WorkingCalendar, texts: Wording
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts

    async def page(
        self, wanted: store.ComplaintFilter, *, number: int = 1, size: int = PAGE_SIZE
    ) -> ComplaintPage:
        """Give a page of complaints, numbered from 1, the most pressing first."""
        async with self._database.reading() as tx:
            rows = await store.page(tx, wanted, offset=(max(number, 1) - 1) * size, limit=size + 1)
        return ComplaintPage(tuple(map(self._line, rows[:size])), more=len(rows) > size)

    async def count_by_state(self, clerk: ComplaintClerk) -> dict[str, int]:
        """Give how many of the complaints that a person may see, and that are not over, stand in each state."""
        async with self._database.reading() as tx:
            return await store.count_by_state(tx, store.ComplaintFilter(clerk, states=UNENDED))

    def due_soon(self, clerk: ComplaintClerk) -> store.ComplaintFilter:
        """Give what has to be done by the next working day, or should have been."""
        today = self._today()
        last = self._calendar.nth_workday_after(today, DUE_SOON_WORKDAYS) or today + timedelta(days=3)
        return store.ComplaintFilter(clerk, states=UNENDED, warn_by=last)

    async def count_due_soon(self, clerk: ComplaintClerk) -> int:
        """Give how many complaints are due soon or overdue."""
        async with self._database.reading() as tx:
            return sum((await store.count_by_state(tx, self.due_soon(clerk))).values())

    async def to_call(self, clerk: ComplaintClerk) -> tuple[ComplaintLine, ...]:
        """Give what waits for a call by this very person: own follow-up visits, and calls back that were given by name."""
        async with self._database.reading() as tx:
            return tuple(map(self._line, await store.to_call(tx, clerk, limit=PAGE_SIZE)))

    async def story(self, number: str, *, clerk: ComplaintClerk) -> ComplaintStory:
        """Give one complaint; raises `InputError` for one that is not there or not this person's to see."""
        async with self._database.reading() as tx:
            row = await store.visible(tx, number, clerk)
            log = await store.log_of(tx, number)
            papers = await papers_of(tx, self._vault, number)
        standing = standing_of(row, log, calendar=self._calendar, today=self._today())
        return ComplaintStory(
            line=self._line(row),
            form_id=row.form_id,
            category=row.category,
            wish=row.wish,
            anonymous=row.anonymous,
            urgent=row.urgent,
            matter=row.matter,
            helpers=tuple(row.helpers),
            result=row.result,
            lead=row.lead,
            version=row.version,
            erased=not row.told,
            may_reveal=_may_reveal(clerk, row, log),
            dates=standing.dates,
            timeline=tuple(map(_happening, log)),
            papers=papers,
            steps=open_steps(standing, clerk.parts_in(row.unit), by=clerk.login),
            reachable=bool(row.citizen and row.talk_channel),
            channel=row.channel,
            caller=row.caller,
        )

    async def reveal(self, number: str, *, clerk: ComplaintClerk, reason: str) -> ToldComplaint:
        """Give what was told in clear, and by whom where this person may know; who looked and why is kept (PI51).

        Raises `InputError` for a complaint that is not this person's to see, or an empty reason.
        """
        if not reason.strip():
            raise InputError("complaints.refused.reason")
        async with self._database.transaction() as tx:
            row = await store.visible(tx, number, clerk)
            told = open_told(self._vault, number, row.told)
            if not _may_reveal(clerk, row, await store.log_of(tx, number)):
                told = replace(told, name="", phone="")
            detail = {
                "reason": mask_text(reason.strip()),
                "person": str(bool(told.name or told.phone)).lower(),
            }
            await audit.record(
                tx,
                "complaint:reveal",
                actor=clerk.login,
                subject=number,
                now=self._clock.now(),
                detail=detail,
            )
        return told

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give a citizen's own complaints, newest first."""
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen)
            logs = await store.log_by_number(tx, [row.number for row in rows])
        return [self._case(row, logs[row.number], own=True) for row in rows]

    async def named_cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give those of a citizen's complaints that were not made namelessly: what bears no name is no person's but the account's."""
        async with self._database.reading() as tx:
            rows = [row for row in await store.of_citizen(tx, citizen) if not row.anonymous]
            logs = await store.log_by_number(tx, [row.number for row in rows])
        return [self._case(row, logs[row.number], own=True) for row in rows]

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one complaint; what it is about only to its own citizen."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            if row is None:
                return None
            log = await store.log_of(tx, number)
        return self._case(row, log, own=bool(citizen) and row.citizen == citizen)

    async def progress(self, number: str) -> ComplaintProgress:
        """Give what a signed link shows; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            if row is None:
                raise InputError("complaints.refused.unknown", number=number)
            log = await store.log_of(tx, number)
        line = replace(self._case(row, log, own=True), title="")
        unit, stages = "", []
        for event in log:
            unit = event.detail.get("unit", unit)
            if event.kind in PUBLIC:
                stages.append((self._texts(f"complaints.public.{event.kind}", unit=unit), event.at))
        return ComplaintProgress(line, tuple(stages))

    def _case(self, row: ComplaintRecord, log: Sequence[ComplaintEventRecord], *, own: bool) -> CaseLine:
        state = ComplaintState(row.state)
        runs = row.state in UNENDED and state not in RATED and state is not ComplaintState.SUPERVISED
        dates = dates_of(row, log, calendar=self._calendar)
        until = until_words(row, dates, self._texts) if runs else ""
        title = row.gist if len(row.gist) <= TITLE_LETTERS else f"{row.gist[:TITLE_LETTERS]}……"
        return CaseLine(
            number=row.number,
            kind=self._texts("complaints.kind"),
            stage=self._texts(f"complaints.state.{row.state}"),
            turn=self._texts(f"complaints.turn.{row.state}", unit=row.unit, lead=row.lead) if own else "",
            until=until,
            title=title if own else "",
            opened_on=local_date(row.submitted_at) if own else None,
        )

    def _line(self, row: ComplaintRecord) -> ComplaintLine:
        state = ComplaintState(row.state)
        ended = state in ENDED
        return ComplaintLine(
            number=row.number,
            kind=row.kind,
            state=state,
            state_words=self._texts(f"complaints.state.{row.state}"),
            gist=row.gist,
            place=row.place,
            unit=row.unit,
            submitted_at=row.submitted_at,
            next_on=None if ended else row.warn_on,
            left_workdays=self._left(None if ended else row.warn_on),
        )

    def _left(self, day: date | None) -> int | None:
        if day is None:
            return None
        today = self._today()
        if day >= today:
            return self._calendar.workdays_between(today, day)
        over = self._calendar.workdays_between(day, today)
        return None if over is None else -max(over, 1)

    def _today(self) -> date:
        return local_date(self._clock.now())


def _may_reveal(clerk: ComplaintClerk, row: ComplaintRecord, log: Sequence[ComplaintEventRecord]) -> bool:
    permitted = frozenset(line.detail.get("permitted", "") for line in log if line.kind == IDENTITY_PERMIT)
    return clerk.may_reveal(row.unit, kind=row.kind, anonymous=row.anonymous, permitted=permitted)


def _happening(line: ComplaintEventRecord) -> ComplaintHappening:
    return ComplaintHappening(line.kind, line.at, line.actor, dict(line.detail))
