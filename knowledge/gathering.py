"""Declined questions gather into gaps: each joins the group it is most like, or begins one of its own."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.asked import Line
from knowledge.likeness import Crowd
from knowledge.question_records import GapRecord

# More groups than these nobody works through; a question of an older one begins a new one.
COMPARED = 5_000
LONGEST = 500


class GapState(StrEnum):
    """How far a gap has come."""

    OPEN = "open"
    ASSIGNED = "assigned"
    CLOSED = "closed"


# A gap closed by its regression question opens again when its question is declined once more.
BY_REGRESSION = "regression"


async def join(tx: AsyncSession, lines: Sequence[Line]) -> dict[str, int]:
    """Count declined questions in the gap of their kind, in the caller's transaction; give the gap of each key."""
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
        joined[line.key] = gap.id
    return joined


async def one_for(tx: AsyncSession, question: str, *, at: datetime) -> GapRecord:
    """Give the gap that a question belongs to, locked; it is opened where there is none or it was thought closed."""
    [number] = await _placed(tx, [question])
    return await _gap(tx, number, question, at=at)


async def _placed(tx: AsyncSession, questions: Sequence[str]) -> list[int]:
    """Give the gap of each question, or a number below zero for one to be opened; compared beside the event loop."""
    rows = await tx.execute(
        select(GapRecord.id, GapRecord.question).order_by(GapRecord.asked_at.desc()).limit(COMPARED)
    )
    known = {row.id: row.question for row in rows}
    return await asyncio.to_thread(lambda: Crowd(known).place(questions))


async def _gap(
    tx: AsyncSession, number: int, question: str, *, theme: str = "", unit: str = "", at: datetime
) -> GapRecord:
    gap = await tx.get(GapRecord, number, with_for_update=True) if number > 0 else None
    if gap is None:
        gap = GapRecord(
            question=question[:LONGEST],
            theme=theme[:LONGEST],
            unit=unit[:LONGEST],
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
