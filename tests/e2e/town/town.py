"""The whole program as a newcomer starts it: `mingbai demo` in a folder of its own, driven through the simulator."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.redis.server import socket_for

ROOT = Path(__file__).parents[3]
PATIENCE = 90.0
IDENTITY = "339901198503142016"
# What a citizen answers to each question of the form, told by words of the question; the first that fits counts.
ANSWERS = (
    ("不是，继续申请", "不是，继续申请"),
    ("我已阅读", "我已阅读，继续"),
    ("您是自己申请", "个人"),
    ("您的姓名", "王小雨"),
    ("身份证号码", IDENTITY),
    ("联系电话", "13900001234"),
    ("怎么拿到答复", "电子版，在微信里收"),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Town:
    """A running demonstration; `folder` keeps its data between starts."""

    folder: Path
    port: int = field(default_factory=free_port)
    phone_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def phone(self) -> str:
        return f"http://127.0.0.1:{self.phone_port}"

    def start(self) -> float:
        """Start and wait until a message would be answered; give the seconds it took."""
        begun = time.monotonic()
        self.launch()
        self.wait_until_verified(output=self.folder / "output.txt")
        return time.monotonic() - begun

    def wait_until_verified(self, *, output: Path) -> None:
        """Wait until a message would be answered."""
        assert self.process is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, output.read_text("utf-8")
            with suppress(OSError):
                if self.get(f"{self.phone}/api/account")["verified"]:
                    return
            time.sleep(0.05)
        raise TimeoutError(output.read_text("utf-8"))

    def launch(self) -> subprocess.Popen[bytes]:
        """Start without waiting for anything."""
        command = [sys.executable, "-m", "adapters.cli.main", "demo", "--data", str(self.folder / "data")]
        command += ["--port", str(self.port), "--simulator-port", str(self.phone_port)]
        # Three hundred complaints through all their steps take a minute of the processor, in every town.
        command += ["--complaints", "6"]
        env = {name: value for name, value in os.environ.items() if not name.startswith("MINGBAI_")}
        with (self.folder / "output.txt").open("ab") as output:
            process = self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                # By words alone, so that every run is the same: a model would read the sample county meanwhile.
                env=env | {"PYTHONPATH": str(ROOT), "MINGBAI_MEANING_MODEL": "off"},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        return process

    def output(self) -> str:
        return (self.folder / "output.txt").read_text("utf-8")

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        """End the program as a power cut would, its Redis left behind."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """End whatever still runs of this town, at a test's end."""
        if self.process and self.process.poll() is None:
            self.stop()
        left = socket_for((self.folder / "data" / "redis").resolve())
        assert not left.path.exists(), "the embedded Redis outlived the program"

    def get(self, url: str) -> Any:
        with urllib.request.urlopen(url, timeout=20) as response:
            return json.load(response)

    def post(self, path: str, body: object) -> Any:
        request = urllib.request.Request(
            f"{self.phone}{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def say(self, citizen: str, text: str) -> str:
        """Say something as a citizen; give what the citizen then sees."""
        return shown(self.post(f"/api/citizens/{citizen}/text", {"content": text}))

    def talk(self, citizen: str, *lines: str) -> str:
        """Say several lines; give the answer to the last."""
        answers = [self.say(citizen, line) for line in lines]
        return answers[-1]

    def tap(self, citizen: str, event: str, key: str = "") -> str:
        return shown(self.post(f"/api/citizens/{citizen}/event", {"event": event, "key": key}))

    def messages(self, citizen: str) -> list[dict[str, Any]]:
        found = self.get(f"{self.phone}/api/citizens/{citizen}/messages")
        listed: list[dict[str, Any]] = found["messages"] if isinstance(found, dict) else found
        return listed


def shown(answer: Any) -> str:
    return "\n".join(entry["text"] for entry in answer["reply"])


def fill(
    town: Town, citizen: str, *, wish: str = "我要申请公开2025年财政决算", until: str = "确认提交"
) -> str:
    """Answer the form's questions as they come, until one with such words; give that one."""
    asked = town.say(citizen, wish)
    for _ in ANSWERS:
        if until in asked:
            return asked
        fitting = [words for sign, words in ANSWERS if sign in asked]
        assert fitting, asked
        asked = town.say(citizen, fitting[0])
    return asked
