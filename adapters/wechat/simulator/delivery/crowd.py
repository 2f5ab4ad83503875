"""A crowd that writes at a rate through the simulated platform, thinks between two messages, and waits for its answers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from adapters.wechat.simulator.delivery.deeds import Deeds
from adapters.wechat.simulator.delivery.pusher import PushRefusedError
from adapters.wechat.simulator.delivery.questions import marked, words_of
from adapters.wechat.simulator.delivery.tally import AskedQuestion, CrowdReport, counted
from adapters.wechat.simulator.world.citizens import Citizen

_PROFILES = Path(__file__).with_name("faults.yml")
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """How a crowd writes.

    `rate` questions a second arrive for so many `seconds`; each is written by a citizen who has thought for `think`
    seconds since the answer before. `patience` is for how many seconds late answers are waited for at the end.
    Raises ValueError where a value makes no sense.
    """

    rate: float = 20.0
    citizens: int = 100
    seconds: float = 30.0
    think: float = 1.0
    patience: float = 60.0

    def __post_init__(self) -> None:
        if self.rate <= 0 or self.seconds <= 0 or self.citizens < 1 or self.think < 0 or self.patience < 0:
            raise ValueError("rate、seconds、citizens 必须大于0，think、patience 不能是负数")

    @property
    def count(self) -> int:
        """How many questions arrive."""
        return max(1, round(self.rate * self.seconds))


@dataclass(frozen=True, slots=True)
class CrowdStanding:
    """How far a load is: questions that are due in all, said, and over; `waiting` for an answer that was promised."""

    due: int
    said: int
    over: int
    waiting: int


Told = Callable[[CrowdStanding], object]


@dataclass(slots=True)
class WritingCrowd:
    """Citizens of one simulated account, made for one load; `stop` ends the writing, what was said is still answered."""

    deeds: Deeds
    plan: LoadPlan
    told: Told = lambda _: None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    _asked: dict[str, list[AskedQuestion]] = field(default_factory=dict)
    _said: int = 0
    _over: int = 0

    async def run(self) -> CrowdReport:
        """Write it all, wait for what is to come, and give what became of it."""
        loop, world = asyncio.get_running_loop(), self.deeds.world
        people = [
            world.settle(f"市民{number}（示例）", follows=True) for number in range(1, self.plan.citizens + 1)
        ]
        self._asked = {each.openid: [] for each in people}
        telling = asyncio.create_task(self._tell())
        start = loop.time()
        try:
            async with asyncio.TaskGroup() as group:
                await self._write(group, people, start=start)
            seconds = loop.time() - start
            await self._wait(people)
        finally:
            telling.cancel()
        self.told(self._standing())
        report = counted(self._asked, people, seconds=seconds)
        return replace(report, misled=len(world.misled))

    async def _write(self, group: asyncio.TaskGroup, people: list[Citizen], *, start: float) -> None:
        loop, idle = asyncio.get_running_loop(), asyncio.Queue[Citizen]()
        for each in people:
            idle.put_nowait(each)
        for number in range(self.plan.count):
            due = start + number / self.plan.rate
            if await self._stopped_before(due):
                return
            citizen = await self._first_idle(idle)
            if citizen is None:
                return
            self._said += 1
            group.create_task(self._ask(citizen, idle, marked(number), due=min(due, loop.time())))

    async def _stopped_before(self, due: float) -> bool:
        wait = due - asyncio.get_running_loop().time()
        if wait > 0:
            try:
                await asyncio.wait_for(self.stop.wait(), wait)
            except TimeoutError:
                return False
        return self.stop.is_set()

    async def _first_idle(self, idle: asyncio.Queue[Citizen]) -> Citizen | None:
        """Give who may write next; None where the writing is stopped meanwhile."""
        if not idle.empty():
            return idle.get_nowait()
        wanted, stopped = asyncio.create_task(idle.get()), asyncio.create_task(self.stop.wait())
        done, _ = await asyncio.wait({wanted, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if wanted in done:
            return wanted.result()
        wanted.cancel()
        return None

    async def _ask(self, citizen: Citizen, idle: asyncio.Queue[Citizen], mark: str, *, due: float) -> None:
        question = AskedQuestion(mark, self.deeds.world.clock.now())
        self._asked[citizen.openid].append(question)
        try:
            trace = await self.deeds.say(citizen, words_of(mark))
            question.judge(trace, asyncio.get_running_loop().time() - due)
        except PushRefusedError:
            # The platform does not push at the moment: nothing was promised.
            question.over = True
        self._over += 1
        await asyncio.sleep(self.plan.think)
        idle.put_nowait(citizen)

    async def _wait(self, people: list[Citizen]) -> None:
        """Wait until every answer that was promised is there, or the patience is over."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self.plan.patience
        while counted(self._asked, people, seconds=1.0).lost and loop.time() < until:  # noqa: ASYNC110 - windows tell nobody
            await asyncio.sleep(_LOOK_SECONDS)

    async def _tell(self) -> None:
        while True:
            self.told(self._standing())
            await asyncio.sleep(_LOOK_SECONDS)

    def _standing(self) -> CrowdStanding:
        promised = sum(each.taken and not each.shown for own in self._asked.values() for each in own)
        return CrowdStanding(self.plan.count, self._said, self._over, promised)


def fault_profile(name: str, path: Path | None = None) -> list[dict[str, Any]]:
    """Give the orders of a profile of faults; raises KeyError for an unknown one."""
    profiles = yaml.safe_load((path or _PROFILES).read_text(encoding="utf-8"))
    return [dict(order) for order in profiles[name]]
