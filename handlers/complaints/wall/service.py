"""Raises and lifts walls, and permits that a unit learns who told something; each with its reason kept among the papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault
from handlers.complaints.case import store as cases
from handlers.complaints.case.clerk import IDENTITY_PERMIT, OFFICE, ComplaintClerk
from handlers.complaints.case.deeds import keep_reason, note_deed, required_reason
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintActor
from handlers.complaints.case.particulars import ToldComplaint
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.wall import store
from handlers.complaints.wall.accused import AccusedUnits
from handlers.complaints.wall.records import ComplaintWallRecord

ARTICLE = "信访工作条例第三十条"
RAISED, LIFTED, AFFIRMED = "wall_raised", "wall_lifted", "wall_affirmed"


@dataclass(frozen=True, slots=True)
class StandingWall:
    """A wall as the office reads it; `found` asks whether it is right."""

    id: int
    unit: str
    login: str
    found: bool


@dataclass(frozen=True, slots=True)
class WallOrder:
    """Whom a complaint is about, and why somebody says so."""

    unit: str = ""
    login: str = ""
    reason: str = ""


class ComplaintWalls:
    """Keeps what is about a unit or an official away from them."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, accused: AccusedUnits) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._accused = accused

    async def on_intake(
        self, tx: AsyncSession, complaint: ComplaintRecord, told: ToldComplaint, *, now: datetime
    ) -> None:
        """Raise the walls that the words ask for, in the transaction of the registration itself."""
        text = f"{told.what}\n{told.wish}\n{told.where}"
        for unit in self._accused.accused(text, ComplaintKind(complaint.kind)):
            _raise(tx, complaint.number, WallOrder(unit), by=ComplaintActor.BOT.value, now=now, found=True)
            await note_deed(
                tx, complaint.number, RAISED, by=ComplaintActor.BOT.value, now=now, detail={"accused": unit}
            )

    async def of(self, number: str, *, clerk: ComplaintClerk) -> Sequence[StandingWall]:
        """Give the walls around a complaint to the office; to whoever else handles it, none is told."""
        if not clerk.at_office:
            return ()
        async with self._database.reading() as tx:
            await cases.visible(tx, number, clerk)
            walls = await store.walls_of(tx, number)
        return tuple(StandingWall(wall.id, wall.unit, wall.login, wall.found) for wall in walls)

    async def hidden(self, numbers: Sequence[str], *, clerk: ComplaintClerk) -> frozenset[str]:
        """Give those of some complaints that are about this person or this person's unit."""
        async with self._database.reading() as tx:
            return await store.hidden_of(tx, numbers, clerk)

    async def raise_wall(self, number: str, order: WallOrder, *, clerk: ComplaintClerk) -> None:
        """Hide a complaint from a unit or an official, for good unless it is lifted.

        Raises `ProcedureError` for whoever is not of the office, `InputError` without a reason or anybody named.
        """
        reason = required_reason(order.reason)
        if not order.unit and not order.login:
            raise InputError("care.wall.refused.nobody")
        async with self._database.transaction() as tx:
            complaint = await self._office_case(tx, number, clerk)
            now = self._clock.now()
            standing = await store.walls_of(tx, number, lock=True)
            same = [wall for wall in standing if (wall.unit, wall.login) == (order.unit, order.login)]
            for wall in same:
                wall.found = False
            if not same:
                _raise(tx, complaint.number, order, by=clerk.login, now=now, found=False)
            kind = AFFIRMED if same else RAISED
            keep_reason(tx, self._vault, reason, number=number, kind=kind, by=clerk.login, now=now)
            await note_deed(
                tx, number, kind, by=clerk.login, now=now, detail={"accused": order.unit or order.login}
            )

    async def lift(self, number: str, wall: int, reason: str, *, clerk: ComplaintClerk) -> None:
        """Lift a wall; one that a person raised is lifted by another person.

        Raises `ProcedureError` for whoever may not, `InputError` without a reason or for a wall that does not stand.
        """
        words = required_reason(reason)
        async with self._database.transaction() as tx:
            await self._office_case(tx, number, clerk)
            standing = {one.id: one for one in await store.walls_of(tx, number, lock=True)}
            found = standing.get(wall)
            if found is None:
                raise InputError("care.wall.refused.gone")
            if not found.found and found.raised_by == clerk.login:
                raise ProcedureError("care.wall.refused.own", article=ARTICLE)
            now = self._clock.now()
            found.lifted_at, found.lifted_by = now, clerk.login
            keep_reason(tx, self._vault, words, number=number, kind=LIFTED, by=clerk.login, now=now)
            accused = found.unit or found.login
            await note_deed(tx, number, LIFTED, by=clerk.login, now=now, detail={"accused": accused})

    async def permit(self, number: str, unit: str, reason: str, *, clerk: ComplaintClerk) -> None:
        """Permit that a unit learns who told a complaint; only the office's head may, and it is kept for good.

        Raises `ProcedureError` for anybody else, `InputError` without a reason, for a unit that does not handle the
        complaint, and for one that it is about.
        """
        words = required_reason(reason)
        if ComplaintActor.HEAD not in clerk.parts:
            raise ProcedureError("care.wall.refused.head", article=ARTICLE)
        async with self._database.transaction() as tx:
            complaint = await cases.visible(tx, number, clerk, lock=True)
            if unit not in {complaint.unit, *complaint.helpers} or not unit:
                raise InputError("care.wall.refused.other_unit", unit=unit)
            if await store.accused_among(tx, number, [unit]):
                raise InputError("care.wall.refused.given", unit=unit)
            now = self._clock.now()
            keep_reason(tx, self._vault, words, number=number, kind=IDENTITY_PERMIT, by=clerk.login, now=now)
            await note_deed(tx, number, IDENTITY_PERMIT, by=clerk.login, now=now, detail={"permitted": unit})

    @staticmethod
    async def _office_case(tx: AsyncSession, number: str, clerk: ComplaintClerk) -> ComplaintRecord:
        complaint = await cases.visible(tx, number, clerk, lock=True)
        if not clerk.parts & OFFICE:
            raise ProcedureError("care.wall.refused.office", article=ARTICLE)
        return complaint


def _raise(tx: AsyncSession, number: str, order: WallOrder, *, by: str, now: datetime, found: bool) -> None:
    tx.add(
        ComplaintWallRecord(
            number=number, unit=order.unit, login=order.login, found=found, raised_by=by, raised_at=now
        )
    )
