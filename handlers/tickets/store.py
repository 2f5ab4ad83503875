"""The questions asked of the tickets' table; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, cast, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from bot.errors import InputError
from handlers.tickets.records import GONE, OPEN, TicketRecord

QUESTION = "question"
UNDELIVERED = "undelivered"
UNHANDLED = "unhandled"
REMARK = "remark"
"""What somebody whom nobody knows said to a place; it is read, and cannot be answered."""
# Both are a citizen's words that wait for an answer.
ANSWERABLE = frozenset({QUESTION, UNHANDLED})
OWN_TICKETS = 20


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> TicketRecord | None:
    """Give a ticket; with `lock` nobody else changes it before the transaction ends."""
    query = select(TicketRecord).where(TicketRecord.number == number)
    rows = await tx.scalars(query.with_for_update() if lock else query)
    return rows.one_or_none()


async def known(tx: AsyncSession, number: str) -> TicketRecord:
    """Give a ticket, locked; raises `InputError` for a number that none has."""
    ticket = await by_number(tx, number, lock=True)
    if ticket is None:
        raise InputError("tickets.refused.unknown", number=number)
    return ticket


async def open_question(tx: AsyncSession, citizen: str) -> TicketRecord | None:
    """Give the citizen's open question, locked, if there is one."""
    rows = await tx.scalars(
        select(TicketRecord)
        .where(TicketRecord.citizen == citizen, TicketRecord.kind == QUESTION, TicketRecord.state == OPEN)
        .with_for_update()
    )
    return rows.one_or_none()


async def by_key(tx: AsyncSession, citizen: str, *, key: str) -> TicketRecord | None:
    """Give the ticket that a message or a parcel was last added to."""
    rows = await tx.scalars(
        select(TicketRecord).where(TicketRecord.citizen == citizen, TicketRecord.last_key == key).limit(1)
    )
    return rows.one_or_none()


async def of_citizen(tx: AsyncSession, citizen: str) -> Sequence[TicketRecord]:
    """Give a citizen's own questions, newest first, at most twenty."""
    rows = await tx.scalars(
        select(TicketRecord)
        .where(TicketRecord.citizen == citizen, TicketRecord.kind == QUESTION)
        .order_by(TicketRecord.opened_at.desc(), TicketRecord.number.desc())
        .limit(OWN_TICKETS)
    )
    return rows.all()


async def page(
    tx: AsyncSession,
    states: Sequence[str],
    *,
    offset: int,
    limit: int,
    words: str = "",
    unit: str = "",
    handler: str = "",
    watcher: str = "",
) -> Sequence[TicketRecord]:
    """Give tickets in some states, all when none is named, the longest waiting first.

    `words` is looked for in the number and in the question; `unit` keeps those that this unit answers, `handler` those that
    somebody has taken, `watcher` those that somebody follows.
    """
    query = select(TicketRecord)
    if unit:
        query = query.where(TicketRecord.unit == unit)
    if handler:
        query = query.where(TicketRecord.handler == handler)
    if watcher:
        query = query.where(cast(TicketRecord.watchers, String).contains(f'"{watcher}"', autoescape=True))
    if states:
        query = query.where(TicketRecord.state.in_(states))
    if words:
        query = query.where(
            or_(
                TicketRecord.number.contains(words, autoescape=True),
                TicketRecord.question.contains(words, autoescape=True),
            )
        )
    order = (TicketRecord.opened_at, TicketRecord.number)
    rows = await tx.scalars(query.order_by(*order).offset(offset).limit(limit))
    return rows.all()


async def count_open(tx: AsyncSession) -> int:
    """Give how many tickets are open; how many ever were, a desk need not count each time."""
    return int(await tx.scalar(select(func.count()).where(TicketRecord.state == OPEN)) or 0)


async def was_distressed(tx: AsyncSession, citizen: str, channel: str, *, since: datetime) -> bool:
    """Whether somebody's life was in question in a hand-over of a citizen since an instant."""
    record = TicketRecord
    chosen = select(record.number).where(
        record.citizen == citizen,
        record.channel == channel,
        record.distressed.is_(True),
        record.opened_at >= since,
    )
    return await tx.scalar(chosen.limit(1)) is not None


async def answered_of(tx: AsyncSession, since: datetime, before: datetime) -> tuple[int, int]:
    """Give how many calls for a person of a time were answered, and how many there were; what was joined counts once."""
    record = TicketRecord
    own = (record.opened_at >= since, record.opened_at < before, record.merged_into == "")
    question = record.kind == QUESTION
    counted = select(func.count(record.answered_at), func.count()).where(question, *own)
    answered, total = (await tx.execute(counted)).one()
    return int(answered), int(total)


async def unbind(tx: AsyncSession, citizen: str, *, channel: str) -> int:
    """Take a citizen's name off every hand-over, and the names of the messages they came with; give how many."""
    done = await tx.execute(
        update(TicketRecord)
        .where(TicketRecord.citizen == citizen, TicketRecord.channel == channel)
        .values(citizen=literal(GONE) + TicketRecord.number, last_key="")
        .execution_options(synchronize_session=False)
    )
    return touched(done)
