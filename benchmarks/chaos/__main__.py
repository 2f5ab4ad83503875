"""Run with `make chaos`: havoc for some minutes, quiet, and then the count of promises kept and broken.

The simulated platform delivers as the real one does (five seconds, three times); what is answered too late comes as a
customer-service message. One message in ten begins a whole application through the form, or a call for staff. Letters to
citizens who say nothing climb the ladder meanwhile. Of the deliveries and of the calls of the platform's API a share goes
wrong in each of the ways the simulator knows.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from redis.exceptions import RedisError
from rich.console import Console

from adapters.wechat.simulator.app import start
from adapters.wechat.simulator.protocol.settings import SimulatorSettings
from adapters.wechat.simulator.protocol.switches import Switches
from benchmarks.chaos import record
from benchmarks.chaos.front import standing
from benchmarks.chaos.letters import NO_LETTERS, LetterOutcome, Letters
from benchmarks.chaos.people import Answers, Crowd
from benchmarks.chaos.plan import SIZES, ChaosPlan, carried_out, figures
from benchmarks.chaos.promises import marks, particulars
from benchmarks.chaos.troop import STARTING_SECONDS, Troop
from benchmarks.chaos.verdict import Breach, Kept, breaches
from benchmarks.chaos.window import around
from benchmarks.turn import ACCOUNT, AES_KEY, APPID, TOKEN, free_port, mingbai_env
from bot.errors import ServiceError
from tests.integration.postgres import Server

ROUNDS = 12
"""How often whoever something waits for writes again at the most: each time a few messages may go."""
SETTLING_SECONDS = 180.0
"""Longer than a parcel's lease (two minutes), which a courier that was killed leaves behind."""
PLANNED_SECONDS = 900.0
QUIET_LOOKS = 3
SHOWN_QUESTIONS = 5
SHOWN_BREACHES = 20
MOST_UNHEARD = {False: 0.25, True: 0.05}
"""What share of the pushes the platform may give up: one `serve` that is away is away, of two the other answers."""


