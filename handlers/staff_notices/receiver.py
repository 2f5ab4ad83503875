"""Who is told: a person of staff, or a unit; the office is the unit without a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.staff_notices.work import DeskWork


@dataclass(frozen=True, slots=True)
class NoticeReceiver:
    """A person by log-in name; without one a unit by its full name, empty for the office."""

    login: str = ""
    unit: str = ""

    @property
    def is_person(self) -> bool:
        """Whether it is one person, and not a group that reads along."""
        return bool(self.login)


class DeskWorkSource(Protocol):
    """What waits for somebody in one service; only what everybody may know who reads along."""

    async def __call__(self, tx: AsyncSession, receiver: NoticeReceiver, *, limit: int) -> Sequence[DeskWork]:
        """Give it, the pressing first."""
        ...


class ReceiverCheck(Protocol):
    """Tells whether somebody is still to be told."""

    async def __call__(self, tx: AsyncSession, receiver: NoticeReceiver) -> bool:
        """Whether a person may still log in; a unit always is."""
        ...
