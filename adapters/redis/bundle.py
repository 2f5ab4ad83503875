"""Many turns ask the same step of Redis at the same moment: they go together, so that a round trip is paid once.

While one bundle is on its way the next one gathers; a lone turn never waits for company. Each step still happens
whole or not at all: the bundle is one script that takes one turn after another.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

MOST = 64
Argument = bytes | str | int

# The step's own text sees its part of the keys and arguments under the usual names.
_TOGETHER = """
local function step(KEYS, ARGV)
{step}
end
local keys, arguments = tonumber(ARGV[1]), tonumber(ARGV[2])
local answers = {{}}
for place = 0, #KEYS / keys - 1 do
  answers[place + 1] = step(
    {{unpack(KEYS, place * keys + 1, (place + 1) * keys)}},
    {{unpack(ARGV, place * arguments + 3, (place + 1) * arguments + 2)}})
end
return answers
"""


class Bundle:
    """One step of the gate, called by many; every call takes the same number of keys and of arguments."""

    def __init__(self, redis: Redis, step: str) -> None:
        self._script = redis.register_script(_TOGETHER.format(step=step))
        self._gathered: list[tuple[Sequence[str], Sequence[Argument], asyncio.Future[Any]]] = []
        self._sending: asyncio.Task[None] | None = None

    async def __call__(self, keys: Sequence[str], arguments: Sequence[Argument]) -> Any:
        """Give the step's answer; raises what redis-py raises, the same for all that went together."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._gathered.append((keys, arguments, answer))
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())
        return await answer

    async def _send(self) -> None:
        try:
            while self._gathered:
                together, self._gathered = self._gathered[:MOST], self._gathered[MOST:]
                await self._carry(together)
        finally:
            # Only at the program's end is something left: nobody may wait for an answer that will not come.
            self._sending, left, self._gathered = None, self._gathered, []
            _refuse(left, RedisConnectionError("the program is ending"))

    async def _carry(
        self, together: list[tuple[Sequence[str], Sequence[Argument], asyncio.Future[Any]]]
    ) -> None:
        keys = [key for own, _, _ in together for key in own]
        arguments: list[Argument] = [len(together[0][0]), len(together[0][1])]
        arguments += [argument for _, own, _ in together for argument in own]
        try:
            answers = await self._script(keys, arguments)
        except (RedisError, OSError) as error:
            _refuse(together, error)
        except BaseException:
            _refuse(together, RedisConnectionError("the program is ending"))
            raise
        else:
            for (_, _, waiting), answer in zip(together, answers, strict=True):
                if not waiting.done():
                    waiting.set_result(answer)


def _refuse(
    together: list[tuple[Sequence[str], Sequence[Argument], asyncio.Future[Any]]], error: Exception
) -> None:
    for _, _, waiting in together:
        if not waiting.done():
            waiting.set_exception(error)
