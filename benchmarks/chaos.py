"""Citizens write while the program, its worker and Redis are killed again and again: every message gets one answer.

Run with `make chaos`. The simulated platform delivers as the real one does (five seconds, three times); what is answered
too late comes as a customer-service message. Each message asks for a number of its own, which its answer repeats.
Whoever writes while Redis is away may be told to say it again: that is counted apart, since nothing was promised.
"""

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError
from rich.console import Console
from rich.progress import Progress

from adapters.redis.server import executable
from adapters.wechat.simulator.app import Simulator, start
from adapters.wechat.simulator.delivery.pusher import FAULT_LINE
from adapters.wechat.simulator.protocol.settings import SimulatorSettings
from adapters.wechat.simulator.protocol.switches import Switches
from adapters.wechat.simulator.world.citizens import Citizen
from benchmarks.turn import ACCOUNT, AES_KEY, APPID, TOKEN, free_port, mingbai_env
from handlers.texts import Texts

PAUSES = (5.0, 15.0)
SETTLING_SECONDS = 90.0
STARTING_SECONDS = 120.0
DAYS = 28
SCRIPT = [sys.executable, "-m", "adapters.cli.main"]
UNAVAILABLE = Texts.load()("general.unavailable")


@dataclass(slots=True)
class Troop:
    """The processes that are killed and started again, and how often each was."""

    folder: Path
    env: dict[str, str]
    kills: Counter[str] = field(default_factory=Counter)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def socket(self) -> Path:
        """Where Redis listens."""
        return self.folder / "redis.sock"

    def launch(self, name: str) -> None:
        """Start one of `redis`, `serve` and `worker`."""
        commands = {
            "redis": [
                executable(), "--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder),
                "--appendonly", "yes", "--appendfsync", "always", "--save", "",
            ],
            "serve": [*SCRIPT, "serve"],
            "worker": [*SCRIPT, "worker"],
        }  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as output:
            self.running[name] = subprocess.Popen(
                commands[name], env={**os.environ, **self.env}, stdout=output, stderr=output
            )

    def kill(self, name: str) -> None:
        """End one as a power cut would, and start it again."""
        self.running[name].kill()
        self.running[name].wait()
        self.kills[name] += 1
        self.launch(name)

    def end(self) -> None:
        """End all, Redis last."""
        for name in ("serve", "worker", "redis"):
            if name in self.running:
                self.running[name].send_signal(signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    self.running[name].wait(timeout=20)
                self.running[name].kill()

    async def answering(self) -> None:
        """Wait until Redis answers; raises `TimeoutError` when it never does."""
        client = Redis.from_url(f"unix://{self.socket}")
        async with asyncio.timeout(STARTING_SECONDS), client:
            while True:
                with suppress(RedisError, OSError):
                    await client.ping()
                    return
                await asyncio.sleep(0.05)


@dataclass(slots=True)
class Tale:
    """What became of the messages, by number: how often each was answered, which ones the platform gave up, refused ones.

    Refused is what the citizen was asked to say again.
    """

    answered: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)

    def read(self, simulator: Simulator) -> None:
        """Read the citizens' windows anew."""
        self.answered.clear()
        traces = {trace: number for number, trace in self.asked.items()}
        for citizen in simulator.world.citizens.values():
            own = [entry for entry in citizen.entries if entry.side in {"account", "notice"}]
            for entry in own:
                if entry.text == FAULT_LINE and entry.trace in traces:
                    self.given_up.add(traces[entry.trace])
                if entry.text == UNAVAILABLE and entry.trace in traces:
                    self.refused.add(traces[entry.trace])
            said = "\n".join(entry.text for entry in own)
            for number in self.asked:
                if (times := said.count(number)) > 0:
                    self.answered[number] += times

    @property
    def open(self) -> set[str]:
        """The messages that wait for an answer."""
        return set(self.asked) - set(self.answered) - self.given_up - self.refused

    @property
    def repeated(self) -> set[str]:
        """The messages that were answered more than once."""
        return {number for number, times in self.answered.items() if times > 1}


def number_of(place: int) -> str:
    """Give the number that the message of a place asks for; no two are alike."""
    return f"GK2026{1 + place // 9000 // DAYS % 12:02d}{1 + place // 9000 % DAYS:02d}{1 + place % 9000:04d}"


