"""Reading tickets: the clerk's queue and one talk, and what a citizen may be told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.clock import SHANGHAI, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault
from handlers.cases import TICKET, CaseLine
from handlers.ratings.store import points_of
from handlers.tickets import store
from handlers.tickets.records import OPEN, TicketRecord
from handlers.tickets.service import purpose

PAGE_SIZE = 50
TITLE_LETTERS = 24


@dataclass(frozen=True, slots=True)
class TalkTurn:
    """One turn of the talk: `who` is `user`, `bot`, or `staff:` with the login of whoever wrote."""

    who: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket as the queue shows it; the question is masked."""

    number: str
    kind: str
    state: str
    state_words: str
    question: str
    unit: str
    interpreter: str
    due_on: date | None
    opened_at: datetime
    answered_at: datetime | None
    answered_by: str
    answer: str
    bound: bool = True
    handler: str = ""
    watchers: tuple[str, ...] = ()
    merged_into: str = ""
    satisfaction: int | None = None


@dataclass(frozen=True, slots=True)
class TicketStory:
    """One ticket with the talk before it."""

    line: TicketLine
    transcript: tuple[TalkTurn, ...]


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One page of the queue; `more` says that another follows."""

    lines: tuple[TicketLine, ...]
    number: int
    more: bool


class TicketLedger:
    """Answers clerks' and citizens' questions about tickets; the status source of tickets."""

    prefix = TICKET

    def __init__(self, database: Database, *, vault: Vault, texts: Wording) -> None:
        self._database = database
        self._vault = vault
        self._texts = texts

    async def page(
        self,
        states: Sequence[str] = (OPEN,),
        *,
        words: str = "",
        unit: str = "",
        handler: str = "",
        watcher: str = "",
        number: int = 1,
        size: int = PAGE_SIZE,
    ) -> TicketPage:
        """Give a page of tickets, numbered from 1, the longest waiting first; the rest as in the store."""
        offset = (max(number, 1) - 1) * size
        async with self._database.reading() as tx:
            rows = await store.page(
                tx,
                states,
                offset=offset,
                limit=size + 1,
                words=words,
                unit=unit,
                handler=handler,
                watcher=watcher,
            )
        return TicketPage(tuple(map(self._line, rows[:size])), max(number, 1), more=len(rows) > size)

    async def count_open(self) -> int:
        """Give how many tickets are open."""
        async with self._database.reading() as tx:
            return await store.count_open(tx)

    async def answered(self, year: int) -> tuple[int, int]:
        """Give how many calls for a person of a year were answered, and how many there were."""
        async with self._database.reading() as tx:
            return await store.answered_of(
                tx, datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
            )

    async def story(self, number: str) -> TicketStory:
        """Give one ticket with its talk; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            points = await points_of(tx, number)
        if row is None:
            raise InputError("tickets.refused.unknown", number=number)
        turns = json.loads(self._vault.open(row.transcript, purpose=purpose(number)))
        talk = tuple(TalkTurn(who, text, datetime.fromtimestamp(at, UTC)) for who, text, at in turns)
        return TicketStory(replace(self._line(row), satisfaction=points), talk)

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give a citizen's own questions, newest first."""
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen)
        return [self._case_line(row, own=True) for row in rows]

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one question; somebody else's shows its stage only, and the office's own tasks show nothing."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
        if row is None or row.kind != store.QUESTION:
            return None
        return self._case_line(row, own=row.citizen == citizen)

    def _line(self, row: TicketRecord) -> TicketLine:
        return TicketLine(
            number=row.number,
            kind=row.kind,
            state=row.state,
            state_words=self._texts(f"tickets.state.{row.state}"),
            question=row.question,
            unit=row.unit,
            interpreter=row.interpreter,
            due_on=row.due_on,
            opened_at=row.opened_at,
            answered_at=row.answered_at,
            answered_by=row.answered_by,
            answer=row.answer,
            bound=row.bound,
            handler=row.handler,
            watchers=tuple(row.watchers),
            merged_into=row.merged_into,
        )

    def _turn(self, row: TicketRecord) -> str:
        if row.state == OPEN and row.unit:
            return self._texts("tickets.turn.unit", unit=row.unit)
        return self._texts(f"tickets.turn.{row.state}")

    def _until(self, row: TicketRecord) -> str:
        if row.due_on is None:
            return self._texts("tickets.until.open")
        return self._texts("tickets.until.due", month=row.due_on.month, day=row.due_on.day)

    def _case_line(self, row: TicketRecord, *, own: bool) -> CaseLine:
        first = next(iter(row.question.splitlines()), "")
        return CaseLine(
            number=row.number,
            kind=self._texts("tickets.kind"),
            stage=self._texts(f"tickets.state.{row.state}"),
            turn=self._turn(row) if own else "",
            until=self._until(row) if row.state == OPEN else "",
            title=first[:TITLE_LETTERS] if own else "",
            opened_on=local_date(row.opened_at) if own else None,
        )
