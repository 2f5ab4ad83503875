"""What is known of the platform's window: opened by the gate, used up by the courier, and never guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from adapters.redis.gate import RedisGate
from adapters.redis.windows import CitizenWindows, WindowRules
from bot.message import Inbound
from bot.outbound.ladder import SendWindow
from bot.privacy import Vault

pytestmark = pytest.mark.redis
NOW = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def arrive(
    redis: Redis, kind: str = "text", *, at: datetime = NOW, citizen: str = "o1", choice: str | None = None
) -> None:
    gate = RedisGate(redis, vault=Vault("s" * 43), rate_limit=0)
    said = Inbound("wechat", citizen, f"m:{at.timestamp()}:{kind}", kind, at, "你好", choice_id=choice)
    await gate.enter(said)
    await gate.leave(said, state={}, answer=b"")


async def seen(redis: Redis, at: datetime, citizen: str = "o1") -> SendWindow:
    return await CitizenWindows(redis).standing(citizen, now=at)


async def test_a_message_opens_five_for_two_days(redis: Redis) -> None:
    await arrive(redis)
    windows = CitizenWindows(redis)
    for _ in range(5):
        assert await seen(redis, NOW + HOUR) is SendWindow.OPEN
        await windows.spend("o1", now=NOW + HOUR)
    assert await seen(redis, NOW + HOUR) is SendWindow.SPENT
    await arrive(redis, at=NOW + 2 * HOUR)
    assert await seen(redis, NOW + 49 * HOUR) is SendWindow.OPEN
    assert await seen(redis, NOW + 50 * HOUR) is SendWindow.SHUT


@pytest.mark.parametrize("kind", ["event/click", "event/subscribe", "event/scan", "event/scancode_push"])
async def test_a_tap_opens_three_for_a_minute(redis: Redis, kind: str) -> None:
    await arrive(redis, kind)
    windows = CitizenWindows(redis)
    for _ in range(3):
        assert await seen(redis, NOW) is SendWindow.OPEN
        await windows.spend("o1", now=NOW)
    assert await seen(redis, NOW) is SendWindow.SPENT
    assert await seen(redis, NOW + MINUTE) is SendWindow.SHUT


async def test_a_tap_on_an_item_of_a_message_counts_as_a_tap(redis: Redis) -> None:
    await arrive(redis, choice="1")
    assert await seen(redis, NOW + MINUTE) is SendWindow.SHUT


async def test_a_tap_takes_nothing_from_the_row_of_messages(redis: Redis) -> None:
    await arrive(redis)
    await arrive(redis, "event/click", at=NOW + HOUR)
    assert await seen(redis, NOW + 2 * HOUR) is SendWindow.OPEN


@pytest.mark.parametrize("kind", ["event/location_select", "event/view"])
async def test_other_events_open_nothing(redis: Redis, kind: str) -> None:
    assert WindowRules().row(Inbound("wechat", "o1", "k", kind, NOW))[0] == ""
    await arrive(redis, kind)
    assert await seen(redis, NOW) is SendWindow.UNKNOWN


async def test_whoever_leaves_or_is_refused_is_known_to_be_shut(redis: Redis) -> None:
    await arrive(redis)
    await arrive(redis, "event/unsubscribe", at=NOW + HOUR)
    assert await seen(redis, NOW + HOUR) is SendWindow.SHUT
    await CitizenWindows(redis).learn_shut("o2", now=NOW)
    assert await seen(redis, NOW, "o2") is SendWindow.SHUT
    await arrive(redis, at=NOW + HOUR, citizen="o2")
    assert await seen(redis, NOW + HOUR, "o2") is SendWindow.OPEN


async def test_what_nobody_watched_for_long_enough_is_not_guessed(redis: Redis) -> None:
    assert await seen(redis, NOW, "o9") is SendWindow.UNKNOWN
    await arrive(redis)
    assert await seen(redis, NOW + 47 * HOUR, "o9") is SendWindow.UNKNOWN
    assert await seen(redis, NOW + 48 * HOUR, "o9") is SendWindow.SHUT
    await redis.flushall()
    assert await seen(redis, NOW + 48 * HOUR) is SendWindow.UNKNOWN


async def test_somebody_of_the_staff_may_try_one(redis: Redis) -> None:
    windows = CitizenWindows(redis)
    await windows.learn_shut("o1", now=NOW)
    await windows.let_one("o1", now=NOW)
    assert await seen(redis, NOW) is SendWindow.OPEN
    await windows.spend("o1", now=NOW)
    assert await seen(redis, NOW) is SendWindow.SPENT
    assert await seen(redis, NOW + MINUTE) is SendWindow.SHUT
