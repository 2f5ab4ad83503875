"""The saved questions: those that every publication has to stand, and those whose right passage a person confirmed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import mask_text
from knowledge.documents.records import DocumentRecord
from knowledge.questions.records import GapRecord, SavedRecord
from knowledge.questions.regression import AnswerResult, Expected

QUESTION_LETTERS = 300
REASON_LETTERS = 200
QUOTED_WORDS = 5
PAGE_QUESTIONS = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a saved question demands: its document, words of the quote, the passage called right (empty: none).

    `watched` ones are run at every publication.
    """

    document: str
    words: tuple[str, ...] = ()
    passage: str = ""
    watched: bool = True


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A saved question with the document and the passage that a person called right."""

    id: int
    question: str
    document_id: str
    passage: str

    def line(self) -> str:
        """Give it as a line of a labelled file, as calibration reads it (`knowledge.evaluation.labelled`)."""
        row = {
            "qid": f"saved-{self.id}",
            "question": self.question,
            "docids": [self.document_id],
            "answers": [self.passage],
        }
        return json.dumps(row, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved question with its latest run; `passed` is None before the first one."""

    id: int
    question: str
    document_id: str
    title: str
    words: tuple[str, ...]
    watched: bool
    confirmed: bool
    saved_by: str
    saved_at: datetime
    passed: bool | None
    cited: str
    confidence: float
    run_at: datetime | None
    accepted_by: str


class SavedQuestions:
    """Keeps the saved questions; each public method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def save(self, question: str, wanted: Wanted, *, actor: str, replacing: bool = True) -> int:
        """Save a question, or what a saved one demands now; give its id.

        Without `replacing`, what a must-pass question demands stays: to change it is to drop it and save another.
        Raises `InputError`: `regression.empty` without words, `regression.no_document` for an unknown document,
        `regression.taken` where something else is demanded already.
        """
        async with self._database.transaction() as tx:
            if not replacing:
                wanted = await unchanged(tx, question, wanted)
            return await save(tx, question, wanted, actor=actor, now=self._clock.now())

    async def drop(self, number: int, *, actor: str, reason: str) -> None:
        """Take a question out of the set; gaps that counted on it are left to be closed by hand.

        Raises `InputError` (`regression.no_reason`) without a reason, which the audit keeps.
        """
        detail = {"reason": _reason(reason)}
        async with self._database.transaction() as tx:
            row = await tx.get(SavedRecord, number)
            if row is None:
                return
            await tx.execute(update(GapRecord).where(GapRecord.saved_id == number).values(saved_id=None))
            await tx.delete(row)
            detail |= {"document": row.document_id}
            await audit.record(
                tx,
                "regression:drop",
                actor=actor,
                subject=str(number),
                now=self._clock.now(),
                detail=detail,
            )

    async def accept(self, numbers: Sequence[int], *, actor: str, reason: str) -> None:
        """Note that a person publishes although these questions fail; they block no more until they pass again.

        Raises `InputError` (`regression.no_reason`) without a reason, which the audit keeps.
        """
        now, detail = self._clock.now(), {"reason": _reason(reason)}
        async with self._database.transaction() as tx:
            await tx.execute(
                update(SavedRecord)
                .where(SavedRecord.id.in_(numbers))
                .values(accepted_by=actor, accepted_at=now)
            )
            for number in numbers:
                await audit.record(
                    tx, "regression:accept", actor=actor, subject=str(number), now=now, detail=detail
                )

    async def watched(self) -> tuple[Expected, ...]:
        """Give the questions that every publication has to stand."""
        async with self._database.reading() as tx:
            return await watched(tx)

    async def page(
        self, *, number: int = 1, size: int = PAGE_QUESTIONS, failing: bool = False
    ) -> tuple[list[Saved], bool]:
        """Give a page of the saved questions, failing ones first, and whether another follows."""
        query = (
            select(SavedRecord, DocumentRecord.title)
            .outerjoin(DocumentRecord, DocumentRecord.id == SavedRecord.document_id)
            .order_by(SavedRecord.passed.is_(False).desc(), SavedRecord.id.desc())
        )
        if failing:
            query = query.where(SavedRecord.passed.is_(False), SavedRecord.watched)
        async with self._database.reading() as tx:
            rows = await tx.execute(query.offset((max(number, 1) - 1) * size).limit(size + 1))
            questions = [_saved(row, title or "") for row, title in rows.all()]
        return questions[:size], len(questions) > size

    async def confirmed(self) -> list[Confirmed]:
        """Give the questions whose right passage a person confirmed, in the order they were saved."""
        async with self._database.reading() as tx:
            rows = await tx.scalars(select(SavedRecord).where(SavedRecord.confirmed).order_by(SavedRecord.id))
            return [
                Confirmed(row.id, row.question, row.document_id, row.passage) for row in rows if row.passage
            ]


def _reason(written: str) -> str:
    kept = mask_text(written).strip()[:REASON_LETTERS]
    if not kept:
        raise InputError("regression.no_reason")
    return kept


async def unchanged(tx: AsyncSession, question: str, wanted: Wanted, *, own: int | None = None) -> Wanted:
    """Give what is wanted, unless it would replace what a must-pass question demands; raises `InputError`.

    `own` is the question that the caller itself saved before. Words that are not named stay as they are.
    """
    found = await tx.scalars(select(SavedRecord).where(SavedRecord.question == _asked(question)))
    row = found.one_or_none()
    if row is None or not row.watched or row.id == own:
        return wanted
    words = wanted.words[:QUOTED_WORDS] or tuple(row.words)
    if row.document_id != wanted.document or tuple(row.words) != words:
        raise InputError("regression.taken", question=row.question)
    return replace(wanted, words=words)


def _asked(question: str) -> str:
    return " ".join(mask_text(question).split())[:QUESTION_LETTERS]


async def save(tx: AsyncSession, question: str, wanted: Wanted, *, actor: str, now: datetime) -> int:
    """Save a question in the caller's transaction; give its id. Raises as `SavedQuestions.save` does."""
    asked = _asked(question)
    if not asked:
        raise InputError("regression.empty")
    if await tx.get(DocumentRecord, wanted.document) is None:
        raise InputError("regression.no_document", id=wanted.document[:QUESTION_LETTERS])
    earlier = await tx.scalars(select(SavedRecord).where(SavedRecord.question == asked).with_for_update())
    row = earlier.one_or_none() or SavedRecord(question=asked, watched=False, confirmed=False, passage="")
    row.document_id, row.words = wanted.document, list(wanted.words[:QUOTED_WORDS])
    row.watched = row.watched or wanted.watched
    if wanted.passage:
        row.confirmed, row.passage = True, wanted.passage
    row.saved_by, row.saved_at = actor, now
    row.passed, row.cited, row.confidence, row.generation = None, "", 0.0, ""
    row.run_at, row.accepted_by, row.accepted_at = None, "", None
    tx.add(row)
    await tx.flush()
    await audit.record(
        tx,
        "regression:save",
        actor=actor,
        subject=str(row.id),
        now=now,
        detail={"document": wanted.document},
    )
    return row.id


