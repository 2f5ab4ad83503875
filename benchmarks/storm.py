"""A storm of texts through whole turns in this process: nothing may break, and no text may hold up the others.

Run with `make storm`. A turn is everything between the opened push and the answer's bytes: the gate in Redis, the sealed
talk, the reading, the services on their database, the search, the rendering. Only signature and encryption are left
out. Counted is processor time, which other programs on the machine do not lengthen.
"""

import argparse
import asyncio
import json
import logging
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

from rich.console import Console

from adapters.cli.demonstration import demo_settings, free_port, load_sample
from adapters.jobs import Job, Jobs, run
from adapters.main import Program, opened
from adapters.redis.server import EmbeddedRedis
from adapters.serving import WAITING_SECONDS, freeze_loaded_objects
from adapters.storage.migrate import upgrade
from adapters.wechat.replies.passive import Renderer, passive_answer
from benchmarks.sayings import Citizens
from benchmarks.tally import SHOWN, StormBook, Tally, Turn, short
from bot.inbound.reception import Rendered
from bot.message import Inbound, Reply

TEXTS, HOURS = 1_000_000, 4.0
RUN_TEXTS = 10_000
"""So many texts are one run, with a seed of its own: a power cut loses no more than this."""
BUDGET = 60.0
WARMING = (
    "公租房怎么申请",
    "體檢在哪裡做",
    "派出所在哪",
    "我要申请公开",
    "取消",
    "高龄津贴多少钱，顺便问下几点下班",
)
"""Said first, uncounted: what is loaded at its first use is loaded then."""


class Failures(logging.Handler):
    """Notes what the program itself caught and could not explain."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.tally = Tally()

    def emit(self, record: logging.LogRecord) -> None:
        """Note one record."""
        kind = record.exc_info[0] if record.exc_info else None
        self.tally.fail(kind.__name__ if kind else record.name, record.getMessage())


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
            # As a worker does beside `serve`: without it every turn looks into the database for what waits.
            async with Jobs([run(Job("waiting", program.delivery.notes.renew, WAITING_SECONDS))]):
                for text in WARMING:
                    await house.say("oStormWarming0000000000000000", text)
                freeze_loaded_objects()  # As `serve` does before it listens.
                yield house
    finally:
        await redis.stop()


@dataclass(frozen=True, slots=True)
class Weather:
    """How many texts a storm has, how many of them make a run, and when it is to end."""

    texts: int
    run_texts: int
    over: Callable[[], bool]


async def storm(house: House, weather: Weather, *, seed: int, told: Callable[[int, Tally], None]) -> None:
    """Send texts run by run, the first with this seed, each further one with the next; `told` hears of each run."""
    failures, left = Failures(), weather.texts
    logging.getLogger().addHandler(failures)
    try:
        while left > 0 and not weather.over():
            failures.tally = tally = Tally()
            await _blow(house, tally, Run(seed, min(left, weather.run_texts), weather.over))
            told(seed, tally)
            left, seed = left - tally.texts, seed + 1
    finally:
        logging.getLogger().removeHandler(failures)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a storm."""

    seed: int
    texts: int
    over: Callable[[], bool]


async def _blow(house: House, tally: Tally, run: Run) -> None:
    citizens = Citizens(run.seed)
    for number in count():
        # Nobody has a talk open from another run, so that a run's texts alone bring again what it found.
        citizen = f"oStorm{run.seed:06d}Citizen{number % 1000:09d}"
        for kind, text in citizens.talk():
            if tally.texts >= run.texts or run.over():
                return
            answer, took = await house.say(citizen, text)
            tally.note(Turn(took, kind, text, run.seed), answer=answer)


async def blown(chosen: argparse.Namespace, book: StormBook) -> int:
    """Send what is still to be sent, write each run into the book, and give how many texts were sent now."""
    stopped, until, sent = asyncio.Event(), time.monotonic() + chosen.seconds, 0
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)

    def told(seed: int, tally: Tally) -> None:
        nonlocal sent
        sent += tally.texts
        book.add(seed, tally)

    left = chosen.texts - book.total().texts
    weather = Weather(left, chosen.run_texts, lambda: stopped.is_set() or time.monotonic() > until)
    if left > 0:
        seed = book.next_seed() if chosen.seed is None else chosen.seed
        folder = Path(tempfile.mkdtemp(prefix="mingbai-storm-"))
        try:
            async with opened_house(folder) as house:
                await storm(house, weather, seed=seed, told=told)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder)
    return sent


def main() -> None:
    """Do it and tell; the exit code is 1 when something broke or a turn took too long in a run of this very program."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=int, default=TEXTS, help="of all runs in the book together")
    options.add_argument("--run-texts", type=int, default=RUN_TEXTS)
    options.add_argument("--seconds", type=float, default=HOURS * 3600, help="at most, this time")
    options.add_argument("--seed", type=int, default=None, help="of the first run; one that no run had")
    options.add_argument("--book", type=Path, default=None, help="where the runs are written down")
    chosen = options.parse_args()
    book = StormBook(chosen.book) if chosen.book else StormBook.usual()
    sent = asyncio.run(blown(chosen, book))
    total, out = book.total(), Console(soft_wrap=True)
    figures = {"book": str(book.path), "runs": len(book.runs()), "programs": book.programs(), "now": sent}
    out.print_json(json.dumps({**figures, **total.report}, ensure_ascii=False))
    for reason, text in total.errors[:SHOWN]:
        out.print(f"{reason}: {short(text)!r}", markup=False, highlight=False)
    sys.exit(0 if book.total(book.program).passed else 1)


if __name__ == "__main__":
    main()
