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


class TypingSender(Protocol):
    """Whoever shows the sign; `adapters.wechat.api.messages.MessageCalls` is one."""

    async def show_typing(self, citizen: str, *, typing: bool = True) -> None:
        """Show it or take it away."""
        ...


class TypingSign:
    """Shows the sign where the window is open for sure, and counts it as a message, the strict reading of §8 [?].

    Fails open: a turn never waits for it and never fails with it.
    """

    def __init__(self, sender: TypingSender, windows: Windows, *, clock: Clock) -> None:
        self._sender = sender
        self._windows = windows
        self._clock = clock
        self._shown: dict[str, datetime] = {}

    async def show(self, citizen: str) -> None:
        """Show the sign to a citizen, once while it stands."""
        now = self._clock.now()
        self._shown = {each: until for each, until in self._shown.items() if now < until}
        if citizen in self._shown:
            return
        self._shown[citizen] = now + LASTS
        try:
            if await self._windows.standing(citizen, now=now) is not SendWindow.OPEN:
                return
            await self._sender.show_typing(citizen)
            await self._windows.spend(citizen, now=now)
        except ServiceError as error:
            log.info("typing not shown", extra={"reason": failing_part(error)})
