"""A message in hand at reception, how its replies are rendered, and to whom they are handed on."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.errors import ServiceError
from bot.inbound.along import Along, nothing_along
from bot.inbound.gate import Unheard
from bot.message import Inbound, Reply


@dataclass(frozen=True, slots=True)
class Rendered:
    """Replies as a channel sends them: the answer's bytes, and what did not fit and has to be posted."""

    answer: bytes
    rest: tuple[Reply, ...] = ()


Render = Callable[[Sequence[Reply]], Rendered]


async def _unknown(inbound: Inbound) -> bool:  # noqa: ARG001 - the field's shape.
    return True


@dataclass(slots=True)
class WayOut:
    """Of whoever writes an answer out and can tell; `awaited` says that reception wants to be told (`went_out`)."""

    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What reception hands on: replies that come too late, and the news that a citizen wrote again.

    `set_aside` makes a message that is not tried any more a task for staff and posts the replies, once for a message.
    `unsent` tells whether what was posted last had not reached the citizen when a message was written. `along` gives what
    waits for the writer and goes with the answer.
    """

    post: Callable[[Inbound, Sequence[Reply]], Awaitable[None]]
    wrote_again: Callable[[str], Awaitable[None]]
    set_aside: Callable[[Inbound, Sequence[Reply]], Awaitable[None]]
    unsent: Callable[[Inbound], Awaitable[bool]] = _unknown
    along: Callable[[Inbound], Awaitable[Along]] = nothing_along


@dataclass(slots=True)
class Hand:
    """A message in hand, `inbound` where somebody waits for it: `entered` here, `kept` by the gate for us or another process, `late` when it is to be posted.

    Once `rendered` for those who wait it is no longer posted: they wait until it is kept. `failed` is how the world
    failed it last, `replies` what was said last. Whoever waits `reports` when the answer is written out; it is `awaited`
    when the answer asks for a word that binds. Where something is `waiting` for the citizen, `along` is what was taken to
    go with the answer.
    """

    render: Render
    inbound: Inbound | None = None
    reports: bool = False
    awaited: bool = False
    late: bool = False
    rendered: bool = False
    entered: bool = False
    failed: ServiceError | None = None
    replies: Sequence[Reply] = ()
    waiting: bool = False
    along: Along | None = None
    kept: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[bytes] = field(init=False)


def silence(_replies: Sequence[Reply]) -> Rendered:
    """Render nothing: nobody waits."""
    return Rendered(b"")


def unheard(replies: Sequence[Reply], *, late: bool, binds: bool) -> str:
    """Give what is kept of whether these replies come out."""
    if not replies:
        return Unheard.SAME
    return Unheard.LATE if late else Unheard.SAID if binds else ""
