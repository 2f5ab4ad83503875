"""The processes that are killed, stopped and started again, with the settings they are delivered with."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError

from adapters.redis.gate import LEASE_MS
from adapters.redis.server import Socket, executable, options, socket_for
from tests.integration.postgres import Server

SCRIPT = (sys.executable, "-m", "adapters.cli.main")
STARTING_SECONDS = 300.0
ENDING_SECONDS = 20.0
PAUSES = (5.0, 15.0)
STOPPED_SECONDS = (LEASE_MS / 1000 + 2, LEASE_MS / 1000 + 6)
"""Longer than a lease: whoever wakes finds that another has taken over what it held."""
HANGING_SECONDS = (1.0, 8.0)
RESTART_SECONDS = 1.0
SEEN_SECONDS = 0.3
SERVE, WORKER, REDIS, POSTGRESQL = "serve", "worker", "redis", "postgresql"
STOP, HANG, RENEW = "stop", "hang", "renew"


@dataclass(slots=True)
class Troop:
    """The processes, and how often what was done to each.

    `away` are the ports that are to be given nothing while their program is renewed.
    Without `server` it is the single machine: SQLite, and the Redis that `serve` and `worker` start for themselves.
    """

    folder: Path
    env: dict[str, str]
    ports: Sequence[int]
    server: Server | None = None
    deeds: Counter[str] = field(default_factory=Counter)
    away: set[int] = field(default_factory=set)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _stopped: set[str] = field(default_factory=set)
    _renewed: int = 0

    @property
    def data(self) -> Path:
        """The data folder of the program."""
        return Path(self.env["MINGBAI_DATA_DIR"])

    @property
    def socket(self) -> Socket:
        """Where Redis listens, as the program itself reckons it."""
        return socket_for(self.data.resolve() / "redis")

    async def start(self) -> None:
        """Make the database ready and start everything; raises `SystemExit` when the database cannot be made."""
        self.data.mkdir(parents=True, exist_ok=True)
        migration = await asyncio.create_subprocess_exec(*SCRIPT, "migrate", env={**os.environ, **self.env})
        if await migration.wait():
            raise SystemExit("the database could not be made ready")
        if self.server:
            self.socket.folder.mkdir(parents=True, exist_ok=True)
            self._launch(REDIS)
            await self.answering()
        first, *others = self._programs()
        self._launch(first)
        await self._up(self.ports[0])
        # Only now: what the first has learnt of citizens' language lies ready for the others.
        for name in others:
            self._launch(name)
        # Nobody is written to while a program loads: it takes connections from its first moment, and lets them wait.
        for port in self.ports[1:]:
            await self._up(port)

    async def _up(self, port: int) -> None:
        """Wait until a port is served; raises `TimeoutError` when it never is."""
        async with asyncio.timeout(STARTING_SECONDS):
            while not _served(port):  # noqa: ASYNC110 - another process opens it
                await asyncio.sleep(0.1)

    async def keep(self) -> None:
        """Start again whatever ended by itself, as systemd does with `Restart=on-failure` and `RestartSec=1`."""
        while True:
            await asyncio.sleep(RESTART_SECONDS)
            for name, process in self._running.items():
                if process.poll() is not None and name not in self._stopped:
                    self.deeds[f"{_kind(name)} ended by itself"] += 1
                    self._launch(name)

    async def havoc(self, *, seconds: float) -> None:
        """Do one thing after another to them for so many seconds, and leave all of them running."""
        loop = asyncio.get_running_loop()
        until, waking = loop.time() + seconds, set[asyncio.Task[None]]()
        while (left := until - loop.time()) > 0:
            await asyncio.sleep(min(left, random.uniform(*PAUSES)))
            blow = random.choice(self._blows())
            if blow == STOP:
                waking.add(asyncio.create_task(self._stop(random.choice(self._spare()))))
            elif blow == HANG:
                waking.add(asyncio.create_task(self._hang()))
            else:
                await self._kill(blow)
        await asyncio.gather(*waking)

    def _blows(self) -> list[str]:
        """Give what may be done next: the program is hit more often than what it stands on."""
        world = [REDIS, POSTGRESQL] if self.server else [REDIS]
        return [*self._spare() * (3 - len(self.ports)), *world, STOP, HANG]

    def _spare(self) -> list[str]:
        """Give the programs that may be hit: of several `serve` one stands at any time, as on machines of their own."""
        away = [port for port in self.ports if f"{SERVE}-{port}" in self._stopped or not _served(port)]
        if len(self.ports) > 1 and away:
            return [WORKER]
        return self._programs()

    async def strike(self, kind: str) -> None:
        """Kill one of a kind, `serve`, `worker` or `redis`; `renew` ends the next program as an upgrade does."""
        if kind == RENEW:
            programs = self._programs()
            await self._renew(programs[self._renewed % len(programs)])
            return
        await self._kill(next((name for name in self._running if _kind(name) == kind), kind))

    async def _kill(self, name: str) -> None:
        """End one as a power cut would, and start it again."""
        self.deeds[f"{_kind(name)} killed"] += 1
        if name == POSTGRESQL and self.server:
            await asyncio.to_thread(self.server.restart, "immediate")
        elif name == REDIS and not self.server:
            # Whichever program owns it starts it again, or takes note at its own start that nobody did.
            with suppress(RedisError, OSError, ProcessLookupError):
                os.kill(await self._redis_pid(), signal.SIGKILL)
        else:
            self._running[name].kill()
            self._running[name].wait()
            self._launch(name)

    async def _renew(self, name: str) -> None:
        """Ask one to end, wait until it has and the one after it has come up; the others go on meanwhile."""
        self._renewed += 1
        self._stopped.add(name)
        ports = {int(name.partition("-")[2])} if name.startswith(SERVE) else set()
        self.away |= ports
        self._running[name].send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self._running[name].wait, ENDING_SECONDS)
        ended = self._running[name].poll() == 0
        self.deeds[f"{_kind(name)} {'renewed' if ended else 'did not end when asked to'}"] += 1
        self._running[name].kill()
        self._launch(name)
        for port in ports:
            await self._up(port)
        self.away -= ports
        self._stopped.discard(name)

    async def _stop(self, name: str) -> None:
        """Hold one for longer than a lease, and let it go on where it was, unless it was killed meanwhile."""
        self.deeds[f"{_kind(name)} stopped"] += 1
        process = self._running[name]
        self._stopped.add(name)
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(random.uniform(*STOPPED_SECONDS))
        process.send_signal(signal.SIGCONT)
        self._stopped.discard(name)

    async def _hang(self) -> None:
        """Let Redis stand for some seconds, as it does while its disk is busy or it swaps."""
        with suppress(RedisError, OSError, ProcessLookupError):
            process = await self._redis_pid()
            os.kill(process, signal.SIGSTOP)
            self.deeds["redis stopped"] += 1
            await asyncio.sleep(random.uniform(*HANGING_SECONDS))
            os.kill(process, signal.SIGCONT)

    def _programs(self) -> list[str]:
        return [*(f"{SERVE}-{port}" for port in self.ports), WORKER]

    def _launch(self, name: str) -> None:
        env, command = self.env, [*SCRIPT, _kind(name)]
        if name == REDIS:
            self.socket.path.unlink(missing_ok=True)
            command = [executable(), *options(self.socket)]
        elif name.startswith(SERVE):
            env = env | {"MINGBAI_PORT": name.partition("-")[2]}
        with (self.folder / f"{name}.log").open("ab") as output:
            self._running[name] = subprocess.Popen(
                command, env={**os.environ, **env}, stdout=output, stderr=output
            )

    async def answering(self) -> None:
        """Wait until Redis answers; raises `TimeoutError` when it never does."""
        async with asyncio.timeout(STARTING_SECONDS):
            while True:
                with suppress(RedisError, OSError):
                    await self._redis_pid()
                    return
                await asyncio.sleep(0.05)

    async def _redis_pid(self) -> int:
        async with Redis.from_url(self.socket.url, socket_timeout=5) as client:
            return int((await client.info("server"))["process_id"])

    def verified(self) -> bool:
        """Whether `mingbai verify` finds the audit chain, the sealed values and the index sound; else it is printed."""
        done = subprocess.run(
            [*SCRIPT, "verify"], env={**os.environ, **self.env}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stdout, done.stderr)
        return not done.returncode

    async def end(self) -> None:
        """End all, Redis last."""
        for name in (*self._programs(), REDIS):
            if process := self._running.pop(name, None):
                process.send_signal(signal.SIGCONT)
                process.send_signal(signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    await asyncio.to_thread(process.wait, ENDING_SECONDS)
                process.kill()
        with suppress(RedisError, OSError):
            # An embedded one whose owner could not end it.
            os.kill(await self._redis_pid(), signal.SIGTERM)


def _served(port: int) -> bool:
    """Whether a port is answered by a program that has loaded; it listens from its first moment."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=SEEN_SECONDS) as answer:
            return "starting" not in json.load(answer)
    except (OSError, ValueError):
        return False


def _kind(name: str) -> str:
    return name.partition("-")[0]