async def write(simulator: Simulator, citizen: Citizen, tale: Tale, *, places: "asyncio.Queue[int]") -> None:
    """Write as one citizen until nothing is left to be asked."""
    while not places.empty():
        number = number_of(places.get_nowait())
        trace = await simulator.deeds.say(citizen, f"{number}到哪了")
        tale.asked[number] = trace.id
        await asyncio.sleep(random.uniform(0.0, 0.3))


async def havoc(troop: Troop, *, seconds: float) -> None:
    """Kill one after another for so many seconds."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    with Progress(transient=True) as progress:
        task = progress.add_task("killing", total=seconds)
        while (left := until - loop.time()) > 0:
            progress.update(task, completed=seconds - left)
            await asyncio.sleep(min(left, random.uniform(*PAUSES)))
            troop.kill(random.choice(("serve", "serve", "worker", "redis")))


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[tuple[Troop, Simulator]]:
    """Start Redis, the simulated platform, the program and its worker, and end them all."""
    port = free_port()
    simulator = await start(
        SimulatorSettings(
            callback_url=f"http://127.0.0.1:{port}/wechat", token=TOKEN, aes_key=AES_KEY, appid=APPID, secret="s",
            account=ACCOUNT, switches=Switches(pause_after_many_faults=False),
        )
    )  # fmt: skip
    env = mingbai_env(folder, port) | {
        "MINGBAI_WECHAT_SECRET": "s", "MINGBAI_WECHAT_API_BASE": simulator.url,
        "MINGBAI_REDIS_URL": f"unix://{folder / 'redis.sock'}",
    }  # fmt: skip
    troop = Troop(folder, env)
    try:
        migration = await asyncio.create_subprocess_exec(*SCRIPT, "migrate", env={**os.environ, **env})
        if await migration.wait():
            raise SystemExit("the database could not be made ready")
        troop.launch("redis")
        await troop.answering()
        troop.launch("serve")
        troop.launch("worker")
        await simulator.verified(STARTING_SECONDS)
        yield troop, simulator
    finally:
        troop.end()
        await simulator.stop()


async def run(*, seconds: float, citizens: int) -> tuple[Tale, Counter[str]]:
    """Let citizens write through the havoc, wait until all is quiet, and give what became of the messages."""
    tale: Tale = Tale()
    with tempfile.TemporaryDirectory(prefix="mingbai-chaos-") as place:
        async with stage(Path(place)) as (troop, simulator):
            people = [simulator.world.settle(f"市民{at}（示例）", follows=True) for at in range(citizens)]
            places: asyncio.Queue[int] = asyncio.Queue()
            for at in range(int(seconds) * citizens):
                places.put_nowait(at)
            writers = [asyncio.create_task(write(simulator, one, tale, places=places)) for one in people]
            await havoc(troop, seconds=seconds)
            while not places.empty():
                places.get_nowait()
            await asyncio.gather(*writers)
            await settled(simulator, tale)
        return tale, troop.kills


async def settled(simulator: Simulator, tale: Tale) -> None:
    """Wait until every message is answered or given up by the platform, or the patience is over."""
    loop = asyncio.get_running_loop()
    until = loop.time() + SETTLING_SECONDS
    tale.read(simulator)
    while tale.open and loop.time() < until:
        await asyncio.sleep(1)
        tale.read(simulator)


def main() -> None:
    """Do it and tell; the exit code is 1 when a message was lost or answered twice."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=120)
    options.add_argument("--citizens", type=int, default=30)
    options.add_argument("--seed", type=int, default=None)
    chosen = options.parse_args()
    random.seed(chosen.seed)
    tale, kills = asyncio.run(run(seconds=chosen.seconds, citizens=chosen.citizens))
    out = Console()
    out.print(f"killed: {', '.join(f'{name} {times}×' for name, times in sorted(kills.items()))}")
    late = len(tale.answered) - len(tale.answered.keys() - tale.given_up)
    out.print(
        f"asked {len(tale.asked)}, answered {len(tale.answered)}, of these after the platform gave up {late}"
    )
    out.print(f"given up by the platform and not answered: {len(tale.given_up - set(tale.answered))}")
    out.print(f"asked to say it again: {len(tale.refused)}")
    out.print(f"lost: {len(tale.open)}, answered twice: {len(tale.repeated)}")
    for number in sorted(tale.open | tale.repeated)[:10]:
        out.print(f"  {number}: {tale.answered[number]}")
    sys.exit(1 if tale.open or tale.repeated else 0)


if __name__ == "__main__":
    main()
