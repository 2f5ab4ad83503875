"""How long hand-overs are kept: twelve months after they have ended (disclosure-rules §14)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from bot.retention import LISTED, Expired, HeldBack
from handlers.tickets.files.records import AnswerFileRecord
from handlers.tickets.files.store import delete_files
from handlers.tickets.records import ANSWERED, CLOSED, OPEN, TicketPaperRecord, TicketRecord


def ended_at() -> ColumnElement[datetime]:
    """Give when a hand-over ended: when it was closed, else when it was answered."""
    return func.coalesce(
        TicketRecord.closed_at,
        TicketRecord.answered_at,
        TicketRecord.opened_at,
        type_=TicketRecord.opened_at.type,
    )


@dataclass(frozen=True, slots=True)
class OldTickets:
    """Deletes hand-overs that ended so long ago; one that is still open is somebody's question, and is only told of."""

    kept: timedelta
    name: str = "tickets"

    def _wanted(self, now: datetime) -> ColumnElement[bool]:
        return and_(TicketRecord.state.in_((ANSWERED, CLOSED)), ended_at() < now - self.kept)

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give those that have ended, and as held back those that nobody has ended in all that time."""
        count, oldest, names = await _listed(tx, self._wanted(now), ended_at())
        unended = and_(TicketRecord.state == OPEN, TicketRecord.opened_at < now - self.kept)
        waiting, _, open_names = await _listed(tx, unended, TicketRecord.opened_at.expression)
        held = (HeldBack("open", waiting, open_names),) if waiting else ()
        return Expired(count, oldest, names, held)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many, whole."""
        chosen = (
            select(TicketRecord.number).where(self._wanted(now)).order_by(TicketRecord.number).limit(limit)
        )
        numbers = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
        if not numbers:
            return 0
        await delete_papers(tx, TicketPaperRecord.number.in_(numbers))
        await delete_files(tx, AnswerFileRecord.number.in_(numbers))
        return touched(await tx.execute(delete(TicketRecord).where(TicketRecord.number.in_(numbers))))


async def delete_papers(tx: AsyncSession, wanted: ColumnElement[bool]) -> int:
    """Delete what colleagues wrote beside hand-overs; give how much."""
    gone = delete(TicketPaperRecord).where(wanted).execution_options(synchronize_session=False)
    return touched(await tx.execute(gone))


async def _listed(
    tx: AsyncSession, wanted: ColumnElement[bool], at: ColumnElement[datetime]
) -> tuple[int, datetime | None, tuple[str, ...]]:
    kind = TicketRecord.opened_at.type
    count, oldest = (await tx.execute(select(func.count(), func.min(at, type_=kind)).where(wanted))).one()
    names = await tx.scalars(select(TicketRecord.number).where(wanted).order_by(at).limit(LISTED))
    return int(count), oldest, tuple(names)
