"""The front desk: every delivery of a message gets the one answer, in time, or later through the outbox.

A message that ends its process, hangs or fails again and again is not tried for ever: it is set aside for staff.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bot.conversation import Conversation
from bot.dispatcher import Dispatcher
from bot.errors import ServiceError
from bot.inbound.gate import LONGEST_TRY, TRIES, Admission, AdmissionStanding, Gate
from bot.inbound.recovery import Recovery
from bot.message import Inbound, Reply, Wording

log = logging.getLogger(__name__)
FIRST_PAUSE = 0.005
LONGEST_PAUSE = 0.1
PATIENCE = 30.0
DEPARTURE = "event/unsubscribe"


@dataclass(frozen=True, slots=True)
class Rendered:
    """Replies as a channel sends them: the answer's bytes, and what did not fit and has to be posted."""

    answer: bytes
    rest: tuple[Reply, ...] = ()


Render = Callable[[Sequence[Reply]], Rendered]


@dataclass(frozen=True, slots=True)
class Desk:
    """What reception hands on: replies that come too late, and the news that a citizen wrote again.

    `set_aside` makes a message that is not tried any more a task for staff and posts the replies, once for a message.
    """

    post: Callable[[Inbound, Sequence[Reply]], Awaitable[None]]
    wrote_again: Callable[[str], Awaitable[None]]
    set_aside: Callable[[Inbound, Sequence[Reply]], Awaitable[None]]


@dataclass(slots=True)
class _Hand:
    """A message in hand: from `entered` on the gate keeps it, `late` when its answer has to be posted.

    Once `rendered` for those who wait it is no longer posted: they wait until it is kept.
    """

    render: Render
    late: bool = False
    rendered: bool = False
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[bytes] = field(init=False)


