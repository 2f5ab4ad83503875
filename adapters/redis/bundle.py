"""Many turns take a step in Redis at the same moment: they go together, so that a round trip is paid once.

While one bundle is on its way the next one gathers; a lone turn never waits for company. Each step still happens
whole or not at all: the bundle is one script that takes one turn after another.

Nobody waits long for a Redis that stands still (stopped, swapping, its disk busy), and what nobody waits for any more
does not happen either: each step carries the moment until which it may be taken, by the clock of Redis itself. So
whoever was told that it failed may say it again, and is not answered twice when Redis goes on.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

TURNS_A_BUNDLE = 64
PATIENCE_SECONDS = 1.2
# So much of a turn's patience is left for the answer to come back: later than that a step is not begun.
MARGIN_SECONDS = 0.3
Argument = bytes | str | int | float

# Before a step's own arguments stand its name, until when it may be taken (ms) and how many keys and arguments are its
# own; the step sees them under the usual names. The first answer is the time of Redis, before anything was done.
_STEP = "steps['{name}'] = function(KEYS, ARGV)\n{step}\nend\n"
_TOGETHER = """
local steps = {{}}
{steps}
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local answers, key, at = {{now}}, 1, 1
while at <= #ARGV do
  local keys, arguments = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local taken, answer = true, redis.error_reply('LATE')
  if now <= tonumber(ARGV[at + 1]) then
    taken, answer = pcall(steps[ARGV[at]],
      {{unpack(KEYS, key, key + keys - 1)}}, {{unpack(ARGV, at + 4, at + 3 + arguments)}})
  end
  if not taken then answer = redis.error_reply(type(answer) == 'table' and answer.err or answer) end
  answers[#answers + 1] = answer
  key, at = key + keys, at + 4 + arguments
end
return answers
"""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A step to be taken; `until` is the moment of the loop's clock when nobody waits for it any more."""

    step: str
    keys: Sequence[bytes]
    arguments: Sequence[Argument]
    until: float
    answer: asyncio.Future[Any]

    def refuse(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Bundle:
    """The steps of the gate by name, each a Lua text that answers something other than nil."""

    def __init__(self, redis: Redis, steps: Mapping[str, str], *, patience: float = PATIENCE_SECONDS) -> None:
        told = "".join(_STEP.format(name=name, step=step) for name, step in steps.items())
        self._redis = redis
        self._script = redis.register_script(_TOGETHER.format(steps=told))
        self._patience = patience
        self._gathered: list[_Turn] = []
        self._sending: asyncio.Task[None] | None = None
        # What the clock of Redis is ahead of the loop's, in seconds; known from its last answer.
        self._ahead: float | None = None

    async def take(self, step: str, keys: Sequence[str], arguments: Sequence[Argument]) -> Any:
        """Take a step and give its answer; raises what redis-py raises, its TimeoutError when the patience is over.

        A step that fails leaves the others alone, and so does one whose names have no bytes (`UnicodeEncodeError`); a
        connection that fails is told to all that went together.
        """
        loop = asyncio.get_running_loop()
        together = [each.encode() if isinstance(each, str) else each for each in arguments]
        names = [key.encode() for key in keys]
        turn = _Turn(step, names, together, loop.time() + self._patience, loop.create_future())
        self._gathered.append(turn)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())
        patience = loop.call_at(turn.until, _give_up, turn)
        try:
            return await turn.answer
        finally:
            patience.cancel()

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
        try:
            late = await self._carried(together)
            if late:
                # Redis was slow, or its clock was set: we know it now, and those who still wait go once more.
                late = await self._carried(late)
            for turn in late:
                turn.refuse(RedisTimeoutError("too late"))
        except (RedisError, OSError) as error:
            for turn in together:
                turn.refuse(error)
        except BaseException:
            for turn in together:
                turn.refuse(RedisConnectionError("the program is ending"))
            raise

    async def _carried(self, together: Sequence[_Turn]) -> list[_Turn]:
        """Take those steps for whose answer there is time, and give those that came too late to be taken."""
        loop = asyncio.get_running_loop()
        open_ = [
            turn for turn in together if not turn.answer.done() and turn.until - loop.time() > MARGIN_SECONDS
        ]
        if not open_:
            return []
        # When the last of them has gone for good, nobody waits for this connection any more either.
        async with asyncio.timeout_at(max(turn.until for turn in open_) + 2 * MARGIN_SECONDS):
            ahead = self._ahead if self._ahead is not None else await self._measured()
            found = await self._script(*_packed(open_, ahead))
        self._ahead = found[0] / 1000 - loop.time()
        late = []
        for turn, answer in zip(open_, found[1:], strict=True):
            if isinstance(answer, RedisError) and str(answer).startswith("LATE"):
                late.append(turn)
            elif isinstance(answer, RedisError):
                turn.refuse(answer)
            elif not turn.answer.done():
                turn.answer.set_result(answer)
        return late

    async def _measured(self) -> float:
        seconds, millionths = await self._redis.time()
        return float(seconds) + millionths / 1e6 - asyncio.get_running_loop().time()


def _give_up(turn: _Turn) -> None:
    """Stop waiting; if it was our own loop that stood, what Redis said meanwhile is read first."""
    loop = asyncio.get_running_loop()
    if loop.time() > turn.until + MARGIN_SECONDS:
        loop.call_later(MARGIN_SECONDS, turn.refuse, RedisTimeoutError("no answer in time"))
    else:
        turn.refuse(RedisTimeoutError("no answer in time"))


def _packed(turns: Sequence[_Turn], ahead: float) -> tuple[list[bytes], list[Argument]]:
    """Give the keys and arguments of all turns, one after another."""
    keys: list[bytes] = []
    arguments: list[Argument] = []
    for turn in turns:
        keys += turn.keys
        until = int((turn.until - MARGIN_SECONDS + ahead) * 1000)
        arguments += [turn.step, until, len(turn.keys), len(turn.arguments), *turn.arguments]
    return keys, arguments
