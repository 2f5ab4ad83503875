"""“对方正在输入” while a turn takes long, so that nobody believes the message went astray (protocol §8)."""

import logging
from datetime import datetime, timedelta
from typing import Protocol

from adapters.wechat.courier import Windows
from bot.clock import Clock
from bot.errors import ServiceError, failing_part
from bot.outbound.ladder import SendWindow

log = logging.getLogger(__name__)
# So long does the sign stand.
LASTS = timedelta(seconds=15)
# So many signs are under way at once. When more turns take long it is the machine that is behind, and each sign would
# cost it about what an answer costs.
UNDER_WAY = 4


class TypingSender(Protocol):
    """Whoever shows the sign; `adapters.wechat.api.messages.MessageCalls` is one."""

    async def show_typing(self, citizen: str, *, typing: bool = True) -> None:
        """Show it or take it away."""
        ...


class TypingSign:
    """Shows the sign where the window is open for sure, and counts it as a message, the strict reading of §8 [?].

    Fails open: a turn never waits for it and never fails with it. What a sign costs does not grow with those that stand.
    """

    def __init__(self, sender: TypingSender, windows: Windows, *, clock: Clock) -> None:
        self._sender = sender
        self._windows = windows
        self._clock = clock
        self._shown: dict[str, datetime] = {}
        self._under_way = 0

    async def show(self, citizen: str) -> None:
        """Show the sign to a citizen, once while it stands; to nobody while as many as may be are under way."""
        now = self._clock.now()
        self._forget_until(now)
        if citizen in self._shown or self._under_way >= UNDER_WAY:
            return
        self._shown[citizen] = now + LASTS
        self._under_way += 1
        try:
            await self._shown_to(citizen, now)
        finally:
            self._under_way -= 1

    def _forget_until(self, now: datetime) -> None:
        # All stand equally long, so that the eldest end first.
        while self._shown and next(iter(self._shown.values())) <= now:
            del self._shown[next(iter(self._shown))]

    async def _shown_to(self, citizen: str, now: datetime) -> None:
        try:
            if await self._windows.standing(citizen, now=now) is not SendWindow.OPEN:
                return
            await self._sender.show_typing(citizen)
            await self._windows.spend(citizen, now=now)
        except ServiceError as error:
            log.info("typing not shown", extra={"reason": failing_part(error)})
