"""The questions asked of the requests' tables; every function works in the caller's transaction and never commits."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from handlers.desk.case_order import pressing_first
from handlers.disclosure.case.clerk import SERVANTS, Clerk
from handlers.disclosure.case.lifecycle import Actor
from handlers.disclosure.case.records import DateMoveRecord, DisclosureEventRecord, DisclosureRequestRecord

OWN_CASES = 20
NUMBERS_A_QUERY = 1000


@dataclass(frozen=True, slots=True)
class Filter:
    """What a clerk looks for; empty fields do not restrict.

    `words` is looked for in the number and in the description of the information, `name_mark` is the keyed hash of a whole
    name, the applicant's or that of who files for him. With a `clerk`, only what that person may see is found; `warn_by` keeps what is warned of by that day,
    `numbers` those cases alone, `handler` what is in somebody's hands, `represented` what somebody files for another.
    """

    states: tuple[str, ...] = ()
    words: str = ""
    name_mark: str = ""
    clerk: Clerk | None = None
    warn_by: date | None = None
    numbers: tuple[str, ...] | None = None
    handler: str = ""
    represented: bool = False

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """Give what a request has to fulfil."""
        record = DisclosureRequestRecord
        if self.states:
            yield record.state.in_(self.states)
        if self.clerk is not None:
            yield seen_by(self.clerk)
        if self.warn_by is not None:
            yield record.warn_on <= self.warn_by
        if self.handler:
            yield record.handler == self.handler
        if self.represented:
            yield record.rep_masked != ""
        if self.numbers is not None:
            yield record.number.in_(self.numbers)
        if self.words:
            spelt = self.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            places = (record.number, record.information)
            found: list[ColumnElement[bool]] = [place.like(f"%{spelt}%", escape="\\") for place in places]
            if self.name_mark:
                found.append(record.name_fingerprint == self.name_mark)
                found.append(record.rep_name_fingerprint == self.name_mark)
            yield or_(*found)


def seen_by(clerk: Clerk) -> ColumnElement[bool]:
    """Give the condition of what a person at the desk may see, as `Clerk.sees` says it of one case."""
    record = DisclosureRequestRecord
    conditions = []
    if clerk.parts & SERVANTS:
        conditions.append(record.agency == clerk.agency)
    if Actor.UNIT in clerk.parts and clerk.unit:
        conditions.append(record.unit == clerk.unit)
    return or_(false(), *conditions)


async def by_form(tx: AsyncSession, form_id: str) -> DisclosureRequestRecord | None:
    """Give the request that a form was filed as."""
    rows = await tx.scalars(select(DisclosureRequestRecord).where(DisclosureRequestRecord.form_id == form_id))
    return rows.one_or_none()


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> DisclosureRequestRecord | None:
    """Give a request; with `lock` nobody else changes it before the transaction ends."""
    query = select(DisclosureRequestRecord).where(DisclosureRequestRecord.number == number)
    rows = await tx.scalars(query.with_for_update() if lock else query)
    return rows.one_or_none()


async def visible(
    tx: AsyncSession, number: str, clerk: Clerk, *, lock: bool = False
) -> DisclosureRequestRecord:
    """Give a request that somebody at the desk may see.

    Raises `InputError` for an unknown number, and in the same words for a case of another agency.
    """
    request = await by_number(tx, number, lock=lock)
    if request is None or not clerk.sees(request.agency, request.unit):
        raise InputError("disclosure.refused.no_case", number=number)
    return request


async def of_identities(
    tx: AsyncSession, marks: Collection[str], *, besides: str
) -> Sequence[DisclosureRequestRecord]:
    """Give the requests whose applicant bears one of these numbers, but for those of an account; newest first, at most twenty."""
    if not marks:
        return ()
    record = DisclosureRequestRecord
    chosen = select(record).where(record.identity_fingerprint.in_(marks), record.citizen != besides)
    newest = chosen.order_by(record.submitted_at.desc(), record.number.desc()).limit(OWN_CASES)
    return (await tx.scalars(newest)).all()


async def of_citizen(tx: AsyncSession, citizen: str) -> Sequence[DisclosureRequestRecord]:
    """Give a citizen's requests, newest first, at most twenty; what came on paper is nobody's in chat."""
    if not citizen:
        return ()
    rows = await tx.scalars(
        select(DisclosureRequestRecord)
        .where(DisclosureRequestRecord.citizen == citizen)
        .order_by(DisclosureRequestRecord.submitted_at.desc(), DisclosureRequestRecord.number.desc())
        .limit(OWN_CASES)
    )
    return rows.all()


async def open_requests(
    tx: AsyncSession, closed: Sequence[str], *, after: str, limit: int
) -> Sequence[DisclosureRequestRecord]:
    """Give the next requests behind a number that are in none of the closed states, locked."""
    record = DisclosureRequestRecord
    rows = await tx.scalars(
        select(record)
        .where(record.number > after, record.state.not_in(closed))
        .order_by(record.number)
        .limit(limit)
        .with_for_update()
    )
    return rows.all()


async def count_provisional(tx: AsyncSession, states: Sequence[str]) -> int:
    """Give how many requests in some states wait for a calendar."""
    record = DisclosureRequestRecord
    query = select(func.count()).where(record.due_provisional, record.state.in_(states))
    return int(await tx.scalar(query) or 0)


async def moves_of(tx: AsyncSession, notice_id: int, *, limit: int) -> Sequence[DateMoveRecord]:
    """Give the due dates that a notice moved, in the order of their requests' numbers."""
    rows = await tx.scalars(
        select(DateMoveRecord)
        .where(DateMoveRecord.notice_id == notice_id)
        .order_by(DateMoveRecord.number)
        .limit(limit)
    )
    return rows.all()


