"""A way to staff that takes every message and brings it nowhere."""

from collections.abc import Set as AbstractSet

from handlers.staff_notices.channels import NoticeChannel, NoticeTarget
from handlers.staff_notices.door import NoticeMessage


class SilentDoor:
    """Every channel is set up, and nobody hears anything."""

    @property
    def channels(self) -> AbstractSet[NoticeChannel]:
        """Give all."""
        return frozenset(NoticeChannel)

    async def send(self, target: NoticeTarget, message: NoticeMessage) -> None:
        """Take a message."""
