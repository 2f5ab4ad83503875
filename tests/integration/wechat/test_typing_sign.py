"""The typing sign: shown when a turn takes long and the window is open, once while it stands, and never in the way."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from adapters.redis.windows import MESSAGE, CitizenWindows, window_key
from adapters.wechat.api.errcodes import Answered, PlatformError
from adapters.wechat.push.webhook import Counterpart, Webhook
from adapters.wechat.typing_sign import LASTS, UNDER_WAY, TypingSign
from bot.clock import SettableClock
from bot.inbound.reception import Render, WayOut
from bot.message import Inbound
from bot.outbound.ladder import SendWindow
from tests.integration.wechat.conftest import ACCOUNT

pytestmark = pytest.mark.redis
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


class Sender:
    """Notes whom the sign is shown to, or refuses."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.code = 0

    async def show_typing(self, citizen: str, *, typing: bool = True) -> None:
        assert typing
        if self.code:
            raise PlatformError(Answered(self.code), now=NOON)
        self.shown.append(citizen)


@pytest.fixture
def sender() -> Sender:
    return Sender()


async def opened(redis: Redis, *, left: int) -> CitizenWindows:
    until = int((NOON + timedelta(hours=48)).timestamp() * 1000)
    await redis.hset(window_key("o1"), mapping={f"{MESSAGE}:until": until, f"{MESSAGE}:left": left})
    return CitizenWindows(redis)


async def test_it_is_shown_once_while_it_stands_and_counts_as_a_message(redis: Redis, sender: Sender) -> None:
    windows, clock = await opened(redis, left=2), SettableClock(NOON)
    sign = TypingSign(sender, windows, clock=clock)
    await sign.show("o1")
    await sign.show("o1")
    assert sender.shown == ["o1"]
    clock.advance(LASTS)
    await sign.show("o1")
    assert sender.shown == ["o1", "o1"]
    assert await windows.standing("o1", now=clock.now()) is SendWindow.SPENT
    clock.advance(LASTS)
    await sign.show("o1")
    assert sender.shown == ["o1", "o1"]


async def test_where_nothing_is_known_no_call_is_spent(redis: Redis, sender: Sender) -> None:
    await TypingSign(sender, CitizenWindows(redis), clock=SettableClock(NOON)).show("o2")
    assert sender.shown == []


async def test_a_refusal_is_nobodys_trouble(redis: Redis, sender: Sender) -> None:
    sender.code = 45080
    windows = await opened(redis, left=1)
    await TypingSign(sender, windows, clock=SettableClock(NOON)).show("o1")
    # What was refused was not counted.
    assert await windows.standing("o1", now=NOON) is SendWindow.OPEN


class OpenWindows(CitizenWindows):
    """Everybody may be written to."""

    def __init__(self) -> None:
        """Ask no Redis."""

    async def standing(self, citizen: str, *, now: datetime) -> SendWindow:
        return SendWindow.OPEN

    async def spend(self, citizen: str, *, now: datetime) -> None:
        return None


class Held(Sender):
    """Takes until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def show_typing(self, citizen: str, *, typing: bool = True) -> None:
        await super().show_typing(citizen, typing=typing)
        await self.go.wait()


async def test_where_every_turn_takes_long_few_signs_are_under_way() -> None:
    sender, clock = Held(), SettableClock(NOON)
    sign = TypingSign(sender, OpenWindows(), clock=clock)
    crowd = [asyncio.create_task(sign.show(f"o{number}")) for number in range(5 * UNDER_WAY)]
    await asyncio.sleep(0)
    assert sender.shown == [f"o{number}" for number in range(UNDER_WAY)]
    sender.go.set()
    await asyncio.gather(*crowd)
    # Who was passed over is shown one as soon as there is room.
    await sign.show("o9")
    assert sender.shown[UNDER_WAY:] == ["o9"]


async def test_signs_that_no_longer_stand_are_forgotten() -> None:
    clock = SettableClock(NOON)
    sign = TypingSign(Sender(), OpenWindows(), clock=clock)
    for number in range(100):
        await sign.show(f"o{number}")
        clock.advance(LASTS / 10)
    assert len(sign._shown) == 10


class Slow:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()

    async def receive(
        self, inbound: Inbound, *, render: Render, budget: float, way_out: WayOut | None = None
    ) -> bytes:
        await self.go.wait()
        return b""

    async def went_out(self, inbound: Inbound) -> None:
        return None


def wording(key: str, /, **values: object) -> str:
    return key


@pytest.mark.parametrize(("kind", "shown"), [("text", True), ("event/click", False)])
async def test_a_turn_that_takes_long_shows_it_and_a_tap_does_not(kind: str, *, shown: bool) -> None:
    seen: asyncio.Queue[str] = asyncio.Queue()
    slow = Slow()
    to = Counterpart(slow, wording, clock=SettableClock(NOON), typing=seen.put, typing_after=0.0)
    timer = Webhook(ACCOUNT, to)._typing_later(Inbound("wechat", "o1", "k", kind, NOON))
    if not shown:
        assert timer is None
        return
    assert timer is not None
    async with asyncio.timeout(20):
        assert await seen.get() == "o1"


async def test_a_turn_that_is_quick_shows_nothing() -> None:
    seen: list[str] = []

    async def show(citizen: str) -> None:
        seen.append(citizen)

    to = Counterpart(Slow(), wording, clock=SettableClock(NOON), typing=show, typing_after=0.0)
    timer = Webhook(ACCOUNT, to)._typing_later(Inbound("wechat", "o1", "k", "text", NOON))
    assert timer is not None
    timer.cancel()
    for _ in range(3):
        await asyncio.sleep(0)
    assert seen == []
