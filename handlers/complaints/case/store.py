"""The questions asked of the complaints' tables; every function works in the caller's transaction and never commits."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, and_, cast, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintActor, ComplaintState
from handlers.complaints.case.records import ComplaintDoorRecord, ComplaintEventRecord, ComplaintRecord
from handlers.complaints.hotline.records import HotlineLinkRecord
from handlers.complaints.wall.records import ComplaintWallRecord
from handlers.complaints.wall.store import accuses, hides, walled, walls_before
from handlers.desk.case_order import pressing_first

OWN_COMPLAINTS = 20


@dataclass(frozen=True, slots=True)
class ComplaintFilter:
    """What a clerk looks for among what this person may see; empty fields do not restrict."""

    clerk: ComplaintClerk
    states: tuple[str, ...] = ()
    words: str = ""
    warn_by: date | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """Give what a complaint has to fulfil."""
        yield from self.fits()
        yield ~walled(ComplaintRecord.number, self.clerk)

    def fits(self) -> Iterator[ColumnElement[bool]]:
        """Give the same with what is about this person: whoever counts takes that off again."""
        record = ComplaintRecord
        if not self.clerk.at_office:
            yield _given_to(self.clerk)
        if self.states:
            yield record.state.in_(self.states)
        if self.warn_by is not None:
            yield record.warn_on <= self.warn_by
        if self.words:
            places = (record.number, record.gist, record.place)
            outer = select(HotlineLinkRecord.number).where(HotlineLinkRecord.outer == self.words)
            yield or_(
                *(place.contains(self.words, autoescape=True) for place in places), record.number.in_(outer)
            )


def _given_to(clerk: ComplaintClerk) -> ColumnElement[bool]:
    """Give the condition of what a unit may see, as `ComplaintClerk.sees` says it of one complaint."""
    if ComplaintActor.UNIT not in clerk.parts or not clerk.unit:
        return false()
    helping = cast(ComplaintRecord.helpers, String).contains(_quoted(clerk.unit), autoescape=True)
    return or_(ComplaintRecord.unit == clerk.unit, helping)


def _quoted(unit: str) -> str:
    """Give a name as it stands in a column of JSON, where letters beyond ASCII are escaped."""
    return '"' + unit.encode("unicode_escape").decode() + '"'


async def by_form(tx: AsyncSession, form_id: str) -> ComplaintRecord | None:
    """Give the complaint that a form was filed as."""
    rows = await tx.scalars(select(ComplaintRecord).where(ComplaintRecord.form_id == form_id))
    return rows.one_or_none()


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> ComplaintRecord | None:
    """Give a complaint; with `lock` nobody else changes it before the transaction ends."""
    query = select(ComplaintRecord).where(ComplaintRecord.number == number)
    rows = await tx.scalars(query.with_for_update() if lock else query)
    return rows.one_or_none()


async def visible(
    tx: AsyncSession, number: str, clerk: ComplaintClerk, *, lock: bool = False
) -> ComplaintRecord:
    """Give a complaint that somebody at the desk may see.

    Raises `InputError` for an unknown number, and in the same words for one that is not this person's to see, or about
    this person's unit.
    """
    found = await by_number(tx, number, lock=lock)
    seen = found is not None and clerk.sees(found.unit, tuple(found.helpers))
    if found is None or not seen or await hides(tx, number, clerk):
        raise InputError("complaints.refused.no_case", number=number)
    return found


async def of_citizen(tx: AsyncSession, citizen: str) -> Sequence[ComplaintRecord]:
    """Give a citizen's complaints, newest first, at most twenty."""
    if not citizen:
        return ()
    rows = await tx.scalars(
        select(ComplaintRecord)
        .where(ComplaintRecord.citizen == citizen)
        .order_by(ComplaintRecord.submitted_at.desc(), ComplaintRecord.number.desc())
        .limit(OWN_COMPLAINTS)
    )
    return rows.all()


