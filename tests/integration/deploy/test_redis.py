"""The settings of `deploy/redis` in a real server: what was said is on disk, and a full memory drops nothing."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from adapters.redis.server import executable
from tests.integration.deploy.nginx import free_port

pytestmark = pytest.mark.redis
DEPLOY = Path(__file__).parents[3] / "deploy"
SETTINGS = (DEPLOY / "redis" / "redis.conf").read_text("utf-8")
INSIDE = (DEPLOY / "container" / "redis-container.conf").read_text("utf-8")
PATIENCE = 15.0


@dataclass(slots=True)
class Running:
    """A server on the settings, with its folder in another place and nothing else changed."""

    folder: Path
    more: str = ""
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Running":
        moved = SETTINGS.replace("/run/mingbai-redis", str(self.folder)).replace(
            "/var/lib/mingbai-redis", str(self.folder)
        )
        # Settings from standard input, as the container does it.
        self.process = subprocess.Popen([executable(), "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert self.process.stdin
        self.process.stdin.write((moved + self.more).encode())
        self.process.stdin.close()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None
            with suppress(RedisError), self.client() as client:
                if client.ping():
                    return self
            time.sleep(0.02)
        raise TimeoutError

    def client(self) -> Redis:
        if self.port:
            return Redis(host="127.0.0.1", port=self.port, password="a-password-of-tests")
        return Redis(unix_socket_path=str(self.folder / "redis.sock"))

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        assert self.process
        self.process.send_signal(how)
        self.process.wait(timeout=PATIENCE)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    started = Running(tmp_path).start()
    yield started
    started.end(signal.SIGKILL)


def test_every_setting_counts(running: Running) -> None:
    with running.client() as client:
        found = client.config_get("*")
    for name, value in {
        "port": "0", "appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction", "timeout": "0",
        "maxmemory": str(1024**3), "save": "", "tcp-keepalive": "60", "unixsocketperm": "700",
    }.items():  # fmt: skip
        assert found[name] == value, name
    assert (running.folder / "redis.sock").stat().st_mode & 0o077 == 0


def fill(client: Redis) -> None:
    for number in range(1000):
        client.set(f"mingbai:talk:{number}", "x" * 1000, ex=3600)


def test_a_full_memory_refuses_and_drops_nothing(running: Running) -> None:
    with running.client() as client:
        client.set("mingbai:inflight:a", "a message in hand", ex=3600)
        client.config_set("maxmemory", client.info("memory")["used_memory"] + 200_000)
        with pytest.raises(ResponseError, match="maxmemory"):
            fill(client)
        assert client.get("mingbai:inflight:a") == b"a message in hand"
        assert client.info("stats")["evicted_keys"] == 0


def test_what_was_written_outlives_a_killed_server(tmp_path: Path) -> None:
    first = Running(tmp_path).start()
    with first.client() as client:
        client.set("mingbai:drafts:a", "half a form")
        client.execute_command("WAIT", 0, 0)
        # Written to the file at once, to the disk within a second; a killed server loses neither.
    first.end(signal.SIGKILL)
    again = Running(tmp_path).start()
    try:
        with again.client() as client:
            assert client.get("mingbai:drafts:a") == b"half a form"
    finally:
        again.end()


@pytest.mark.parametrize("words", [("FLUSHALL",), ("FLUSHDB",), ("KEYS", "*"), ("DEBUG", "SLEEP", "0")])
def test_what_would_empty_or_stop_it_is_not_there(running: Running, words: tuple[str, ...]) -> None:
    with running.client() as client, pytest.raises(ResponseError, match="unknown command"):
        client.execute_command(*words)


def test_the_containers_settings_come_on_top(tmp_path: Path) -> None:
    port = free_port()
    inside = INSIDE.replace("port 6379", f"port {port}").replace("dir /data", f"dir {tmp_path}")
    inside = inside.replace("bind 0.0.0.0", "bind 127.0.0.1") + "\nrequirepass a-password-of-tests\n"
    started = Running(tmp_path, more="\n" + inside, port=port).start()
    try:
        with started.client() as client:
            found = client.config_get("*")
            assert (found["maxmemory-policy"], found["appendonly"], found["unixsocket"]) == (
                "noeviction",
                "yes",
                "",
            )
        with (
            Redis(host="127.0.0.1", port=port) as stranger,
            pytest.raises(RedisError, match="uthentic"),
        ):
            stranger.ping()
    finally:
        started.end()
