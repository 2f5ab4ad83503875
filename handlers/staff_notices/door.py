"""The way to the platforms as this slice sees it: one message to one target, or a refusal that says why."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from bot.errors import ServiceError
from handlers.staff_notices.channels import NoticeChannel, NoticeTarget


@dataclass(frozen=True, slots=True)
class NoticeMessage:
    """What goes out: one line that says it all, and the whole text. Neither ever holds personal data."""

    title: str
    text: str


class NoticeRefusedError(ServiceError):
    """A platform did not take a message; `why` is a word, a code of the platform behind a colon, never what it said."""

    def __init__(self, why: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__("general.unavailable", permanent=permanent, retry_after=retry_after, reason=why)
        self.why = why


class NoticeDoor(Protocol):
    """Whatever brings messages to the platforms that are set up."""

    @property
    def channels(self) -> AbstractSet[NoticeChannel]:
        """Those that are set up."""
        ...

    async def send(self, target: NoticeTarget, message: NoticeMessage) -> None:
        """Bring one message; raises `NoticeRefusedError`, too where the channel is not set up any more."""
        ...
