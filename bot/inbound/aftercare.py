"""After the gate went away in the very moment a message was to be kept or let go: nobody knows what became of it.

The citizen was told that the answer comes. If it was kept, nobody else would ever post it: the gate holds the message no
longer. If it was not, the message is in hand still, and is done here and now instead of after its lease. The platform may
ask for it again meanwhile, when what was told came too late: whoever was given the kept answer is not sent it as well.
Where what was told did go out, a later delivery is answered into the void, and the answer is posted whoever was given it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager

from bot.errors import ServiceError
from bot.inbound.gate import Admission, AdmissionStanding, Gate
from bot.message import Inbound, Reply

PAUSE_SECONDS = 0.5
PATIENCE_SECONDS = 60.0
SETTLED = frozenset({AdmissionStanding.FRESH, AdmissionStanding.RUNNING, AdmissionStanding.REPEAT})

Post = Callable[[Inbound, Sequence[Reply]], Awaitable[None]]
Again = Callable[[Inbound, Admission], Awaitable[object]]
Turn = Callable[[str], AbstractAsyncContextManager[object]]


class Aftercare:
    """Finds out; `again` tries a message anew that was entered, and posts its answer. `turn` is a citizen's own."""

    def __init__(self, gate: Gate, *, post: Post, again: Again, turn: Turn) -> None:
        self._gate = gate
        self._post = post
        self._again = again
        self._turn = turn
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._open: dict[str, tuple[Inbound, Sequence[Reply]]] = {}
        self._at_it: set[str] = set()
        self._promised: set[str] = set()

    def begin(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        """See to a message whose `replies` were rendered, for a minute; what then remains is a worker's."""
        task = asyncio.create_task(self._see_to(inbound, replies))
        self._tasks[inbound.identity], self._open[inbound.identity] = task, (inbound, replies)
        task.add_done_callback(lambda done: self._ended(inbound.identity, done))

    async def see_to_earlier(self, inbound: Inbound) -> None:
        """See at once to what the same citizen wrote before, in the turn that the caller has: its answer comes first.

        Raises `ServiceError` when the gate is still away.
        """
        for identity, (earlier, replies) in list(self._open.items()):
            if earlier.citizen != inbound.citizen or identity == inbound.identity:
                continue
            if await self._found_out(earlier, replies) and (task := self._tasks.get(identity)):
                task.cancel()

    def stand_back(self, inbound: Inbound) -> None:
        """Leave a message to its new delivery, which is answered at once; what is being posted already is posted."""
        task = self._tasks.get(inbound.identity)
        if task is not None and inbound.identity not in self._at_it | self._promised:
            task.cancel()

    def went_out(self, inbound: Inbound) -> bool:
        """Be told that the word that an answer comes was written out; give whether it was such a word."""
        if inbound.identity not in self._tasks:
            return False
        self._promised.add(inbound.identity)
        return True

    def has_promised(self, inbound: Inbound) -> bool:
        """Whether the citizen was told that the answer comes, and it is still to come from here."""
        return inbound.identity in self._promised

    async def end(self, until: float) -> None:
        """Wait for what is under way, at the program's end, until a moment of the loop's clock; then it is broken off."""
        if self._tasks:
            left = max(0.0, until - asyncio.get_running_loop().time())
            _, unended = await asyncio.wait(set(self._tasks.values()), timeout=left)
            for task in unended:
                task.cancel()
            await asyncio.gather(*unended, return_exceptions=True)

    def _ended(self, identity: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(identity) is task:
            del self._tasks[identity], self._open[identity]
            self._promised.discard(identity)

    async def _see_to(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE_SECONDS
        while loop.time() < until:
            await asyncio.sleep(PAUSE_SECONDS)
            async with self._turn(inbound.citizen):
                self._at_it.add(inbound.identity)
                try:
                    if await self._found_out(inbound, replies):
                        return
                except ServiceError:
                    continue
                finally:
                    self._at_it.discard(inbound.identity)

    async def _found_out(self, inbound: Inbound, replies: Sequence[Reply]) -> bool:
        """Do what is to be done, and give whether that is all: not while the citizen's other messages are in hand.

        A message that was let go unheard is in no other hand than this one.
        """
        entry = await self._gate.enter(inbound, collecting=True)
        promised = self.has_promised(inbound)
        if entry.standing is AdmissionStanding.FRESH:
            await self._again(inbound, entry)
        elif entry.standing is AdmissionStanding.RUNNING and promised:
            # Whoever works on it posts the answer, since nobody waits any more where it was asked for again.
            return await self._gate.promise(inbound) is not None
        elif entry.answer and replies and (promised or not entry.given):
            # Posted before it is noted: a crash in between may say it twice, and never not at all. Whatever the citizen
            # writes before a courier has brought it is answered after it.
            await self._gate.hold(inbound.citizen)
            await self._post(inbound, replies)
            await self._gate.posted(inbound)
        return entry.standing in SETTLED
