"""What is known of the platform's window for each citizen, so that no call is spent on a certain refusal (protocol §8).

The gate opens a citizen's window in the same step that lets the message in; the courier counts what it sends, and learns
from a refusal. Where Redis has not been there for as long as a window is open, it does not know, and says so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from bot.message import FORM_PAGE, Inbound
from bot.outbound.ladder import SendWindow

MESSAGE, BRIEF = "message", "brief"
# These open the short row only; other events open none (protocol §8).
BRIEF_EVENTS = frozenset(
    {"event/click", "event/scancode_push", "event/scancode_waitmsg", "event/subscribe", "event/scan"}
)
CLOSING_EVENT = "event/unsubscribe"
# KEYS: window. ARGV: now in ms.
_SPEND = """
for _, row in ipairs({'message', 'brief'}) do
  local until_, left = redis.call('HGET', KEYS[1], row .. ':until'), redis.call('HGET', KEYS[1], row .. ':left')
  if until_ and tonumber(until_) > tonumber(ARGV[1]) and tonumber(left) > 0 then
    redis.call('HINCRBY', KEYS[1], row .. ':left', -1)
  end
end
return 1
"""


def since_key() -> str:
    """Give the name that says since when windows are known."""
    return key_of("windows-since")


@dataclass(frozen=True, slots=True)
class WindowRules:
    """The platform's table as far as it concerns us: how many messages may follow within how long."""

    messages: int = 5
    within: timedelta = timedelta(hours=48)
    brief_messages: int = 3
    brief_within: timedelta = timedelta(minutes=1)

    def row(self, inbound: Inbound) -> tuple[str, int, int]:
        """Give the row that a message opens, until when (POSIX ms), and for how many; an empty name for none.

        A click on an item of a msgmenu message counts as a menu click, the strict reading of §8. Whoever unfollows
        closes everything: a row that ended long ago says so.
        """
        sent = inbound.sent_at
        if inbound.kind == CLOSING_EVENT:
            return MESSAGE, 0, 0
        if inbound.kind in BRIEF_EVENTS or inbound.choice_id is not None:
            return BRIEF, _ms(sent + self.brief_within), self.brief_messages
        if inbound.kind.startswith("event/") or inbound.kind == FORM_PAGE:
            return "", 0, 0
        return MESSAGE, _ms(sent + self.within), self.messages


class CitizenWindows:
    """Tells and keeps what is known; every method raises `ServiceError` when Redis is away."""

    def __init__(self, redis: Redis, rules: WindowRules | None = None) -> None:
        self._redis = redis
        self._rules = rules or WindowRules()
        self._spend = redis.register_script(_SPEND)

    async def standing(self, citizen: str, *, now: datetime) -> SendWindow:
        """Give what is known of a citizen's window."""
        async with reachable():
            found: Any = await self._redis.hgetall(window_key(citizen))
            since: Any = None if found else await self._redis.get(since_key())
        if not found:
            known = since is not None and _ms(now - self._rules.within) >= int(since)
            return SendWindow.SHUT if known else SendWindow.UNKNOWN
        kept = {name.decode(): int(value) for name, value in found.items()}
        open_ = [row for row in (MESSAGE, BRIEF) if kept.get(f"{row}:until", 0) > _ms(now)]
        if not open_:
            return SendWindow.SHUT
        left = any(kept.get(f"{row}:left", 0) > 0 for row in open_)
        return SendWindow.OPEN if left else SendWindow.SPENT

    async def spend(self, citizen: str, *, now: datetime) -> None:
        """Count one message that the platform took: it uses up a place in every open row."""
        async with reachable():
            await self._spend(keys=[window_key(citizen)], args=[_ms(now)])

    async def learn_shut(self, citizen: str, *, now: datetime) -> None:
        """Note that the platform refused for the window's sake: nothing may be sent until the citizen writes."""
        shut: dict[Any, Any] = {
            f"{MESSAGE}:until": _ms(now),
            f"{MESSAGE}:left": 0,
            f"{BRIEF}:until": 0,
            f"{BRIEF}:left": 0,
        }
        async with reachable(), self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hset(window_key(citizen), mapping=shut)
            pipeline.expire(window_key(citizen), self._rules.within)
            await pipeline.execute()

    async def let_one(self, citizen: str, *, now: datetime) -> None:
        """Let one message be tried within a minute, though a refusal is expected: somebody of the staff wants to see."""
        open_ = {f"{BRIEF}:until": _ms(now + self._rules.brief_within), f"{BRIEF}:left": 1}
        async with reachable(), self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hset(window_key(citizen), mapping=cast("dict[Any, Any]", open_))
            pipeline.expire(window_key(citizen), self._rules.within)
            await pipeline.execute()


def window_key(citizen: str) -> str:
    """Give the name under which a citizen's window lies."""
    return key_of("window", citizen)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
