"""Messages whose process died are taken up again: a few at a time, and none of them holds up the others."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from bot.errors import ServiceError
from bot.inbound.gate import Gate
from bot.message import Inbound

log = logging.getLogger(__name__)
AT_ONCE = 5

Rescue = Callable[[Inbound], Awaitable[bool]]


class Recovery:
    """One round of recovery; `rescue` handles one message within a time of its own and gives whether it ended."""

    def __init__(self, gate: Gate, rescue: Rescue) -> None:
        self._gate = gate
        self._rescue = rescue
        self._seen: set[str] = set()
        self._served = 0
        self._fault: BaseException | None = None

    async def run(self) -> int:
        """Take up whatever is stranded, as soon as a place is free, each once; give how many ended.

        What waits for the world comes again in another round. A fault of ours is raised once all others are served,
        `ServiceError` when the gate is away.
        """
        at_work = await self._begun(AT_ONCE)
        try:
            while at_work:
                done, at_work = await asyncio.wait(at_work, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    self._end(task)
                with suppress(
                    ServiceError
                ):  # Should the gate be away, those at work find out for themselves.
                    at_work |= await self._begun(AT_ONCE - len(at_work))
        finally:
            for task in at_work:
                task.cancel()
        if self._fault:
            raise self._fault
        return self._served

    async def _begun(self, places: int) -> set[asyncio.Task[bool]]:
        found = [each for each in await self._gate.stranded(limit=places) if each.identity not in self._seen]
        self._seen |= {each.identity for each in found}
        return {asyncio.create_task(self._rescued(each)) for each in found}

    async def _rescued(self, inbound: Inbound) -> bool:
        return await self._rescue(inbound)

    def _end(self, task: asyncio.Task[bool]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None:
            self._served += 0 if task.cancelled() else task.result()
        elif not isinstance(error, ServiceError):
            self._fault = self._fault or error


async def made_good(gate: Gate, before: Inbound, handling: Coroutine[Any, Any, bytes]) -> None:
    """Handle first what the citizen wrote first and a process left behind; whoever comes behind it waits here.

    When that fails the message stays in hand and is passed: nobody is shut out by what cannot be made good now.
    """
    task = asyncio.create_task(handling)
    await asyncio.wait({task})
    if not task.cancelled() and (error := task.exception()):
        log.warning("message not made good", extra={"key": before.key, "reason": type(error).__name__})
    with suppress(ServiceError):
        await gate.step_aside(before)
