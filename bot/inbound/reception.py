"""The front desk: every delivery of a message gets the one answer, in time, or later through the outbox.

A message that ends its process, hangs or fails again and again is not tried for ever: it is set aside for staff. One
that failed for the world's sake is repeated for a moment. Whoever waits is then asked to say it again, but only when
nothing was done and the gate has let the message go; otherwise it stays in hand, is said to do so, and is made good. Where nobody
knows whether the gate let it go, that is said.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from bot import commits, waiting_time
from bot.conversation import Conversation
from bot.dispatcher import Dispatcher
from bot.errors import ServiceError, UncertainError, failing_part
from bot.inbound.aftercare import Aftercare
from bot.inbound.along import Spoken, WaitingFirst
from bot.inbound.gate import LONGEST_TRY, TRIES, Admission, AdmissionStanding, Gate, Parting, Unheard
from bot.inbound.hand import Desk, Hand, Render, Rendered, WayOut, silence, unheard
from bot.inbound.lease import Lease, leased
from bot.inbound.queues import CitizenQueues
from bot.inbound.recovery import Recovery, made_good
from bot.inbound.workplaces import PLACES, Workplaces
from bot.message import FORM_PAGE, Inbound, Reply, Wording

# The doors know reception by this module alone.
__all__ = ["Desk", "Reception", "Render", "Rendered", "WayOut"]
log = logging.getLogger(__name__)
FIRST_PAUSE = 0.005
LONGEST_PAUSE = 0.1
PATIENCE = 30.0
DEPARTURE = "event/unsubscribe"
# Nobody can be asked to say these again, and personal data has to go: they stay at the gate until it is done.
OBLIGING = frozenset({DEPARTURE, "event/user_authorization_revoke", "event/user_authorization_cancellation"})
# For so long a turn that fails for the world's sake is repeated while somebody waits for its answer.
AGAIN_SECONDS = 1.2
PARTING_SECONDS = 0.4
FIRST_AGAIN, LONGEST_AGAIN = 0.1, 1.0
# For so long the end of the program waits for messages in hand: with the door's ten seconds and what is closed after it
# that stays below the thirty that systemd gives.
DRAIN_SECONDS = 8.0


class Reception:
    """Receives messages of any channel; safe to call at once from many deliveries and processes.

    An empty answer is a promise: it is given only while the gate keeps the message, which stays there until its answer
    is posted, whatever dies or fails meanwhile. `limit` is how many seconds a try with a message may take once it has one of
    the `places` at which messages are worked on.
    """

    def __init__(
        self,
        *,
        gate: Gate,
        dispatcher: Dispatcher,
        desk: Desk,
        wording: Wording,
        limit: float = LONGEST_TRY,
        places: int = PLACES,
    ) -> None:
        self._gate = gate
        self._dispatcher = dispatcher
        self._desk = desk
        self._waiting_first = WaitingFirst(desk.along, desk.wrote_again, gate.hold, wording)
        self._wording = wording
        self._limit = limit
        self._places = Workplaces(gate, places)
        self._queues = CitizenQueues()
        self._aftercare = Aftercare(gate, post=desk.post, again=self._again, turn=self._queues.turn)
        self._running: dict[str, Hand] = {}

    async def receive(
        self, inbound: Inbound, *, render: Render, budget: float, way_out: WayOut | None = None
    ) -> bytes:
        """Give the bytes to answer with, the same for every delivery of the message; empty when it comes later.

        The work goes on when `budget` seconds are over, and its answer is posted. Raises `ServiceError` when the
        message could not be handled and nothing of it was kept.
        """
        waiting_time.begin(budget)
        if self._aftercare.has_promised(inbound):
            return render([Reply(self._wording("general.later"))]).answer
        hand = self._running.get(inbound.identity) or self._begin(inbound, render)
        hand.reports = hand.reports or way_out is not None
        done, _ = await asyncio.wait({hand.task}, timeout=budget)
        if not done and not hand.rendered:
            hand.late = True
            if await _first(hand.kept, hand.task):
                promised = b"" if hand.entered else await self._promised(inbound, way_out)
                if promised is not None:
                    return promised
                # The other process has let it go; it is this one's now, and whoever waits hears what becomes of it.
                hand.late = hand.entered
        answer = await asyncio.shield(hand.task)
        if way_out is not None:
            way_out.awaited = hand.awaited
        return answer

    async def went_out(self, inbound: Inbound) -> None:
        """Be told that the answer to a message was written out while somebody waited for it."""
        if self._aftercare.went_out(inbound):
            return
        # Should the gate be away, the next number is not believed, and the answer is given once more.
        with suppress(ServiceError):
            await self._gate.heard(inbound)

    async def _promised(self, inbound: Inbound, way_out: WayOut | None) -> bytes | None:
        """Say that the answer comes later while another process works on it, unless it came this moment or was let go.

        Raises `UncertainError` when the gate did not hear of the promise: the other process would keep its answer for
        whoever asked there, or would forget the message.
        """
        try:
            answer = await self._gate.promise(inbound)
        except ServiceError as error:
            raise UncertainError("general.doubtful", retry_after=error.retry_after) from error
        if answer and way_out is not None:
            way_out.awaited = True
        return answer

    def _begin(self, inbound: Inbound, render: Render) -> Hand:
        self._aftercare.stand_back(inbound)
        hand = self._running[inbound.identity] = Hand(render, inbound=inbound)
        hand.task = asyncio.create_task(self._work(inbound, hand))
        hand.task.add_done_callback(lambda done: self._ended(inbound, done))
        return hand

    async def recover(self) -> int:
        """Handle messages whose process died before answering; their answers are posted. Give how many."""
        return await Recovery(self._gate, self._rescue).run()

    async def _rescue(self, inbound: Inbound) -> bool:
        """Handle a stranded message and give whether it was taken up; its turn comes soon, or in another round."""
        hand = Hand(silence, late=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(2 * self._limit):
                await self._work(inbound, hand)
                return hand.entered
        return False

    async def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Wait so long for messages in hand, at the program's end; others take up what is left, at once."""
        until = asyncio.get_running_loop().time() + seconds
        hands = list(self._running.values())
        if hands:
            _, unended = await asyncio.wait({hand.task for hand in hands}, timeout=seconds)
            await self._left_to_others([hand for hand in hands if hand.task in unended])
        await self._aftercare.end(until)

    async def _left_to_others(self, hands: Sequence[Hand]) -> None:
        """Break off messages in hand; the gate keeps each, and whoever takes it up waits for no lease."""
        for hand in hands:
            hand.task.cancel()
        await asyncio.gather(*(hand.task for hand in hands), return_exceptions=True)
        if given_up := [hand.inbound for hand in hands if hand.entered and hand.inbound is not None]:
            log.warning("messages left to other processes", extra={"count": len(given_up)})
            await asyncio.gather(*map(self._left, given_up))

    async def _left(self, inbound: Inbound) -> None:
        # Entering may have taken away the note that something waits for the citizen: it is put back first.
        with suppress(ServiceError):
            await self._gate.hold(inbound.citizen)
            await self._gate.step_aside(inbound)

    async def _work(self, inbound: Inbound, hand: Hand) -> bytes:
        async with self._queues.turn(inbound.citizen):
            return await self._in_turn(inbound, hand)

    async def _in_turn(self, inbound: Inbound, hand: Hand) -> bytes:
        entry = await self._enter(inbound, hand)
        if entry.standing is AdmissionStanding.REPEAT:
            hand.awaited = bool(entry.answer)
            return entry.answer or b""
        if entry.standing is AdmissionStanding.LIMITED:
            return hand.render([Reply(self._wording("general.too_fast"))]).answer
        hand.entered = True
        hand.kept.set()
        with commits.counted() as done:
            try:
                return await self._tried(inbound, entry, hand)
            except ServiceError as error:
                # A gate that could not keep the answer cannot let go of the message either.
                stays = hand.late or hand.rendered or done.begun or inbound.kind in OBLIGING
                gone = False if stays else await self._let_go(inbound)
                if gone:
                    raise
                # It stays at the gate, and is taken up again when its lease is over.
                with suppress(ServiceError, TimeoutError):
                    async with asyncio.timeout(PARTING_SECONDS):
                        await self._gate.excuse(inbound)
                if hand.rendered or gone is None:
                    self._aftercare.begin(inbound, hand.replies)
                if hand.late or inbound.kind in OBLIGING:
                    raise
                if gone is None:
                    # Nobody but this process knows of it, should the gate have let it go.
                    raise UncertainError("general.doubtful", retry_after=error.retry_after) from error
                hand.awaited = True
                return hand.render([Reply(self._wording("general.later"))]).answer

    async def _again(self, inbound: Inbound, entry: Admission) -> None:
        """Try a message once more that was entered anew; its answer is posted."""
        try:
            await self._tried(inbound, entry, Hand(silence, late=True))
        except ServiceError:
            with suppress(ServiceError):
                await self._gate.excuse(inbound)
            raise

    async def _let_go(self, inbound: Inbound) -> bool | None:
        """Let the gate forget a message of which nothing was done; give whether it did, None when nobody knows."""
        with suppress(ServiceError):
            return await self._gate.abandon(inbound)
        return None

    async def _tried(self, inbound: Inbound, entry: Admission, hand: Hand) -> bytes:
        """Try for so long as a try may take; raises `ServiceError` when it failed for the world's sake.

        Empty when the try hung, or when another process has taken the message over.
        """
        try:
            async with leased(self._gate, inbound) as lease, self._places.place(inbound, entry) as begun:
                lease.give(self._limit)
                if begun.tries > TRIES:
                    return await self._set_aside(inbound, begun, hand)
                return await self._repeated(inbound, begun, hand, lease)
        except (ServiceError, TimeoutError) as error:
            if entry.waiting:
                with suppress(ServiceError):
                    # Entering took the note away; without it the parcels would wait for good.
                    await self._gate.hold(inbound.citizen)
            if isinstance(error, ServiceError):
                raise
            log.warning(
                "message took too long",
                extra={"key": inbound.key, "tries": entry.tries, "taken over": lease.lost},
            )
            if lease.lost:
                return b""
            if hand.rendered or hand.failed:
                # Only the stores were still to be waited for, and nobody knows whether the answer was kept.
                raise ServiceError(retry_after=1.0) from (hand.failed or error)
            return b""

    async def _enter(self, inbound: Inbound, hand: Hand) -> Admission:
        """Wait, ever less eagerly, while another process handles this message or this citizen."""
        pause, waited = FIRST_PAUSE, 0.0
        while waited < PATIENCE:
            entry = await self._entered(inbound)
            if (before := entry.before) is not None:
                await made_good(self._gate, before, self._in_turn(before, Hand(silence, late=True)))
                entry = await self._entered(inbound, overtaking=True)
            if entry.standing not in {AdmissionStanding.RUNNING, AdmissionStanding.BUSY}:
                return entry
            if entry.standing is AdmissionStanding.RUNNING:
                # The other process gives the answer, or has promised it.
                hand.kept.set()
            await asyncio.sleep(pause)
            waited, pause = waited + pause, min(pause * 2, LONGEST_PAUSE)
        raise ServiceError(retry_after=1.0)

    async def _entered(self, inbound: Inbound, *, overtaking: bool = False) -> Admission:
        """Enter; whoever is told that it failed may say it again, so that a message that came in all the same goes.

        Raises `UncertainError` when nobody knows whether it went: another process may work on it, to which it was
        delivered before.
        """
        try:
            await self._aftercare.see_to_earlier(inbound)
            return await self._gate.enter(inbound, overtaking=overtaking)
        except ServiceError as error:
            with suppress(TimeoutError):
                async with asyncio.timeout(PARTING_SECONDS):
                    if await self._let_go(inbound):
                        raise
            raise UncertainError("general.doubtful", retry_after=error.retry_after) from error

    async def _repeated(self, inbound: Inbound, entry: Admission, hand: Hand, lease: Lease) -> bytes:
        """Repeat a turn that fails for the world's sake: shortly while somebody waits, else until its time is over.

        What is done is kept by message and form, so that a repetition finds it.
        """
        loop = asyncio.get_running_loop()
        until, pause = loop.time() + AGAIN_SECONDS, FIRST_AGAIN
        while True:
            try:
                return await self._handle(inbound, entry, hand, lease)
            except ServiceError as error:
                hand.failed = error
                if error.permanent or not (hand.late or loop.time() + pause < until):
                    raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_AGAIN)

    async def _handle(self, inbound: Inbound, entry: Admission, hand: Hand, lease: Lease) -> bytes:
        known = entry.state
        conversation = Conversation.from_state(known) if known else Conversation.new(inbound.citizen)
        conversation.unheard = await self._is_unheard(inbound, entry)
        conversation, replies = await self._dispatcher.turn(inbound, conversation)
        hand.replies, hand.waiting = replies, entry.waiting
        return await self._part(inbound, conversation, hand, lease)

    async def _part(self, inbound: Inbound, conversation: Conversation, hand: Hand, lease: Lease) -> bytes:
        """Have the answer kept for those who wait, or posted where nobody does."""
        replies = hand.replies
        # From here on the time may run out without making the answer late: it is kept, and then given.
        hand.rendered = not hand.late
        spoken = await self._spoken(inbound, hand)
        rendered = hand.render(spoken.at_once) if hand.rendered else Rendered(b"", tuple(replies))
        rendered = Rendered(rendered.answer, (*rendered.rest, *spoken.later))
        if rendered.rest:
            if not await lease.holds():
                return await self._found(inbound)
            # Before the answer is kept: a crash in between repeats the post, which its dedup key makes harmless.
            await self._desk.post(inbound, rendered.rest)
        binds = hand.reports and conversation.binding
        state = {
            **conversation.state(),
            "unheard": unheard(replies, late=not hand.rendered or bool(spoken.later), binds=binds),
            # Whatever this citizen writes before a courier has brought it is answered after it, not before.
            "waits": bool(rendered.rest),
        }
        left = await self._gate.leave(inbound, state=state, answer=rendered.answer)
        if left is Parting.PROMISED:
            hand.late = True
            return await self._part(inbound, conversation, hand, lease)
        if left is Parting.LOST:
            return await self._found(inbound)
        hand.awaited = binds
        try:
            await spoken.along.kept()
        except ServiceError:
            # Then a courier says it once more: twice is better than never.
            log.warning("what went along is not recorded", extra={"key": inbound.key})
        return rendered.answer

    async def _is_unheard(self, inbound: Inbound, entry: Admission) -> bool:
        """Whether the answer before may not have come out when the citizen wrote this message."""
        if entry.unheard != Unheard.LATE:
            return bool(entry.unheard)
        try:
            return await self._desk.unsent(inbound)
        except ServiceError:
            return True

    async def _spoken(self, inbound: Inbound, hand: Hand) -> Spoken:
        """Give what is said, once what waits for the citizen is heeded; whoever leaves is given nothing any more."""
        if not hand.waiting:
            return Spoken(hand.replies)
        if inbound.kind in OBLIGING or inbound.kind == FORM_PAGE:
            # Neither who leaves nor who fills in a page reads here what waits for the chat.
            await self._gate.hold(inbound.citizen)
            return Spoken(hand.replies)
        spoken = await self._waiting_first.heed(inbound, hand.replies, late=hand.late, taken=hand.along)
        hand.along = spoken.along
        return spoken

    async def _found(self, inbound: Inbound) -> bytes:
        """Give the answer that was kept by an earlier try, though we did not hear so, or by another process."""
        entry = await self._gate.enter(inbound)
        if entry.standing is AdmissionStanding.FRESH:
            # Nobody has: whoever takes it up next does not wait for a lease that nobody uses.
            await self._gate.step_aside(inbound)
        return entry.answer or b""

    async def _set_aside(self, inbound: Inbound, entry: Admission, hand: Hand) -> bytes:
        """Keep a message from being tried again, and say so; nothing looks into it but the task for staff.

        Should it be that look which fails, staff get the task without its words.
        """
        log.error("message set aside", extra={"key": inbound.key, "tries": entry.tries})
        if entry.waiting and inbound.kind not in OBLIGING:
            await self._desk.wrote_again(inbound.citizen)
        hand.rendered = not hand.late
        # Whoever has left cannot be told anything any more.
        replies = () if inbound.kind == DEPARTURE else (Reply(self._wording("general.set_aside")),)
        rendered = hand.render(replies) if hand.rendered else Rendered(b"", replies)
        hand.replies = replies
        shown = inbound if entry.tries <= 2 * TRIES else replace(inbound, text="")
        # Before it is taken out of hand: a crash in between repeats the task and the post, which come once all the same.
        await self._desk.set_aside(shown, rendered.rest)
        await self._gate.set_aside(inbound, answer=rendered.answer)
        return rendered.answer

    def _ended(self, inbound: Inbound, task: asyncio.Task[bytes]) -> None:
        self._running.pop(inbound.identity, None)
        if not task.cancelled() and (error := task.exception()):
            reason = failing_part(error) if isinstance(error, ServiceError) else type(error).__name__
            log.warning("message not handled", extra={"key": inbound.key, "reason": reason})


async def _first(event: asyncio.Event, task: asyncio.Task[bytes]) -> bool:
    """Wait for an event or a task, and give whether the event came before the task's end."""
    waiting = asyncio.create_task(event.wait())
    await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    return event.is_set() and not task.done()