@dataclass(slots=True)
class _Queue:
    """One citizen's messages in this process: whose turn it is, and how many stand in line or are in hand."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    standing: int = 0


class Reception:
    """Receives messages of any channel; safe to call at once from many deliveries and processes.

    An empty answer is a promise: it is given only while the gate keeps the message, which stays there until its answer
    is posted, whatever dies or fails meanwhile. `limit` is how many seconds a try with a message may take.
    """

    def __init__(
        self,
        *,
        gate: Gate,
        dispatcher: Dispatcher,
        desk: Desk,
        wording: Wording,
        limit: float = LONGEST_TRY,
    ) -> None:
        self._gate = gate
        self._dispatcher = dispatcher
        self._desk = desk
        self._wording = wording
        self._limit = limit
        self._running: dict[str, _Hand] = {}
        self._queues: dict[str, _Queue] = {}

    async def receive(self, inbound: Inbound, *, render: Render, budget: float) -> bytes:
        """Give the bytes to answer with, the same for every delivery of the message; empty when it comes later.

        The work goes on when `budget` seconds are over, and its answer is posted. Raises `ServiceError` when the
        message could not be handled and nothing of it was kept.
        """
        hand = self._running.get(inbound.identity) or self._begin(inbound, render)
        done, _ = await asyncio.wait({hand.task}, timeout=budget)
        if not done and not hand.rendered:
            hand.late = True
            if await _first(hand.entered, hand.task):
                return b""
        return await asyncio.shield(hand.task)

    def _begin(self, inbound: Inbound, render: Render) -> _Hand:
        hand = self._running[inbound.identity] = _Hand(render)
        hand.task = asyncio.create_task(self._work(inbound, hand))
        hand.task.add_done_callback(lambda done: self._ended(inbound, done))
        return hand

    async def recover(self) -> int:
        """Handle messages whose process died before answering; their answers are posted. Give how many."""
        return await Recovery(self._gate, self._rescue).run()

    async def _rescue(self, inbound: Inbound) -> bool:
        """Handle a stranded message and give whether it was taken up; its turn comes soon, or in another round."""
        hand = _Hand(lambda _: Rendered(b""), late=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(2 * self._limit):
                await self._work(inbound, hand)
                return hand.entered.is_set()
        return False

    async def drain(self) -> None:
        """Wait for every message in hand, at the program's end."""
        await asyncio.gather(*(hand.task for hand in self._running.values()), return_exceptions=True)

    async def _work(self, inbound: Inbound, hand: _Hand) -> bytes:
        queue = self._queues.setdefault(inbound.citizen, _Queue())
        queue.standing += 1
        try:
            async with queue.turn:
                return await self._in_turn(inbound, hand)
        finally:
            queue.standing -= 1
            if not queue.standing:
                self._queues.pop(inbound.citizen, None)

    async def _in_turn(self, inbound: Inbound, hand: _Hand) -> bytes:
        entry = await self._enter(inbound)
        if entry.standing is AdmissionStanding.REPEAT:
            return entry.answer or b""
        if entry.standing is AdmissionStanding.LIMITED:
            return hand.render([Reply(self._wording("general.too_fast"))]).answer
        hand.entered.set()
        try:
            return await self._tried(inbound, entry, hand)
        except ServiceError:
            with suppress(ServiceError):
                # What was promised stays at the gate, and is taken up again when its lease is over.
                await (self._gate.excuse if hand.late else self._gate.abandon)(inbound)
            raise

    async def _tried(self, inbound: Inbound, entry: Admission, hand: _Hand) -> bytes:
        """Try once, for so long as a try may take; raises `ServiceError` when it failed for the world's sake."""
        try:
            async with asyncio.timeout(self._limit):
                if entry.waiting:
                    await self._desk.wrote_again(inbound.citizen)
                if entry.tries > TRIES:
                    return await self._set_aside(inbound, entry, hand)
                return await self._handle(inbound, entry, hand)
        except (ServiceError, TimeoutError) as error:
            if entry.waiting:
                with suppress(ServiceError):
                    # Entering took the note away; without it the parcels would wait for good.
                    await self._gate.hold(inbound.citizen)
            if isinstance(error, ServiceError):
                raise
            log.warning("message took too long", extra={"key": inbound.key, "tries": entry.tries})
            if hand.rendered:
                # Only the stores were still to be waited for, and nobody knows whether the answer was kept.
                raise ServiceError(retry_after=1.0) from error
            return b""

    async def _enter(self, inbound: Inbound) -> Admission:
        """Wait, ever less eagerly, while another process handles this message or this citizen."""
        pause, waited = FIRST_PAUSE, 0.0
        while waited < PATIENCE:
            entry = await self._gate.enter(inbound)
            if entry.standing not in {AdmissionStanding.RUNNING, AdmissionStanding.BUSY}:
                return entry
            await asyncio.sleep(pause)
            waited, pause = waited + pause, min(pause * 2, LONGEST_PAUSE)
        raise ServiceError(retry_after=1.0)

    async def _handle(self, inbound: Inbound, entry: Admission, hand: _Hand) -> bytes:
        known = entry.state
        conversation = Conversation.from_state(known) if known else Conversation.new(inbound.citizen)
        conversation, replies = await self._dispatcher.turn(inbound, conversation)
        # From here on the time may run out without making the answer late: it is kept, and then given.
        hand.rendered = not hand.late
        rendered = hand.render(replies) if hand.rendered else Rendered(b"", tuple(replies))
        if rendered.rest:
            # Before the answer is kept: a crash in between repeats the post, which its dedup key makes harmless.
            await self._desk.post(inbound, rendered.rest)
        await self._gate.leave(inbound, state=conversation.state(), answer=rendered.answer)
        return rendered.answer

    async def _set_aside(self, inbound: Inbound, entry: Admission, hand: _Hand) -> bytes:
        """Keep a message from being tried again, and say so; nothing looks into it but the task for staff.

        Should it be that look which fails, staff get the task without its words.
        """
        log.error("message set aside", extra={"key": inbound.key, "tries": entry.tries})
        hand.rendered = not hand.late
        # Whoever has left cannot be told anything any more.
        replies = () if inbound.kind == DEPARTURE else (Reply(self._wording("general.set_aside")),)
        rendered = hand.render(replies) if hand.rendered else Rendered(b"", replies)
        shown = inbound if entry.tries <= 2 * TRIES else replace(inbound, text="")
        # Before it is taken out of hand: a crash in between repeats the task and the post, which come once all the same.
        await self._desk.set_aside(shown, rendered.rest)
        await self._gate.set_aside(inbound, answer=rendered.answer)
        return rendered.answer

    def _ended(self, inbound: Inbound, task: asyncio.Task[bytes]) -> None:
        self._running.pop(inbound.identity, None)
        if not task.cancelled() and (error := task.exception()):
            log.warning("message not handled", extra={"key": inbound.key, "reason": type(error).__name__})


async def _first(event: asyncio.Event, task: asyncio.Task[bytes]) -> bool:
    """Wait for an event or a task, and give whether the event came before the task's end."""
    waiting = asyncio.create_task(event.wait())
    await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    return event.is_set() and not task.done()
