"""Many turns take a step in Redis at the same moment: they go together, so that a round trip is paid once.

While one bundle is on its way the next one gathers; a lone turn never waits for company. Each step still happens
whole or not at all: the bundle is one script that takes one turn after another.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

TURNS_A_BUNDLE = 64
Argument = bytes | str | int | float

# Before a step's own arguments stand its name and how many keys and arguments are its own; the step sees them under
# the usual names.
_STEP = "steps['{name}'] = function(KEYS, ARGV)\n{step}\nend\n"
_TOGETHER = """
local steps = {{}}
{steps}
local answers, key, at = {{}}, 1, 1
while at <= #ARGV do
  local keys, arguments = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local taken, answer = pcall(steps[ARGV[at]],
    {{unpack(KEYS, key, key + keys - 1)}}, {{unpack(ARGV, at + 3, at + 2 + arguments)}})
  if not taken then answer = redis.error_reply(type(answer) == 'table' and answer.err or answer) end
  answers[#answers + 1] = answer
  key, at = key + keys, at + 3 + arguments
end
return answers
"""


@dataclass(frozen=True, slots=True)
class _Turn:
    keys: Sequence[bytes]
    arguments: Sequence[Argument]
    answer: asyncio.Future[Any]

    def refuse(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Bundle:
    """The steps of the gate by name, each a Lua text that answers something other than nil."""

    def __init__(self, redis: Redis, steps: Mapping[str, str]) -> None:
        told = "".join(_STEP.format(name=name, step=step) for name, step in steps.items())
        self._script = redis.register_script(_TOGETHER.format(steps=told))
        self._gathered: list[_Turn] = []
        self._sending: asyncio.Task[None] | None = None

    async def take(self, step: str, keys: Sequence[str], arguments: Sequence[Argument]) -> Any:
        """Take a step and give its answer; raises what redis-py raises.

        A step that fails leaves the others alone, and so does one whose names have no bytes (`UnicodeEncodeError`); a
        connection that fails is told to all that went together.
        """
        together = [each.encode() if isinstance(each, str) else each for each in arguments]
        names = [key.encode() for key in keys]
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._gathered.append(_Turn(names, (step, len(names), len(together), *together), answer))
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())
        return await answer

    async def _send(self) -> None:
        try:
            while self._gathered:
                together, self._gathered = self._gathered[:TURNS_A_BUNDLE], self._gathered[TURNS_A_BUNDLE:]
                await self._carry(together)
        finally:
            # Only at the program's end is something left: nobody may wait for an answer that will not come.
            self._sending, left, self._gathered = None, self._gathered, []
            for turn in left:
                turn.refuse(RedisConnectionError("the program is ending"))

    async def _carry(self, together: Sequence[_Turn]) -> None:
        keys = [key for turn in together for key in turn.keys]
        arguments = [argument for turn in together for argument in turn.arguments]
        try:
            answers = await self._script(keys, arguments)
        except (RedisError, OSError) as error:
            for turn in together:
                turn.refuse(error)
        except BaseException:
            for turn in together:
                turn.refuse(RedisConnectionError("the program is ending"))
            raise
        else:
            for turn, answer in zip(together, answers, strict=True):
                if isinstance(answer, RedisError):
                    turn.refuse(answer)
                elif not turn.answer.done():
                    turn.answer.set_result(answer)
