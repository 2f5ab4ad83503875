"""Slows guesses down where they come from, without shutting the person out whose name is guessed at.

Five tries are free for a log-in name from an address; each wrong one after that doubles the pause. A name that is
guessed at from many addresses at once opens, for the rest of the hour, only from addresses where the person has logged
in before. Names that are no accounts are treated alike, so that no answer tells which names exist.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable

FREE_TRIES = 5
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
REMEMBERED = timedelta(days=1)
MOST_FROM_STRANGERS = 50
STRANGERS_WITHIN = timedelta(hours=1)
KNOWN_FOR = timedelta(days=90)
# A try counts before it is judged: guesses made at once do not slip past. Keys: tries, pause, all tries, known address.
_BEGIN = """
local pause = redis.call('PTTL', KEYS[2])
if pause > 0 then return {pause, 0} end
local all = tonumber(redis.call('GET', KEYS[3]) or '0')
if all >= tonumber(ARGV[5]) and redis.call('EXISTS', KEYS[4]) == 0 then return {redis.call('PTTL', KEYS[3]), 0} end
local tries = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if redis.call('INCR', KEYS[3]) == 1 then redis.call('PEXPIRE', KEYS[3], ARGV[6]) end
local over = tries - tonumber(ARGV[1])
if over >= 0 then
  local lasts = math.min(tonumber(ARGV[2]) * 2 ^ math.min(over, 20), tonumber(ARGV[3]))
  redis.call('SET', KEYS[2], '1', 'PX', string.format('%d', lasts))
end
return {0, tries}
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: the seconds still to wait before one is taken, 0 when it is; the number of tries with this one."""

    wait_seconds: int
    tries: int

    @property
    def begins_a_lock(self) -> bool:
        """Whether a wrong one is the first that costs a pause."""
        return self.tries == FREE_TRIES


class Attempts:
    """Counts tries in Redis; fails closed: without it `ServiceError` is raised and nobody is let in."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._begin = redis.register_script(_BEGIN)

    async def begin(self, login: str, address: str) -> Attempt:
        """Count a try, or say how long to wait before the next."""
        spans = (FIRST_PAUSE, LONGEST_PAUSE, REMEMBERED)
        first, longest, remembered = (str(int(span.total_seconds() * 1000)) for span in spans)
        within = str(int(STRANGERS_WITHIN.total_seconds() * 1000))
        async with reachable():
            pause, tries = await self._begin(
                keys=_keys(login, address),
                args=[str(FREE_TRIES), first, longest, remembered, str(MOST_FROM_STRANGERS), within],
            )
        return Attempt(-(-int(pause) // 1000), int(tries))

    async def succeeded(self, login: str, address: str) -> None:
        """Forget the tries of an address that knew the secret, and know it from now on."""
        tries, pause, everybody, known = _keys(login, address)
        async with reachable(), self._redis.pipeline() as steps:
            steps.delete(tries, pause)
            steps.decr(everybody)
            steps.set(known, "1", ex=KNOWN_FOR)
            await steps.execute()

    async def undo(self, attempt: Attempt, login: str, *, address: str) -> None:
        """Take a try back that nobody judged, with the pause that began with it."""
        tries, pause, everybody, _ = _keys(login, address)
        async with reachable(), self._redis.pipeline() as steps:
            steps.decr(tries)
            steps.decr(everybody)
            if attempt.tries >= FREE_TRIES:
                steps.delete(pause)
            await steps.execute()


def _keys(login: str, address: str) -> list[str]:
    name, place = _digest(login), _digest(f"{login}\n{address}")
    return [
        key_of("tries", place),
        key_of("pause", place),
        key_of("tries-of", name),
        key_of("known", place),
    ]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
