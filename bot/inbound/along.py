"""What waited for a citizen goes along with the answer, before it; only words that somebody in danger needs come first."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.errors import ServiceError
from bot.message import Inbound, Reply, Wording

log = logging.getLogger(__name__)
# Somebody waits for the answer, and the platform only for five seconds.
PATIENCE_SECONDS = 1.0


async def nothing_more() -> None:
    """Record nothing."""


@dataclass(frozen=True, slots=True)
class Along:
    """What goes along with an answer: texts, in order, and whether nothing of it is left behind.

    `kept` is to be called once the answer is kept for every delivery of the message.
    """

    texts: tuple[str, ...] = ()
    whole: bool = True
    kept: Callable[[], Awaitable[None]] = nothing_more


async def nothing_along(inbound: Inbound) -> Along:  # noqa: ARG001 - as every desk is asked.
    """Give nothing: for a desk at which nothing waits."""
    return Along()


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said at once, what is posted behind it, and what went along."""

    at_once: Sequence[Reply]
    later: Sequence[Reply] = ()
    along: Along = Along()


@dataclass(frozen=True, slots=True)
class WaitingFirst:
    """Puts what waits before an answer.

    `take` gives what fits beside it, `wrote_again` lets a courier bring the rest, `hold` notes that something still waits.
    """

    take: Callable[[Inbound], Awaitable[Along]]
    wrote_again: Callable[[str], Awaitable[None]]
    hold: Callable[[str], Awaitable[None]]
    wording: Wording

    async def heed(
        self, inbound: Inbound, replies: Sequence[Reply], *, late: bool, taken: Along | None
    ) -> Spoken:
        """Give what is said; `late` says that the replies are posted, `taken` what an earlier try has in hand.

        What does not fit comes before the answer too, which is then posted behind it. That a store is away, or slow, costs
        nobody the answer.
        """
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._heeded(inbound, replies, late=late, taken=taken)
        except (ServiceError, TimeoutError):
            log.warning("what waits is not known", extra={"key": inbound.key})
            with suppress(ServiceError):
                await self.hold(inbound.citizen)
            return Spoken(replies)

    async def _heeded(
        self, inbound: Inbound, replies: Sequence[Reply], *, late: bool, taken: Along | None
    ) -> Spoken:
        if late or (replies and replies[0].pressing):
            await self.wrote_again(inbound.citizen)
            return Spoken(replies)
        along = taken or await self.take(inbound)
        before = [Reply(self.wording("general.waited", text=text)) for text in along.texts]
        if along.whole:
            return Spoken([*before, *replies], along=along)
        await self.wrote_again(inbound.citizen)
        return Spoken(before or [Reply(self.wording("general.waited_first"))], replies, along)