@dataclass(frozen=True, slots=True)
class RunTimes:
    """How many seconds were written, and how many it took until all was counted; `whole` says that the plan was carried out."""

    wrote: float = 0.0
    took: float = 0.0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of everything."""

    crowd: Crowd
    answers: Answers
    kept: Kept
    breaches: list[Breach]
    unsettled: int
    sound: bool
    letters: LetterOutcome = NO_LETTERS
    times: RunTimes = RunTimes()
    misled: int = 0

    @property
    def unheard(self) -> float:
        """The share of pushes that the platform gave up; all of them where none was ever made."""
        return self.crowd.unheard.total() / self.crowd.pushes if self.crowd.pushes else 1.0

    def figures(self) -> dict[str, int | float]:
        """Give what is asked for of a planned run."""
        answers, crowd = self.answers, self.crowd
        kept = self.kept
        return figures(
            Counter(breach.kind for breach in self.breaches),
            pushes=crowd.pushes,
            accepted=crowd.pushes - crowd.unheard.total(),
            given_up_by_the_platform=crowd.unheard.total(),
            questions=len(answers.asked),
            filed=len(kept.applications) + len(kept.tickets),
            answers_lost=len(answers.lost),
            given_to_staff=len(answers.with_staff),
            answers_doubled=len(answers.doubled),
            answers_out_of_order=len(answers.disorder),
            letters=self.letters.count,
            letters_lost=len(self.letters.breaches.lost),
            letters_out_of_order=len(self.letters.breaches.disorder),
            waited_in_the_outbox=self.letters.waited,
            waiting_at_the_end=self.letters.kept.waiting,
            misled=self.misled,
            left_to_be_done=self.unsettled,
            seconds_written=round(self.times.wrote, 1),
            seconds=round(self.times.took, 1),
        )

    def passed(self, *, most_unheard: float) -> bool:
        """Whether every promise was kept and enough people were heard."""
        broken = (
            self.breaches
            or self.answers.lost
            or self.answers.doubled
            or self.answers.disorder
            or self.misled
            or not self.times.whole
            or self.unsettled
            or self.letters.broken
        )
        return not broken and self.sound and self.unheard <= most_unheard


@asynccontextmanager
async def stage(folder: Path, server: Server | None) -> AsyncIterator[tuple[Troop, Crowd, Letters]]:
    """Start the simulated platform and everything behind it, and end them all."""
    ports = [free_port(), free_port()] if server else [free_port()]
    port = free_port() if server else ports[0]
    simulator = await start(
        SimulatorSettings(
            callback_url=f"http://127.0.0.1:{port}/wechat", token=TOKEN, aes_key=AES_KEY, appid=APPID, secret="s",
            account=ACCOUNT, switches=Switches(pause_after_many_faults=False),
        )
    )  # fmt: skip
    env = mingbai_env(folder, port) | {
        "MINGBAI_WECHAT_SECRET": "s",
        "MINGBAI_WECHAT_API_BASE": simulator.url,
        "MINGBAI_WECHAT_NOTICE": "template",
        "MINGBAI_WECHAT_NOTICE_TEMPLATE": "SIMULATED_TEMPLATE",
    }
    troop = Troop(folder, env, ports, server)
    if server:
        troop.env |= {"MINGBAI_DATABASE_URL": server.new_database(), "MINGBAI_REDIS_URL": troop.socket.url}
    dice = random.Random(random.random())
    try:
        await troop.start()
        async with standing(ports, port=port, away=troop.away):
            await simulator.verified(STARTING_SECONDS)
            url = troop.env.get("MINGBAI_DATABASE_URL", "")
            crowd = Crowd(simulator, particulars(dice), marks(dice))
            yield troop, crowd, Letters(simulator, marks(dice), url, troop.data)
    finally:
        await troop.end()
        await simulator.stop()


async def run(chosen: argparse.Namespace, folder: Path, server: Server | None) -> tuple[Outcome, Troop]:
    """Let citizens write through the havoc, wait until all is quiet, and give what became of everything."""
    async with stage(folder, server) as (troop, crowd, letters):
        began = asyncio.get_running_loop().time()
        earlier = frozenset(await record.citizens(troop.env.get("MINGBAI_DATABASE_URL", ""), troop.data))
        keeping = asyncio.create_task(troop.keep())
        writing = asyncio.create_task(letters.write())
        for order in faults(chosen.faults):
            crowd.simulator.world.faults.keep(order)
        plan: ChaosPlan | None = chosen.plan
        count = plan.citizens if plan else chosen.citizens
        crowd.rest = plan.rest if plan else crowd.rest
        living = [asyncio.create_task(crowd.live()) for _ in range(count)]
        whole = True
        if plan:
            whole = await carried_out(plan, lambda: crowd.taken, troop.strike, seconds=chosen.seconds)
        else:
            await troop.havoc(seconds=chosen.seconds)
        crowd.over = True
        wrote = asyncio.get_running_loop().time() - began
        crowd.simulator.world.faults.clear()
        writing.cancel()
        await asyncio.gather(*living)
        await settled(troop)
        await crowd.look_after()
        waited = await letters.waiting()
        url = troop.env.get("MINGBAI_DATABASE_URL", "")
        await letters.call_for(letters.written)
        await settled(troop)
        for _ in range(ROUNDS):
            if not (silent := await record.awaited(url, troop.data)):
                break
            await letters.call_for(silent)
            await settled(troop)
        left = await settled(troop, crowd)
        crowd.listen()
        kept = await record.read(url, troop.data, secret=troop.env["MINGBAI_SECRET_KEY"], without=earlier)
        sound = await asyncio.to_thread(troop.verified)
        keeping.cancel()
        found = breaches(crowd.promises, kept)
        outcome = await letters.outcome(waited=waited)
        took = asyncio.get_running_loop().time() - began
        times = RunTimes(wrote, took, whole=whole)
        misled = len(crowd.simulator.world.misled)
        return Outcome(crowd, crowd.answers(), kept, found, left, sound, outcome, times, misled), troop


def faults(share: float) -> list[dict[str, object]]:
    """Give what goes wrong with a share of the deliveries and calls, in each way; none of it takes a message away for good."""
    ways: list[tuple[str, int]] = [
        ("push_lost", 0), ("push_late", 300), ("push_truncated", 0), ("push_hostile", 0), ("push_overtaken", 200),
        ("token_ended", 0), ("late", 0), ("lost", 0), ("duplicate", 2), ("again", 0), ("api_delay", 1000), ("api_500", 0), ("api_garbage", 0),
        ("api_error", -1), ("api_error", 45011), ("api_error", 40001),
    ]  # fmt: skip
    return [{"kind": kind, "value": value, "rate": share} for kind, value in ways] if share else []


async def settled(troop: Troop, crowd: Crowd | None = None) -> int:
    """Wait until nothing can be done any more, or the patience is over; give how much is left.

    With a crowd it is not over before its questions have their answers.
    """
    loop = asyncio.get_running_loop()
    until, quiet, left = loop.time() + SETTLING_SECONDS, 0, 1
    while quiet < QUIET_LOOKS and loop.time() < until:
        await asyncio.sleep(1)
        with suppress(RedisError, ServiceError, OSError):
            url = troop.env.get("MINGBAI_DATABASE_URL", "")
            left = await record.unsettled(url, troop.data, troop.socket.url)
            quiet = 0 if left or (crowd and crowd.answers().lost) else quiet + 1
    return left


def tell(outcome: Outcome, troop: Troop, *, most_unheard: float) -> None:
    """Print the figures."""
    out, crowd, answers = Console(soft_wrap=True), outcome.crowd, outcome.answers
    out.print(", ".join(f"{name} {times}×" for name, times in sorted(troop.deeds.items())))
    said = crowd.promises
    out.print(
        f"pushes {crowd.pushes}, given up by the platform {crowd.unheard.total()} "
        f"({outcome.unheard:.1%}, at most {most_unheard:.0%})"
    )
    for way, times in crowd.unheard.most_common():
        out.print(f"  {way}: {times}")
    out.print(
        f"questions {len(answers.asked)}: lost {len(answers.lost)}, answered twice {len(answers.doubled)}, "
        f"brought twice by a courier that died {len(answers.carried_twice)}"
    )
    for before, after in answers.disorder[:SHOWN_QUESTIONS]:
        out.print(f"  out of order: {before} came after {after}")
    for number in sorted(
        answers.lost | answers.doubled | {after for pair in answers.disorder for after in pair}
    )[:SHOWN_QUESTIONS]:
        out.print(f"  {number}: {answers.asked[number]}")
        for line in around(crowd.simulator.world.citizens.values(), number):
            out.print(f"    {line}", markup=False)
    confirmed = sum(bool(petition.confirmed) for petition in said.petitions)
    told = sum(map(len, said.numbers.values()))
    out.print(
        f"applications begun {len(said.petitions)}, submitted {confirmed}, registered {len(outcome.kept.applications)}; "
        f"sentences for staff {len(said.pleas)}, tickets {len(outcome.kept.tickets)}; numbers told {told}"
    )
    for line in outcome.letters.lines():
        out.print(line)
    out.print_json(json.dumps(outcome.figures()))
    out.print(f"left to be done: {outcome.unsettled}; record and sealed values sound: {outcome.sound}")
    out.print(f"promises broken: {len(outcome.breaches)}")
    for breach in outcome.breaches[:SHOWN_BREACHES]:
        out.print(f"  {breach.kind}: {breach.about}")
        for word in breach.about.split():
            for line in around(crowd.simulator.world.citizens.values(), word):
                out.print(f"    {line}", markup=False)


def main() -> None:
    """Do it and tell; the exit code is 1 when a promise was broken or too few were heard."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=120)
    options.add_argument("--citizens", type=int, default=30)
    options.add_argument("--seed", type=int, default=None)
    options.add_argument("--postgresql", action="store_true", help="two serve and a worker on PostgreSQL")
    options.add_argument("--faults", type=float, default=0.05, help="share of each kind on pushes and calls")
    options.add_argument("--most-unheard", type=float, default=None, help="share the platform may give up")
    options.add_argument("--keep", type=Path, default=None, help="a new folder where data and logs are kept")
    options.add_argument(
        "--size", choices=SIZES, default=None, help="a planned run: pushes, citizens and blows are set"
    )
    chosen = options.parse_args()
    chosen.plan = SIZES[chosen.size] if chosen.size else None
    if chosen.plan:
        chosen.seconds = max(chosen.seconds, PLANNED_SECONDS)
    random.seed(chosen.seed)
    most_unheard = MOST_UNHEARD[chosen.postgresql] if chosen.most_unheard is None else chosen.most_unheard
    server = Server.start() if chosen.postgresql else None
    try:
        with tempfile.TemporaryDirectory(prefix="mingbai-chaos-") as place:
            folder = chosen.keep or Path(place)
            folder.mkdir(exist_ok=True)
            outcome, troop = asyncio.run(run(chosen, folder, server))
    except TimeoutError:
        sys.exit("the program never came up; with --keep FOLDER its logs are kept to be looked at")
    finally:
        if server:
            server.stop()
    tell(outcome, troop, most_unheard=most_unheard)
    sys.exit(0 if outcome.passed(most_unheard=most_unheard) else 1)


if __name__ == "__main__":
    main()
