"""How long it is kept who complained, and in which words: until a year after the end of the case (PI19, PI47).

Number, kind, masked gist and log stay: they are what the figures are counted from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI, local_date
from bot.database import touched
from bot.retention import LISTED, Expired, HeldBack
from handlers.complaints.case import store
from handlers.complaints.case.lifecycle import COMPLAINT, ComplaintActor
from handlers.complaints.case.records import ComplaintEventRecord, ComplaintPaperRecord, ComplaintRecord
from handlers.complaints.repeats.records import ComplaintSignRecord

KEPT_DAYS = 366
ERASED = "erased"
ENDS = tuple(state.value for state in COMPLAINT.ends)


async def ended_on(tx: AsyncSession, complaint: ComplaintRecord) -> date | None:
    """Give the civil day on which a complaint ended; None for one that goes on."""
    if complaint.state not in ENDS:
        return None
    steps = [line.at for line in await store.log_of(tx, complaint.number) if line.kind != ERASED]
    return local_date(max(steps))


def kept_until(ended: date) -> date:
    """Give the last day of keeping."""
    return ended + timedelta(days=KEPT_DAYS)


@dataclass(frozen=True, slots=True)
class EndedComplaints:
    """Empties what is sealed of complaints a year after their end, with all by which their applicants could be found."""

    name: str = "complaints"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the complaints over their time; as held back, those of that age that nobody has ended."""
        record = ComplaintRecord
        count, oldest, names = await _listed(tx, _old(now))
        since = _since(now)
        waiting = and_(record.state.not_in(ENDS), record.told != b"", record.submitted_at < since)
        open_, _, listed = await _listed(tx, waiting)
        held = (HeldBack("open_complaint", open_, listed),) if open_ else ()
        return Expired(count, oldest, names, held)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Empty at most so many."""
        record = ComplaintRecord
        chosen = select(record.number).where(_old(now)).order_by(record.number).limit(limit)
        numbers = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
        return await erase_complaints(tx, numbers, now=now) if numbers else 0


async def erase_complaints(tx: AsyncSession, numbers: Sequence[str], *, now: datetime) -> int:
    """Empty what tells who complained, for good, in the caller's transaction; each case's log says that it is gone."""
    record, paper = ComplaintRecord, ComplaintPaperRecord
    done = await tx.execute(
        update(record)
        .where(record.number.in_(numbers))
        .values(told=b"", place="", citizen="", departed="", push_key="")
        .execution_options(synchronize_session=False)
    )
    await tx.execute(
        update(paper)
        .where(paper.number.in_(numbers))
        .values(content=b"")
        .execution_options(synchronize_session=False)
    )
    sign = ComplaintSignRecord
    await tx.execute(
        update(sign)
        .where(sign.number.in_(numbers))
        .values(person="", phone="", place="")
        .execution_options(synchronize_session=False)
    )
    for number in numbers:
        store.note(tx, number, kind=ERASED, at=now, actor=ComplaintActor.BOT.value, detail={})
    return touched(done)


def _since(now: datetime) -> datetime:
    """Give the instant before which the last step of what is over its time was taken."""
    return datetime.combine(local_date(now) - timedelta(days=KEPT_DAYS), time(), SHANGHAI)


def _old(now: datetime) -> ColumnElement[bool]:
    record, line = ComplaintRecord, ComplaintEventRecord
    since = _since(now)
    later = select(line.id).where(line.number == record.number, line.at >= since)
    return and_(record.state.in_(ENDS), record.told != b"", record.submitted_at < since, ~later.exists())


async def _listed(
    tx: AsyncSession, wanted: ColumnElement[bool]
) -> tuple[int, datetime | None, tuple[str, ...]]:
    at = ComplaintRecord.submitted_at
    count, oldest = (await tx.execute(select(func.count(), func.min(at, type_=at.type)).where(wanted))).one()
    names = await tx.scalars(select(ComplaintRecord.number).where(wanted).order_by(at).limit(LISTED))
    return int(count), oldest, tuple(names)
