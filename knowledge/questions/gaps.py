"""The gaps: what citizens asked and no document answered, whose it is, by when, and when it is closed.

A gap is closed by its own question: as soon as the index answers it from the document that was meant to, the gap is
closed and everybody who asked to be told is told, in one transaction.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from knowledge.documents.records import DocumentRecord
from knowledge.index.reader import Reader
from knowledge.questions import regression, saved_questions
from knowledge.questions.groups import BY_REGRESSION, GapState
from knowledge.questions.records import GapRecord, QuestionRecord, SavedRecord, WaitingRecord
from knowledge.questions.saved_questions import Wanted
from knowledge.questions.waiting_list import WaitingList
from knowledge.search.weights import WeightSource, shipped
from knowledge.text import lexicon
from knowledge.text.lexicon import SayingSource, SayingTable

PAGE_GAPS = 50
REASON_LETTERS = 200
SHOWN_WORDINGS = 20


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap as the console shows it; `waiting` citizens asked to be told, `passed` is its question's latest run."""

    id: int
    question: str
    theme: str
    unit: str
    interpreter: str
    total: int
    state: GapState
    due_on: date | None
    document_id: str
    title: str
    opened_at: datetime
    asked_at: datetime
    closed_at: datetime | None
    closed_by: str
    reason: str
    passed: bool | None
    waiting: int


@dataclass(frozen=True, slots=True)
class GapFilters:
    """What the list is narrowed to; None and empty text narrow nothing. `overdue_on` keeps what was due before it."""

    state: GapState | None = None
    unit: str = ""
    overdue_on: date | None = None


# The words for those who waited: the title and the id of the document that answers now, and where in it.
News = Callable[[str, str, str], str]
# The words for those who wait for what will not come: the reason.
Closing = Callable[[str], str]


class Gaps:
    """Keeps the gaps; each public method is one transaction."""

    def __init__(
        self,
        database: Database,
        *,
        waiting: WaitingList,
        clock: Clock,
        news: News,
        closing: Closing,
        weights: WeightSource = shipped,
        sayings: SayingSource = lexicon.shipped,
    ) -> None:
        self._database = database
        self._waiting = waiting
        self._clock = clock
        self._news = news
        self._closing = closing
        self._weights = weights
        self._sayings = sayings
        self._settled: tuple[object, SayingTable] | None = None

    async def page(
        self, filters: GapFilters | None = None, *, number: int = 1, size: int = PAGE_GAPS
    ) -> tuple[list[Gap], bool]:
        """Give a page of the gaps, the most asked first, and whether another follows."""
        query = _narrowed(_gaps(), filters or GapFilters())
        query = query.order_by(GapRecord.total.desc(), GapRecord.asked_at.desc(), GapRecord.id)
        async with self._database.reading() as tx:
            rows = await tx.execute(query.offset((max(number, 1) - 1) * size).limit(size + 1))
            gaps = [_gap(row) for row in rows.all()]
        return gaps[:size], len(gaps) > size

    async def read(self, number: int) -> tuple[Gap, Sequence[tuple[str, int]]]:
        """Give a gap, and the wordings it was asked in with how often; raises `InputError` (`gaps.missing`)."""
        asked = (
            select(QuestionRecord.question, func.count().label("times"))
            .where(QuestionRecord.gap_id == number)
            .group_by(QuestionRecord.question)
            .order_by(func.count().desc(), QuestionRecord.question)
            .limit(SHOWN_WORDINGS)
        )
        async with self._database.reading() as tx:
            row = (await tx.execute(_gaps().where(GapRecord.id == number))).one_or_none()
            if row is None:
                raise InputError("gaps.missing", number=number)
            wordings = [(str(question), int(times)) for question, times in (await tx.execute(asked)).all()]
        return _gap(row), wordings

    async def askers(self, number: int) -> int:
        """Give how many different citizens asked the questions of a gap, as far as they are still kept."""
        counted = select(func.count(func.distinct(QuestionRecord.citizen)))
        async with self._database.reading() as tx:
            return int(await tx.scalar(counted.where(QuestionRecord.gap_id == number)) or 0)

    async def counts(self) -> dict[GapState, int]:
        """Give how many gaps stand in each state."""
        async with self._database.reading() as tx:
            rows = await tx.execute(select(GapRecord.state, func.count()).group_by(GapRecord.state))
            totals = {str(state): int(total) for state, total in rows.all()}
        return {state: totals.get(state.value, 0) for state in GapState}

    async def outstanding(self, unit: str) -> int:
        """Give how many gaps a unit has still to see to."""
        counted = select(func.count()).where(
            GapRecord.unit == unit, GapRecord.state == GapState.ASSIGNED.value
        )
        async with self._database.reading() as tx:
            return int(await tx.scalar(counted) or 0)

    async def assign(self, number: int, *, unit: str, due_on: date | None, actor: str) -> None:
        """Give a gap to a unit with a day; raises `InputError` (`gaps.missing`, `gaps.no_unit`)."""
        if not unit.strip():
            raise InputError("gaps.no_unit")
        async with self._database.transaction() as tx:
            gap = await _locked(tx, number)
            # The person named is of the unit named with it.
            gap.interpreter = gap.interpreter if gap.unit == unit.strip() else ""
            gap.unit, gap.due_on, gap.state = unit.strip(), due_on, GapState.ASSIGNED.value
            gap.closed_at, gap.closed_by, gap.reason = None, "", ""
            day = due_on.isoformat() if due_on else ""
            await self._note(tx, "assign", gap, actor=actor, detail={"unit": gap.unit, "due": day})

    async def link(self, number: int, *, document: str, question: str, actor: str) -> None:
        """Name the document that shall answer, and the wording that has to be answered from it.

        Raises `InputError` (`gaps.missing`, `regression.no_document`, `regression.empty`, `regression.taken`).
        """
        async with self._database.transaction() as tx:
            gap = await _locked(tx, number)
            gap.question = question.strip() or gap.question
            gap.document_id = document
            # What must pass already keeps its demand, whichever way it is asked for anew.
            wanted = await saved_questions.unchanged(tx, gap.question, Wanted(document), own=gap.saved_id)
            gap.saved_id = await saved_questions.save(
                tx, gap.question, wanted, actor=actor, now=self._clock.now()
            )
            await self._note(tx, "link", gap, actor=actor, detail={"document": document})

    async def close(self, number: int, *, reason: str, actor: str) -> None:
        """Close a gap that no document will answer, and tell those who wait why. Raises `InputError` without a reason."""
        if not reason.strip():
            raise InputError("gaps.no_reason")
        async with self._database.transaction() as tx:
            gap = await _locked(tx, number)
            gap.state, gap.closed_at = GapState.CLOSED.value, self._clock.now()
            gap.closed_by, gap.reason = actor, reason.strip()[:REASON_LETTERS]
            words = self._closing(gap.reason)
            told = await self._waiting.tell(tx, gap.id, words, now=self._clock.now())
            await self._note(tx, "close", gap, actor=actor, detail={"reason": gap.reason, "told": str(told)})

    async def reopen(self, number: int, *, actor: str) -> None:
        """Open a closed gap again; raises `InputError` (`gaps.missing`)."""
        async with self._database.transaction() as tx:
            gap = await _locked(tx, number)
            gap.state = GapState.ASSIGNED.value if gap.due_on else GapState.OPEN.value
            gap.closed_at, gap.closed_by, gap.reason = None, "", ""
            await self._note(tx, "reopen", gap, actor=actor)

    async def settle(self, reader: Reader | None) -> None:
        """Run the saved questions on what serves now, and close the gaps that it answers.

        All are run when something else has come to serve, else only those saved since. A process that starts runs
        them all, so a crash leaves nothing out. Raises `ServiceError`.
        """
        if reader is None:
            return
        edition = (reader.edition, self._sayings())
        async with self._database.reading() as tx:
            questions = await saved_questions.watched(tx, fresh=edition == self._settled)
        if not questions:
            self._settled = edition
            return
        today = local_date(self._clock.now())
        results = await asyncio.to_thread(
            regression.run,
            reader,
            questions,
            today=today,
            weights=self._weights,
            sayings=self._sayings,
        )
        async with self._database.transaction() as tx:
            await saved_questions.note_results(tx, results, generation=reader.name, now=self._clock.now())
            # Whoever waits is told of the document as soon as its words are shown, though with a reservation.
            passed = [number for number, result in results.items() if result.shown]
            rows = await tx.scalars(
                select(GapRecord)
                .where(GapRecord.saved_id.in_(passed), GapRecord.state != GapState.CLOSED.value)
                .with_for_update()
            )
            for gap in rows.all():
                await self._answered(tx, gap, spot=results[gap.saved_id].spot if gap.saved_id else "")
        self._settled = edition

    async def _answered(self, tx: AsyncSession, gap: GapRecord, *, spot: str) -> None:
        now = self._clock.now()
        gap.state, gap.closed_at, gap.closed_by = GapState.CLOSED.value, now, BY_REGRESSION
        document = await tx.get(DocumentRecord, gap.document_id)
        words = self._news(document.title if document else "", gap.document_id, spot)
        count = await self._waiting.tell(tx, gap.id, words, now=now)
        await self._note(tx, "answered", gap, actor="bot", detail={"told": str(count)})

    async def _note(
        self, tx: AsyncSession, step: str, gap: GapRecord, *, actor: str, detail: dict[str, str] | None = None
    ) -> None:
        await audit.record(
            tx, f"gap:{step}", actor=actor, subject=str(gap.id), now=self._clock.now(), detail=detail
        )


