"""The one place that hears of somebody having been at an activity that is over: whoever asks how it was listens here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Attended:
    """A sign-up whose citizen was there, by which channel, and the unit that held the activity."""

    number: str
    citizen: str
    channel: str
    unit: str


AttendedEnd = Callable[[AsyncSession, Attended, datetime], Awaitable[bool]]
"""Hears of it, in every round for a while, and gives whether it did something; it does it once."""


async def nothing_more(tx: AsyncSession, attended: Attended, now: datetime) -> bool:
    """Do nothing more."""
    del tx, attended, now
    return False