async def merged_into(tx: AsyncSession, lead: str) -> Sequence[ComplaintRecord]:
    """Give the complaints that were merged into one, locked."""
    rows = await tx.scalars(
        select(ComplaintRecord)
        .where(ComplaintRecord.lead == lead)
        .order_by(ComplaintRecord.number)
        .with_for_update()
    )
    return rows.all()


async def page(
    tx: AsyncSession, wanted: ComplaintFilter, *, offset: int, limit: int
) -> Sequence[ComplaintRecord]:
    """Give complaints, first those whose next day comes first, the ones without such a day after them, newest first."""
    record = ComplaintRecord
    order = (record.warn_on.is_(None), record.warn_on, record.submitted_at.desc(), record.number.desc())
    found = await pressing_first(tx, record, wanted.conditions(), offset=offset, limit=limit)
    rows = await tx.scalars(select(record).where(record.number.in_(found)).order_by(*order))
    return rows.all()


async def to_call(tx: AsyncSession, clerk: ComplaintClerk, *, limit: int) -> Sequence[ComplaintRecord]:
    """Give what waits for a call by this very person, the pressing first: back to whoever was not content, or to ask again."""
    record, login = ComplaintRecord, clerk.login
    back = and_(record.caller == login, record.state == ComplaintState.CALL_BACK.value)
    visit = and_(
        record.handler == login, record.visit_on.is_not(None), record.state == ComplaintState.CLOSED.value
    )
    seen = ComplaintFilter(clerk).conditions()
    rows = await tx.scalars(
        select(record).where(or_(back, visit), *seen).order_by(record.warn_on, record.number).limit(limit)
    )
    return rows.all()


async def count_by_state(tx: AsyncSession, wanted: ComplaintFilter) -> dict[str, int]:
    """Give how many of the complaints that fit stand in each state.

    All are counted along an index, and what is about this person is taken off: to ask it of each would cost far more.
    """
    found, clerk = await _by_state(tx, *wanted.fits()), wanted.clerk
    if await walls_before(tx, clerk):
        about = select(ComplaintWallRecord.number).where(accuses(clerk))
        found.subtract(await _by_state(tx, *wanted.fits(), ComplaintRecord.number.in_(about)))
    return {state: count for state, count in found.items() if count}


async def _by_state(tx: AsyncSession, *conditions: ColumnElement[bool]) -> Counter[str]:
    state = ComplaintRecord.state
    rows = await tx.execute(select(state, func.count()).where(*conditions).group_by(state))
    return Counter({str(name): int(total) for name, total in rows.all()})


async def log_of(tx: AsyncSession, number: str) -> Sequence[ComplaintEventRecord]:
    """Give the log of a complaint, oldest line first."""
    record = ComplaintEventRecord
    rows = await tx.scalars(select(record).where(record.number == number).order_by(record.id))
    return rows.all()


async def log_by_number(tx: AsyncSession, numbers: Sequence[str]) -> dict[str, list[ComplaintEventRecord]]:
    """Give the logs of some complaints, oldest line first."""
    found: dict[str, list[ComplaintEventRecord]] = {number: [] for number in numbers}
    record = ComplaintEventRecord
    for line in await tx.scalars(select(record).where(record.number.in_(numbers)).order_by(record.id)):
        found[line.number].append(line)
    return found


def note(
    tx: AsyncSession, number: str, *, kind: str, at: datetime, actor: str, detail: dict[str, str]
) -> ComplaintEventRecord:
    """Append a line to a complaint's log; `detail` holds no personal data."""
    line = ComplaintEventRecord(number=number, kind=kind, at=at, actor=actor, detail=detail)
    tx.add(line)
    return line


async def count_door(tx: AsyncSession, door: str, *, day: date) -> int:
    """Count that people were shown another door on a day; give how often by now."""
    row = await tx.get(ComplaintDoorRecord, (door, day), with_for_update=True)
    if row is None:
        row = ComplaintDoorRecord(door=door, day=day, shown=0)
        tx.add(row)
    row.shown += 1
    return row.shown