async def watched(tx: AsyncSession, *, fresh: bool = False) -> tuple[Expected, ...]:
    """Give the watched questions, in the caller's transaction; with `fresh` only those that were not run yet."""
    query = select(SavedRecord).where(SavedRecord.watched).order_by(SavedRecord.id)
    if fresh:
        query = query.where(SavedRecord.run_at.is_(None))
    rows = await tx.scalars(query)
    return tuple(
        Expected(
            row.id, row.question, row.document_id, tuple(row.words), accepted=row.accepted_at is not None
        )
        for row in rows
    )


async def note_results(
    tx: AsyncSession, results: Mapping[int, AnswerResult], *, generation: str, now: datetime
) -> None:
    """Keep the results of a run in the caller's transaction; what passes again needs no acceptance any more."""
    for number, result in results.items():
        values: dict[str, Any] = {
            "passed": result.passed,
            "cited": result.cited,
            "confidence": result.confidence,
            "generation": generation,
            "run_at": now,
        }
        if result.passed:
            values |= {"accepted_by": "", "accepted_at": None}
        await tx.execute(update(SavedRecord).where(SavedRecord.id == number).values(**values))


def _saved(row: SavedRecord, title: str) -> Saved:
    return Saved(
        id=row.id,
        question=row.question,
        document_id=row.document_id,
        title=title,
        words=tuple(row.words),
        watched=row.watched,
        confirmed=row.confirmed,
        saved_by=row.saved_by,
        saved_at=row.saved_at,
        passed=row.passed,
        cited=row.cited,
        confidence=row.confidence,
        run_at=row.run_at,
        accepted_by=row.accepted_by,
    )
