"""What the platform refuses lastingly, by call, for all processes together: an alarm that goes out when the call succeeds.

A call whose quota of the day is used up (45009) is not made again before midnight in Beijing, by nobody. One that staff
have to mend first (a token that stays wrong, an address that is not allowed, a missing right) is tried again now and
then where the program makes it by itself; whoever makes it by hand is never held up (protocol §13).
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from prometheus_client import Gauge
from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from adapters.wechat.api.errcodes import Answered, PlatformError, Remedy, remedy_for
from bot.clock import Clock

ALARMS = Gauge(
    "mingbai_wechat_alarm_seconds",
    "For how long the platform has been refusing a call, in seconds",
    ["call", "errcode"],
)
# Staff have to act first, so asking more often would only use up the day's calls.
OPERATOR_WAIT = timedelta(minutes=15)
FIRST_TOKEN_WAIT = timedelta(seconds=5)


def alarms_key() -> str:
    """Give the name under which alarms lie."""
    return key_of("alarm")


@dataclass(frozen=True, slots=True)
class PlatformAlarm:
    """One call that is refused: by which code, since when, how often, and before when nobody asks again by itself."""

    call: str
    code: int
    rid: str
    since: datetime
    last: datetime
    again_at: datetime
    times: int = 1

    @property
    def name(self) -> str:
        """The call without its path."""
        return self.call.removeprefix("/cgi-bin/")

    def stops(self, now: datetime, *, by_hand: bool) -> bool:
        """Whether the call is not to be made."""
        quota = PlatformError(Answered(self.code), now=now).remedy is Remedy.MIDNIGHT
        return now < self.again_at and (quota or not by_hand)


class AlarmBook:
    """Keeps the alarms in Redis; every method raises `ServiceError` when it is away."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def of(self, call: str) -> PlatformAlarm | None:
        """Give the alarm of a call, if there is one."""
        async with reachable():
            kept = await self._redis.hget(alarms_key(), call)
        return _read(kept) if kept else None

    async def all(self) -> list[PlatformAlarm]:
        """Give every alarm, the oldest first."""
        async with reachable():
            kept = await self._redis.hgetall(alarms_key())
        return sorted((_read(value) for value in kept.values()), key=lambda alarm: alarm.since)

    async def sound(self, call: str, error: PlatformError, *, now: datetime) -> None:
        """Begin an alarm, or say that it goes on; the error tells from then on for how long nobody asks."""
        known = await self.of(call)
        earlier = known if known and known.code == error.code else None
        times = earlier.times + 1 if earlier else 1
        wait = _wait(error, times)
        if error.retry_after:
            error.retry_after = wait.total_seconds()
        alarm = PlatformAlarm(
            call=call,
            code=error.code,
            rid=error.rid,
            since=earlier.since if earlier else now,
            last=now,
            again_at=now + wait,
            times=times,
        )
        async with reachable():
            await self._redis.hset(alarms_key(), call, _written(alarm))

    async def end(self, call: str) -> None:
        """Let an alarm go out: the call succeeded."""
        async with reachable():
            await self._redis.hdel(alarms_key(), call)

    async def lift(self, remedy: Remedy) -> None:
        """Let every alarm go out that one remedy mends."""
        for alarm in await self.all():
            if remedy_for(alarm.code) is remedy:
                await self.end(alarm.call)

    async def figures(self, now: datetime) -> int:
        """Set the gauge; give how many alarms there are."""
        alarms = await self.all()
        ALARMS.clear()
        for alarm in alarms:
            ALARMS.labels(alarm.name, str(alarm.code)).set(max((now - alarm.since).total_seconds(), 0.0))
        return len(alarms)

    async def ask_again(self, now: datetime) -> None:
        """Let every call be tried again at once that staff may have mended; a quota is mended by midnight only."""
        for alarm in await self.all():
            if not alarm.stops(now, by_hand=True) and now < alarm.again_at:
                at_once = asdict(alarm) | {"again_at": now}
                async with reachable():
                    await self._redis.hset(alarms_key(), alarm.call, _written(PlatformAlarm(**at_once)))


def sounding(redis: Redis, clock: Clock) -> Callable[[], Awaitable[int]]:
    """Give a function that sets the gauge and gives how many alarms there are."""
    book = AlarmBook(redis)

    async def count() -> int:
        return await book.figures(clock.now())

    return count


def _wait(error: PlatformError, times: int) -> timedelta:
    """Give for how long nobody asks; a token refused for the first time is soon tried again.

    Another worker may have fetched one between our two calls, and one unlucky call must not hold up every message.
    """
    wait = timedelta(seconds=error.retry_after) if error.retry_after else OPERATOR_WAIT
    if error.remedy is not Remedy.REFRESH:
        return wait
    return min(wait, FIRST_TOKEN_WAIT * float(2 ** min(times - 1, 10)))


def _written(alarm: PlatformAlarm) -> str:
    return json.dumps(asdict(alarm), default=lambda at: at.timestamp())


def _read(kept: bytes | str) -> PlatformAlarm:
    values = json.loads(kept)
    instants = {name: datetime.fromtimestamp(values[name], UTC) for name in ("since", "last", "again_at")}
    return PlatformAlarm(**{**values, **instants})
