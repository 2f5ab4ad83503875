"""The one condition by which every list, search, count, neighbour and export leaves out what is about its reader."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintActor
from handlers.complaints.wall.records import ComplaintWallRecord

Number = InstrumentedAttribute[str]


def accuses(clerk: ComplaintClerk) -> ColumnElement[bool]:
    """Give the condition that a wall stands before this person, or before this person's unit.

    What is about the complaints office itself stays with its head, unless the head is named in person: somebody has to
    decide it.
    """
    wall = ComplaintWallRecord
    accused: list[ColumnElement[bool]] = [wall.login == clerk.login] if clerk.login else []
    if clerk.unit and ComplaintActor.HEAD not in clerk.parts:
        accused.append(wall.unit == clerk.unit)
    return and_(wall.lifted_at.is_(None), or_(*accused)) if accused else false()


def walled(number: Number, clerk: ComplaintClerk) -> ColumnElement[bool]:
    """Give the condition that a complaint is about this person, or about this person's unit."""
    wall = ComplaintWallRecord
    return select(wall.id).where(wall.number == number, accuses(clerk)).exists()


async def walls_before(tx: AsyncSession, clerk: ComplaintClerk) -> bool:
    """Whether any wall stands before this person: few have one, and whoever has none is spared a look for each case."""
    return await tx.scalar(select(ComplaintWallRecord.id).where(accuses(clerk)).limit(1)) is not None


def walled_units(number: Number, units: Collection[str]) -> ColumnElement[bool]:
    """Give the condition that a complaint is about one of these units."""
    wall = ComplaintWallRecord
    standing = and_(wall.number == number, wall.lifted_at.is_(None), wall.unit.in_(units))
    return select(wall.id).where(standing).exists()


async def hides(tx: AsyncSession, number: str, clerk: ComplaintClerk) -> bool:
    """Whether a complaint is about this person or this person's unit."""
    return number in await hidden_of(tx, [number], clerk)


async def hidden_of(tx: AsyncSession, numbers: Sequence[str], clerk: ComplaintClerk) -> frozenset[str]:
    """Give those of some complaints that are about this person or this person's unit."""
    if not numbers:
        return frozenset()
    wall = ComplaintWallRecord
    # Asked of the walls themselves: whether one stands before this person somewhere else is no reason to hide this one.
    rows = await tx.scalars(select(wall.number).where(wall.number.in_(numbers), accuses(clerk)).distinct())
    return frozenset(rows)


async def walls_of(tx: AsyncSession, number: str, *, lock: bool = False) -> Sequence[ComplaintWallRecord]:
    """Give the walls that stand around a complaint, in the order in which they were raised."""
    wall = ComplaintWallRecord
    query = select(wall).where(wall.number == number, wall.lifted_at.is_(None)).order_by(wall.id)
    return (await tx.scalars(query.with_for_update() if lock else query)).all()


async def accused_among(tx: AsyncSession, number: str, units: Collection[str]) -> str:
    """Give the first of some units that a complaint is about, empty where it is about none of them."""
    accused = {wall.unit for wall in await walls_of(tx, number)}
    return next((unit for unit in units if unit and unit in accused), "")


async def count_found(tx: AsyncSession) -> int:
    """Give how many walls wait for a person who says whether they are right."""
    wall = ComplaintWallRecord
    found = select(func.count()).where(wall.found, wall.lifted_at.is_(None))
    return int(await tx.scalar(found) or 0)
