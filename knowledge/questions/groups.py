"""Declined questions gather into gaps: each joins the group it is most like, or begins one of its own."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import local_date
from knowledge.questions.likeness import Crowd
from knowledge.questions.note import MaskedNote
from knowledge.questions.records import GapRecord

# More groups than these nobody works through; a question of an older one begins a new one.
COMPARED_GAPS = 5_000
QUESTION_LETTERS = 500
NAME_LETTERS = 80
# Gives the last day for what was asked on a day; None where the calendar does not reach.
Due = Callable[[date], date | None]


class GapState(StrEnum):
    """How far a gap has come."""

    OPEN = "open"
    ASSIGNED = "assigned"
    CLOSED = "closed"


# A gap closed by its regression question opens again when its question is declined once more.
BY_REGRESSION = "regression"


async def join(tx: AsyncSession, lines: Sequence[MaskedNote], *, due: Due | None = None) -> dict[str, int]:
    """Count declined questions in the gap of their kind, in the caller's transaction; give the gap of each key.

    A gap that nobody was given yet goes to the interpreter of the document that came nearest, to be seen to by `due`.
    """
    if not lines:
        return {}
    placed = await _placed(tx, [line.question for line in lines])
    gaps: dict[int, GapRecord] = {}
    joined: dict[str, int] = {}
    for line, number in zip(lines, placed, strict=True):
        at = datetime.fromtimestamp(line.at, UTC)
        if number not in gaps:
            gaps[number] = await _gap(tx, number, line.question, theme=line.theme, unit=line.unit, at=at)
        gap = gaps[number]
        gap.total += 1
        gap.asked_at = max(gap.asked_at, at)
        if line.interpreter_unit and gap.state == GapState.OPEN:
            await _hand_over(tx, gap, line, due=due)
        joined[line.key] = gap.id
    return joined


async def _hand_over(tx: AsyncSession, gap: GapRecord, line: MaskedNote, *, due: Due | None) -> None:
    """Give a gap to the unit that explains the nearest document, with the person named there."""
    at = datetime.fromtimestamp(line.at, UTC)
    gap.state, gap.unit = GapState.ASSIGNED.value, line.interpreter_unit[:QUESTION_LETTERS]
    gap.interpreter = line.interpreter[:NAME_LETTERS]
    gap.due_on = due(local_date(at)) if due else None
    day = gap.due_on.isoformat() if gap.due_on else ""
    detail = {"unit": gap.unit, "due": day, "document": line.document}
    await audit.record(tx, "gap:route", actor="bot", subject=str(gap.id), now=at, detail=detail)


async def one_for(tx: AsyncSession, question: str, *, at: datetime) -> GapRecord:
    """Give the gap that a question belongs to, locked; it is opened where there is none or it was thought closed."""
    [number] = await _placed(tx, [question])
    return await _gap(tx, number, question, at=at)


async def _placed(tx: AsyncSession, questions: Sequence[str]) -> list[int]:
    """Give the gap of each question, or a number below zero for one to be opened; compared beside the event loop."""
    rows = await tx.execute(
        select(GapRecord.id, GapRecord.question).order_by(GapRecord.asked_at.desc()).limit(COMPARED_GAPS)
    )
    known = {row.id: row.question for row in rows}
    return await asyncio.to_thread(lambda: Crowd(known).place(questions))


async def _gap(
    tx: AsyncSession, number: int, question: str, *, theme: str = "", unit: str = "", at: datetime
) -> GapRecord:
    gap = await tx.get(GapRecord, number, with_for_update=True) if number > 0 else None
    if gap is None:
        gap = GapRecord(
            question=question[:QUESTION_LETTERS],
            theme=theme[:QUESTION_LETTERS],
            unit=unit[:QUESTION_LETTERS],
            total=0,
            state=GapState.OPEN.value,
            due_on=None,
            saved_id=None,
            opened_at=at,
            asked_at=at,
            closed_at=None,
        )
        tx.add(gap)
        await tx.flush()
    elif gap.state == GapState.CLOSED and gap.closed_by == BY_REGRESSION:
        gap.state, gap.closed_at, gap.closed_by = GapState.OPEN.value, None, ""
    return gap