async def count_moves(tx: AsyncSession, notice_id: int) -> int:
    """Give how many due dates a notice moved."""
    return int(await tx.scalar(select(func.count()).where(DateMoveRecord.notice_id == notice_id)) or 0)


async def page(
    tx: AsyncSession, wanted: Filter, *, offset: int, limit: int
) -> Sequence[DisclosureRequestRecord]:
    """Give requests, those on top whose staff are warned first, the ones without such a day after them, newest first."""
    record = DisclosureRequestRecord
    order = (record.warn_on.is_(None), record.warn_on, record.submitted_at.desc(), record.number.desc())
    # Numbers alone are sorted: what is sealed in a row need not be carried through thousands of others.
    found = await pressing_first(tx, record, wanted.conditions(), offset=offset, limit=limit)
    rows = await tx.scalars(select(record).where(record.number.in_(found)).order_by(*order))
    return rows.all()


async def count_by_state(tx: AsyncSession, wanted: Filter) -> dict[str, int]:
    """Give how many of the requests that fit stand in each state."""
    state = DisclosureRequestRecord.state
    rows = await tx.execute(select(state, func.count()).where(*wanted.conditions()).group_by(state))
    return {str(state): int(total) for state, total in rows.all()}


async def log_of(tx: AsyncSession, numbers: Sequence[str]) -> Sequence[DisclosureEventRecord]:
    """Give the log lines of some requests, oldest first; nothing is asked for none."""
    found: list[DisclosureEventRecord] = []
    # A statement takes only so many values; one request's lines stay together and in order.
    for start in range(0, len(numbers), NUMBERS_A_QUERY):
        some = numbers[start : start + NUMBERS_A_QUERY]
        query = select(DisclosureEventRecord).where(DisclosureEventRecord.number.in_(some))
        found += (await tx.scalars(query.order_by(DisclosureEventRecord.id))).all()
    return found


async def log_by_number(tx: AsyncSession, numbers: Sequence[str]) -> dict[str, list[DisclosureEventRecord]]:
    """Give the log lines of each of some requests, oldest first."""
    found: dict[str, list[DisclosureEventRecord]] = {}
    for line in await log_of(tx, numbers):
        found.setdefault(line.number, []).append(line)
    return found


def note(
    tx: AsyncSession,
    number: str,
    *,
    kind: str,
    at: datetime,
    actor: str,
    detail: dict[str, str] | None = None,
) -> DisclosureEventRecord:
    """Append a line to a request's log; `detail` holds no personal data."""
    line = DisclosureEventRecord(number=number, kind=kind, at=at, actor=actor, detail=detail or {})
    tx.add(line)
    return line
