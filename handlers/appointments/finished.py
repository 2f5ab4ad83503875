"""The one place that hears of a visit being over, at a counter or at home: whoever asks how it was listens here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class FinishedVisit:
    """A visit that was done, of which citizen by which channel; both are empty for whoever has left the account."""

    number: str
    citizen: str
    channel: str
    matter: str
    at_home: bool = False


VisitEnd = Callable[[AsyncSession, FinishedVisit, datetime], Awaitable[None]]
"""Hears of it in the transaction in which the desk says so, and at what time; it is told once of each visit."""


async def nothing_more(tx: AsyncSession, visit: FinishedVisit, now: datetime) -> None:
    """Do nothing more."""
    del tx, visit, now
