"""What is asked of a county, grown or not: turns of citizens, pages of the desk, rounds of the worker, claims of the outbox."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from time import perf_counter, process_time

import aiohttp

from adapters.main import Program
from adapters.serving import jobs, listening
from benchmarks.growth.cases import citizen
from benchmarks.growth.county import LOGIN, PASSWORD
from benchmarks.storm import House
from bot.errors import BotError
from bot.outbound import outbox

TURNS = ("你好", "我的", "我的申请办到哪一步了", "高龄津贴多少钱", "转人工")
PAGES = (
    "",
    "?queue=due",
    "?queue=search",
    "?kind=tickets",
    "?kind=mine",
    "?state=all&page=3",
    "?q=%E5%85%BB%E6%8A%A4%E5%90%88%E5%90%8C",
    "/undelivered",
    "/complaints",
    "/complaints?queue=all",
    "/complaints?q=%E8%B7%AF%E7%81%AF",
    "/measures",
    "/hotline",
    "/incidents",
    "/appointments",
    "/appointments/load",
    "/appointments/home",
    "/activities",
    "/opinions",
    "/questionnaires",
    "/matters",
    "/credit",
    "/subscriptions",
    "/statistics",
    "/report",
    "/report/county",
    "/report/table",
    "/projects",
)
QUESTION_PAGES = ("/operators/questions", "/operators/gaps", "/operators/report", "/operators/popular")
# Those that go out over the network would measure how it refuses them.
ABROAD = frozenset({"courier", "links", "other_doors", "outlets", "hotline", "index"})
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
Ask = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Spent:
    """The least that something took, in milliseconds: by the clock and of the processor of this process."""

    clock: float = float("inf")
    processor: float = float("inf")

    async def take(self, ask: Ask) -> None:
        """Ask once."""
        began, worked = perf_counter(), process_time()
        await ask()
        self.processor = min(self.processor, (process_time() - worked) * 1000)
        self.clock = min(self.clock, (perf_counter() - began) * 1000)


@dataclass(slots=True)
class Asked:
    """What can be asked of one county by name."""

    program: Program
    citizens: int
    session: aiohttp.ClientSession
    asks: dict[str, Ask] = field(default_factory=dict)
    _turn: count = field(default_factory=count)

    def __post_init__(self) -> None:
        """Find everything."""
        house = House(self.program)
        for text in TURNS:
            self.asks[f"turn {text}"] = lambda text=text: self._said(house, text)
        for path in (*(f"/staff{page}" for page in PAGES), *QUESTION_PAGES):
            self.asks[f"page {path}"] = lambda path=path: self._seen(path)
        for job in jobs(self.program):
            if job.name not in ABROAD:
                self.asks[f"job {job.name}"] = job.work
        self.asks["outbox claim"] = self._claimed

    async def _said(self, house: House, text: str) -> None:
        answer, _ = await house.say(citizen(next(self._turn), self.citizens), text)
        if isinstance(answer, BaseException):
            raise answer

    async def _seen(self, path: str) -> None:
        async with self.session.get(f"{self.program.settings.public_url}{path}") as page:
            await page.read()
            page.raise_for_status()

    async def _claimed(self) -> None:
        async with self.program.resources.database.transaction() as tx:
            await outbox.claim(
                tx, "wechat", now=self.program.clock.now(), limit=20, lease=timedelta(seconds=-1)
            )


@asynccontextmanager
async def asking(program: Program, citizens: int) -> AsyncIterator[Asked]:
    """Serve a county, and log in at its desk."""
    url = program.settings.public_url
    async with (
        listening(program),
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
    ):
        async with session.get(f"{url}/login") as page:
            found = TOKEN.search(await page.text())
        assert found, "the log-in page has a form"
        form = {"csrf": found[1], "login": LOGIN, "password": PASSWORD}
        async with session.post(f"{url}/login", data=form) as page:
            page.raise_for_status()
        yield Asked(program, citizens, session)


async def compared(
    few: Asked, many: Asked, *, rounds: int
) -> AsyncIterator[tuple[str, tuple[Spent, Spent] | Exception]]:
    """Ask everything of both by turns, so that both have the same machine; the first round counts for nothing.

    What cannot be asked is given with the reason.
    """
    for name in few.asks:
        try:
            yield name, await _both(few.asks[name], many.asks[name], rounds)
        except (aiohttp.ClientError, BotError, ValueError, LookupError, TimeoutError) as error:
            yield name, error


async def _both(few: Ask, many: Ask, rounds: int) -> tuple[Spent, Spent]:
    both = (few, Spent()), (many, Spent())
    for turn in range(rounds + 1):
        for ask, spent in both:
            await (spent.take(ask) if turn else ask())
    return both[0][1], both[1][1]
