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
    crowd = await crowd_of(tx)
    joined: dict[str, int] = {}
    for line in lines:
        at = datetime.fromtimestamp(line.at, UTC)
        gap = await one_for(tx, line.question, crowd, theme=line.theme, unit=line.unit, at=at)
        gap.total += 1
        gap.asked_at = max(gap.asked_at, at)
        joined[line.key] = gap.id
    return joined


async def crowd_of(tx: AsyncSession) -> Crowd:
    """Give the gaps as groups of like questions; they are read beside the event loop."""
    rows = await tx.execute(
        select(GapRecord.id, GapRecord.question).order_by(GapRecord.asked_at.desc()).limit(COMPARED)
    )
    known = {row.id: row.question for row in rows}
    return await asyncio.to_thread(Crowd, known)


async def one_for(
    tx: AsyncSession, question: str, crowd: Crowd, *, theme: str = "", unit: str = "", at: datetime
) -> GapRecord:
    """Give the gap that a question belongs to, locked, opening one where there is none or it was thought closed."""
    near = crowd.nearest(question)
    gap = await tx.get(GapRecord, near[0], with_for_update=True) if near else None
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
        crowd.add(gap.id, question)
    elif gap.state == GapState.CLOSED and gap.closed_by == BY_REGRESSION:
        gap.state, gap.closed_at, gap.closed_by = GapState.OPEN.value, None, ""
    return gap
