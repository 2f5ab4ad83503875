"""Callers who come before the program has loaded: what they send is kept, and answered as soon as somebody can.

To the platform a refused push is one of three tries lost; one that waits some seconds is none. Whoever asks how the
program is hears at once that it starts; a page that would have to wait for long hears to try again. A push is never
sent away: nothing is promised to it either, so the platform brings it again until it is answered. One whose platform has
hung up meanwhile is taken up all the same, after those that still wait, and answered as late ones are.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from adapters.porch.connection import CallerConnection
from adapters.porch.early_word import excuse, told_at_once
from adapters.porch.sockets import BACKLOG, ListeningPlace

Made = Callable[[], asyncio.BaseProtocol]

# What one caller may have sent before somebody reads it; of more, the rest waits on his own side.
HELD_BYTES = 80 * 1024
MOST_HELD = 512
# So long a page waits before it is told to come again.
EXCUSED_SECONDS = 4.5
# Whoever called before the loop ran may have done so at any moment since the place was opened.
FIRST_ROUND_SECONDS = 0.1
# Those whose caller has gone follow so much later: another delivery of the same push may still be waited for.
LEFT_BEHIND_SECONDS = 1.0


def _nothing_to_say() -> str:
    return "starting"


class Porch:
    """Takes every connection of a place; until `open`, it waits there with what it brought."""

    def __init__(self, place: ListeningPlace, words: Callable[[], str] = _nothing_to_say) -> None:
        self.place = place
        self.words = words
        self._since: float | None = place.since
        self._held: dict[HeldCaller, None] = {}
        self._left: list[HeldCaller] = []
        self._waiting: dict[CallerConnection, None] = {}
        self._servers: list[asyncio.AbstractServer] = []
        self._made: Made | None = None

    async def listen(self) -> None:
        """Take the place's callers from now on."""
        loop = asyncio.get_running_loop()
        for each in self.place.sockets:
            self._servers.append(await loop.create_server(self.connection, sock=each, backlog=BACKLOG))
        loop.call_later(FIRST_ROUND_SECONDS, self._settle_in)

    def connection(self) -> asyncio.BaseProtocol:
        """Give the protocol of a new connection."""
        if self._made is not None:
            return CallerConnection(self._made(), self._waiting)
        return HeldCaller(self, self._since or asyncio.get_running_loop().time())

    def enter(self, held: "HeldCaller") -> None:
        """Let somebody stand here; when it is full, first somebody goes who has not said what he wants."""
        if self._made is not None:
            # It was opened between the call and this moment.
            self._hand_on(held)
            return
        self._held[held] = None
        if len(self._held) > MOST_HELD:
            next((each for each in self._held if not each.asked), held).part()

    def leave(self, held: "HeldCaller") -> None:
        """Forget somebody who has gone."""
        self._held.pop(held, None)

    def open(self, made: Made) -> None:
        """Let an application's protocols answer: those who stand here, and everybody after them."""
        self._made = made
        held, self._held = list(self._held), {}
        self._left = [each for each in held if each.hung_up]
        for each in held:
            if not each.hung_up:
                self._hand_on(each)
        if self._left:
            asyncio.get_running_loop().call_later(LEFT_BEHIND_SECONDS, self._follow)

    def close(self) -> None:
        """Listen no more, and send away whom nobody has answered."""
        for server in self._servers:
            server.close()
        for held in (*self._held, *self._left):
            held.part()
        self._left = []

    def _settle_in(self) -> None:
        """Take the time of further callers from the clock: those who came before the loop ran are here."""
        self._since = None

    def _follow(self) -> None:
        left, self._left = self._left, []
        for held in left:
            self._hand_on(held)

    def _hand_on(self, held: "HeldCaller") -> None:
        if self._made is not None:
            held.hand_on(CallerConnection(self._made(), self._waiting, arrived=held.since))


class HeldCaller(asyncio.Protocol):
    """One connection on the porch."""

    def __init__(self, porch: Porch, since: float) -> None:
        self.since = since
        self.hung_up = False
        self._porch = porch
        self._octets = b""
        self._paused = False
        self._transport: asyncio.Transport | None = None
        self._patience: asyncio.TimerHandle | None = None

    @property
    def asked(self) -> bool:
        """Whether something came."""
        return bool(self._octets)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let the caller stand here."""
        self._transport = cast("asyncio.Transport", transport)
        self._patience = asyncio.get_running_loop().call_later(EXCUSED_SECONDS, self._excuse)
        self._porch.enter(self)

    def data_received(self, data: bytes) -> None:
        """Keep what came; to whom asks how the program is, say it."""
        self._octets += data
        if told := told_at_once(self._octets):
            self._say(told)
        elif len(self._octets) > HELD_BYTES and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()

    def eof_received(self) -> bool:
        """Note that the caller has gone, and keep what he brought."""
        # The connection stays, so that what came by it can be taken up.
        self.hung_up = True
        return self.asked

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the loop's own shape
        """Forget whose connection is lost."""
        self._forget()
        self._porch.leave(self)

    def hand_on(self, caller: CallerConnection) -> None:
        """Let the connection be another's from now on, with what came by it."""
        self._forget()
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.set_protocol(caller)
        caller.take_over(self._transport, self._octets)
        if self._paused:
            self._transport.resume_reading()

    def part(self) -> None:
        """Close the connection without waiting for anything."""
        self._forget()
        self._porch.leave(self)
        if self._transport is not None:
            self._transport.abort()

    def _excuse(self) -> None:
        if told := excuse(self._octets, self._porch.words):
            self._say(told)

    def _say(self, told: bytes) -> None:
        self._forget()
        self._porch.leave(self)
        if self._transport is not None:
            self._transport.write(told)
            self._transport.close()

    def _forget(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


@asynccontextmanager
async def porch_at(place: ListeningPlace, words: Callable[[], str] = _nothing_to_say) -> AsyncIterator[Porch]:
    """Take the callers of a place in the block; after it nobody is listened to any more."""
    porch = Porch(place, words)
    try:
        await porch.listen()
        yield porch
    finally:
        porch.close()
