"""Looks among the signs of complaints, each time among so many at most, however many there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.complaints.repeats.records import ComplaintSignRecord, ComplaintTermRecord

OF_ONE_PERSON = 20
OF_ONE_PLACE = 20
OF_ONE_TERM = 40
Shared = dict[str, dict[str, int]]


async def sign_of(tx: AsyncSession, number: str, *, lock: bool = False) -> ComplaintSignRecord | None:
    """Give the signs of a complaint; None for one that was registered before there were any."""
    return await tx.get(ComplaintSignRecord, number, with_for_update=lock or None)


async def signs_of(tx: AsyncSession, numbers: Sequence[str]) -> dict[str, ComplaintSignRecord]:
    """Give the signs of some complaints by number."""
    if not numbers:
        return {}
    record = ComplaintSignRecord
    return {row.number: row for row in await tx.scalars(select(record).where(record.number.in_(numbers)))}


async def earlier_of(
    tx: AsyncSession, sign: ComplaintSignRecord, *, since: datetime
) -> Sequence[ComplaintSignRecord]:
    """Give the last complaints of the same person, phone or place since an instant, at most twenty for each."""
    record = ComplaintSignRecord
    found: dict[str, ComplaintSignRecord] = {}
    for column, value, most in (
        (record.person, sign.person, OF_ONE_PERSON),
        (record.phone, sign.phone, OF_ONE_PERSON),
        (record.place, sign.place, OF_ONE_PLACE),
    ):
        if value:
            wanted: list[ColumnElement[bool]] = [column == value, record.at >= since, record.at <= sign.at]
            rows = await tx.scalars(
                select(record)
                .where(*wanted, record.number != sign.number)
                .order_by(record.at.desc())
                .limit(most)
            )
            found.update((row.number, row) for row in rows)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class NearSearch:
    """Between which instants and in which areas (乡镇, empty for unknown) is looked; no area stands for all."""

    since: datetime
    until: datetime
    areas: tuple[str, ...] = ()


async def sharing(tx: AsyncSession, terms: Sequence[str], *, each: int = OF_ONE_TERM) -> Shared:
    """Give the complaints that share terms, at most so many for each term, the newest: number → term → how common it is.

    A term is as common as the number of complaints found with it, at most `each`.
    """
    return await _looked(tx, [[ComplaintTermRecord.term == term] for term in terms], each)


async def sharing_near(
    tx: AsyncSession, terms: Sequence[str], near: NearSearch, *, each: int = OF_ONE_TERM
) -> Shared:
    """Give the complaints of a time and some areas that share terms, at most so many for each term and area, as `sharing` does."""
    record = ComplaintTermRecord
    within: list[ColumnElement[bool]] = [record.at >= near.since, record.at <= near.until]
    where = [[record.area == area] for area in near.areas] or [[]]
    return await _looked(
        tx, [[record.term == term, *place, *within] for term in terms for place in where], each
    )


async def _looked(tx: AsyncSession, looks: Sequence[Sequence[ColumnElement[bool]]], each: int) -> Shared:
    """Look once for each list of conditions, each time along an index and no further than so many lines."""
    record = ComplaintTermRecord
    if not looks:
        return {}
    queries = [
        select(
            select(record.term, record.number)
            .where(*wanted)
            .order_by(record.at.desc())
            .limit(each)
            .subquery()
        )
        for wanted in looks
    ]
    by_term: dict[str, list[str]] = defaultdict(list)
    for term, number in (await tx.execute(union_all(*queries))).all():
        by_term[str(term)].append(str(number))
    found: Shared = defaultdict(dict)
    for term, numbers in by_term.items():
        for number in numbers:
            found[number][term] = len(numbers)
    return found