async def _locked(tx: AsyncSession, number: int) -> GapRecord:
    gap = await tx.get(GapRecord, number, with_for_update=True)
    if gap is None:
        raise InputError("gaps.missing", number=number)
    return gap


def _gaps() -> Select[tuple[GapRecord, str | None, bool | None, int]]:
    waiting = (
        select(func.count())
        .where(WaitingRecord.gap_id == GapRecord.id, WaitingRecord.told_at.is_(None))
        .correlate(GapRecord)
        .scalar_subquery()
    )
    return (
        select(GapRecord, DocumentRecord.title, SavedRecord.passed, waiting)
        .outerjoin(DocumentRecord, DocumentRecord.id == GapRecord.document_id)
        .outerjoin(SavedRecord, SavedRecord.id == GapRecord.saved_id)
    )


def _narrowed(
    query: Select[tuple[GapRecord, str | None, bool | None, int]], filters: GapFilters
) -> Select[tuple[GapRecord, str | None, bool | None, int]]:
    if filters.state:
        query = query.where(GapRecord.state == filters.state.value)
    if filters.unit:
        query = query.where(GapRecord.unit == filters.unit)
    if filters.overdue_on:
        query = query.where(GapRecord.due_on < filters.overdue_on, GapRecord.state == GapState.ASSIGNED.value)
    return query


def _gap(found: Sequence[Any]) -> Gap:
    """Give the gap of a row of `_gaps`."""
    row, title, passed, waiting = found
    return Gap(
        id=row.id,
        question=row.question,
        theme=row.theme,
        unit=row.unit,
        interpreter=row.interpreter,
        total=row.total,
        state=GapState(row.state),
        due_on=row.due_on,
        document_id=row.document_id,
        title=title or "",
        opened_at=row.opened_at,
        asked_at=row.asked_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        reason=row.reason,
        passed=passed,
        waiting=waiting,
    )
