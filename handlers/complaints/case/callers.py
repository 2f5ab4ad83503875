"""Who calls back after a low rating: one person of the office by name, never whoever handled the case (回访)."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.wall.store import hides


class CallerRota(Protocol):
    """Gives those of the office who may be asked to call back."""

    async def __call__(self) -> Sequence[ComplaintClerk]:
        """Give them."""
        ...


async def nobody_calls() -> Sequence[ComplaintClerk]:
    """Give nobody: the call back waits in the office's queue."""
    return ()


async def caller_for(tx: AsyncSession, complaint: ComplaintRecord, people: Sequence[ComplaintClerk]) -> str:
    """Give the log-in name of who calls back: of those who may, whoever has the fewest calls to make; empty for nobody.

    Left out are the handler, and whom the complaint is about.
    """
    record = ComplaintRecord
    logins = [one.login for one in people if await _may_call(tx, complaint, one)]
    waiting = (record.caller.in_(logins), record.state == ComplaintState.CALL_BACK.value)
    rows = await tx.execute(select(record.caller, func.count()).where(*waiting).group_by(record.caller))
    calls = {str(login): int(count) for login, count in rows.all()}
    return min(logins, key=lambda login: (calls.get(login, 0), login), default="")


async def _may_call(tx: AsyncSession, complaint: ComplaintRecord, person: ComplaintClerk) -> bool:
    return person.login != complaint.handler and not await hides(tx, complaint.number, person)
