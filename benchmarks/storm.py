"""A storm of texts through whole turns in this process: nothing may break, and no text may hold up the others.

Run with `make storm`. A turn is everything between the opened push and the answer's bytes: the gate in Redis, the sealed
talk, the reading, the services on their database, the search, the rendering. Only signature and encryption are left
out. Counted is processor time, which other programs on the machine do not lengthen.
"""

import argparse
import asyncio
import heapq
import json
import logging
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

from rich.console import Console

from adapters.cli.demonstration import demo_settings, free_port, load_sample
from adapters.main import Program, opened
from adapters.redis.server import EmbeddedRedis
from adapters.storage.migrate import upgrade
from adapters.wechat.replies.passive import Renderer, passive_answer
from benchmarks.sayings import Citizens
from bot.inbound.reception import Rendered
from bot.message import Inbound, Reply

TEXTS, HOURS = 1_000_000, 4.0
SLOWEST_ALLOWED = 0.5
"""Seconds of the processor that a turn may take."""
BUDGET = 60.0
SHOWN = 5
WARMING = (
    "公租房怎么申请",
    "體檢在哪裡做",
    "派出所在哪",
    "我要申请公开",
    "取消",
    "高龄津贴多少钱，顺便问下几点下班",
)
"""Said first, uncounted: what is loaded at its first use is loaded then."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a text took of the processor, in seconds."""

    seconds: float
    kind: str
    text: str


@dataclass(slots=True)
class Tally:
    """What came of the texts."""

    kinds: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str]] = field(default_factory=list)
    unanswered: int = 0
    slowest: list[tuple[float, int, Turn]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def note(self, turn: Turn, *, answer: bytes | BaseException) -> None:
        """Count a turn."""
        self.kinds[turn.kind] += 1
        self.seconds.append(turn.seconds)
        entry = (turn.seconds, len(self.seconds), turn)
        (heapq.heappush if len(self.slowest) < SHOWN else heapq.heappushpop)(self.slowest, entry)
        if isinstance(answer, BaseException):
            self.errors.append((type(answer).__name__, turn.text))
        elif not answer:
            self.unanswered += 1

    @property
    def report(self) -> dict[str, object]:
        """Give the figures; seconds are of the processor."""
        ordered = sorted(self.seconds)
        slowest = [asdict(turn) for _, _, turn in sorted(self.slowest, reverse=True)]
        return {
            "texts": len(ordered),
            "kinds": dict(self.kinds.most_common()),
            "errors": len(self.errors),
            "unanswered": self.unanswered,
            "mean": round(statistics.fmean(ordered), 4),
            "p99": round(ordered[int(len(ordered) * 0.99)], 4),
            "slowest": [
                {**turn, "text": _short(str(turn["text"])), "length": len(turn["text"])} for turn in slowest
            ],
        }

    @property
    def passed(self) -> bool:
        """Whether nothing broke and nothing was slow."""
        return not self.errors and max(self.seconds, default=0.0) < SLOWEST_ALLOWED


class Failures(logging.Handler):
    """Notes what the program itself caught and could not explain."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(logging.ERROR)
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        """Note one record."""
        kind = record.exc_info[0] if record.exc_info else None
        self._tally.errors.append((kind.__name__ if kind else record.name, record.getMessage()))


class House:
    """The whole program with the sample county, and citizens who write to it one after another."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._renderer = Renderer(program.texts)
        self._numbers = count(1)

    async def say(self, citizen: str, text: str) -> tuple[bytes | BaseException, float]:
        """Give the answer to a text, or what was raised, and the seconds of the processor it took."""
        number = next(self._numbers)
        inbound = Inbound("wechat", citizen, f"m:{number}", "text", datetime.now(UTC), text)
        started = time.process_time()
        render = partial(self._render, citizen)
        (answer,) = await asyncio.gather(
            self._program.reception.receive(inbound, render=render, budget=BUDGET), return_exceptions=True
        )
        return answer, time.process_time() - started

    def _render(self, citizen: str, replies: Sequence[Reply]) -> Rendered:
        parts = self._renderer.parts(replies)
        rest = tuple(Reply(text) for text in parts.overflow)
        return Rendered(passive_answer(citizen, "gh_storm", parts=parts, now=datetime.now(UTC)), rest)


@asynccontextmanager
async def opened_house(folder: Path) -> AsyncIterator[House]:
    """Open everything in a folder, whose recogniser may be trained already."""
    redis = EmbeddedRedis(folder)
    settings = demo_settings(folder, port=free_port(0), platform_port=free_port(0))
    told = {"redis_url": await redis.start(), "rate_limit": 0}
    try:
        async with opened(settings.model_copy(update=told)) as program:
            await upgrade(program.resources.database)
            await load_sample(program)
            house = House(program)
            for text in WARMING:
                await house.say("oStormWarming0000000000000000", text)
            yield house
    finally:
        await redis.stop()


async def storm(*, texts: int, seconds: float, seed: int) -> Tally:
    """Send so many texts, for so many seconds at most."""
    folder, tally = Path(tempfile.mkdtemp(prefix="mingbai-storm-")), Tally()
    failures = Failures(tally)
    try:
        async with opened_house(folder) as house:
            logging.getLogger().addHandler(failures)
            await _blow(house, tally, Citizens(seed), texts=texts, until=time.monotonic() + seconds)
    finally:
        logging.getLogger().removeHandler(failures)
        await asyncio.to_thread(shutil.rmtree, folder)
    return tally


async def _blow(house: House, tally: Tally, citizens: Citizens, *, texts: int, until: float) -> None:
    for number in count():
        citizen = f"oStormCitizen{number % 1000:015d}"
        for kind, text in citizens.talk():
            if len(tally.seconds) >= texts or time.monotonic() > until:
                return
            answer, took = await house.say(citizen, text)
            tally.note(Turn(took, kind, text), answer=answer)


def _short(text: str) -> str:
    return text if len(text) <= 2 * SHOWN**2 else f"{text[: SHOWN**2]}……{text[-(SHOWN**2) :]}"


def main() -> None:
    """Do it and tell; the exit code is 1 when something broke or a turn took too long."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=int, default=TEXTS)
    options.add_argument("--seconds", type=float, default=HOURS * 3600)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    tally = asyncio.run(storm(texts=chosen.texts, seconds=chosen.seconds, seed=chosen.seed))
    out = Console(soft_wrap=True)
    out.print_json(json.dumps({"seed": chosen.seed, **tally.report}, ensure_ascii=False))
    for reason, text in tally.errors[:SHOWN]:
        out.print(f"{reason}: {_short(text)!r}", markup=False, highlight=False)
    sys.exit(0 if tally.passed else 1)


if __name__ == "__main__":
    main()
