"""How long a start takes, beside that of a bare aiohttp server: to the first caller taken, the first healthy answer.

Run with `make start`; `benchmarks/README.md` tells how to read the table. A push is sent in the moment in which the
port opens, so that what is promised of those moments (nobody is refused, all are answered) is seen each time.
"""

import argparse
import base64
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import corpus
from benchmarks.turn import free_port, mingbai_env, prepared

SCRIPT = (sys.executable, "-m", "adapters.cli.main")
QUESTION = "高龄津贴怎么申请"
LONGEST_SECONDS = 180.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds from the start of a process; `cpu_s` of its processor time up to the healthy answer.

    `push_s` is when the first push was answered, None where none was sent, and `answered` whether in words.
    """

    open_s: float
    healthy_s: float
    cpu_s: float
    push_s: float | None = None
    answered: bool = False


def started(
    command: Sequence[str], port: int, env: Mapping[str, str], *, push: bytes | None = None
) -> Started:
    """Start a server, measure, and end it by its process id."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    told: list[tuple[float, bytes]] = []
    try:
        _until_open(process, port)
        opened = time.perf_counter() - begun
        asking = threading.Thread(target=_pushed, args=(port, push, told))
        if push:
            asking.start()
        _until_healthy(process, f"http://127.0.0.1:{port}/health/ready")
        healthy, cpu = time.perf_counter() - begun, _cpu(process.pid)
        if push:
            asking.join()
    finally:
        process.terminate()
        process.wait(timeout=60)
    if not told:
        return Started(opened, healthy, cpu)
    at, answer = told[0]
    return Started(opened, healthy, cpu, push_s=at - begun, answered=b"<Encrypt>" in answer)


def _until_open(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with exit code {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.005)
    raise SystemExit("the port was never opened")


def _until_healthy(process: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with exit code {process.returncode}")
        with suppress(urllib.error.HTTPError, OSError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.01)
    raise SystemExit("the server was never healthy")


def _pushed(port: int, push: bytes, told: list[tuple[float, bytes]]) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_SECONDS) as line:
        line.sendall(push)
        answer = line.recv(65536)
    told.append((time.perf_counter(), answer))


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="mingbai-start-") as place:
        figures = measure(chosen.documents, chosen.rounds, Path(place))
    print(json.dumps(figures, indent=2)) if chosen.json else show(figures)


def measure(documents: int, rounds: int, folder: Path) -> dict[str, Any]:
    """Import, start once with nothing learnt, then start both in turn."""
    ours, theirs = free_port(), free_port()
    env = mingbai_env(folder, ours)
    rows = corpus.write(folder / "documents.jsonl", documents)
    for command in (["migrate"], ["knowledge", "import", str(rows), "--publish"]):
        subprocess.run([*SCRIPT, *command], check=True, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    shutil.rmtree(folder / "data" / "recognizer", ignore_errors=True)
    bare = [sys.executable, "-m", "benchmarks.bare", str(theirs)]
    first = started([*SCRIPT, "serve"], ours, env)
    told: dict[str, list[Started]] = {"bare": [], "serve": []}
    for _ in range(rounds):
        told["bare"].append(started(bare, theirs, {}))
        push = base64.b64decode(prepared(ours, [QUESTION], folder).read_bytes())
        told["serve"].append(started([*SCRIPT, "serve"], ours, env, push=push))
    return {
        "documents": documents,
        "first": asdict(first),
        "rounds": {name: [asdict(each) for each in listed] for name, listed in told.items()},
        "ratio": statistics.median(
            mine.healthy_s / peer.healthy_s for mine, peer in zip(told["serve"], told["bare"], strict=True)
        ),
    }


def show(figures: dict[str, Any]) -> None:
    """Print the table."""
    table = Table(
        title=f"a start, {figures['documents']} documents; median of {len(figures['rounds']['serve'])}"
    )
    heads = ("what", "open s", "healthy s", "cpu s", "first push answered s", "in words")
    for head in heads:
        table.add_column(head, justify="right")
    for name, listed in figures["rounds"].items():
        middle = [statistics.median(each[key] for each in listed) for key in ("open_s", "healthy_s", "cpu_s")]
        pushed = [each["push_s"] for each in listed if each["push_s"] is not None]
        words = f"{sum(each['answered'] for each in listed)}/{len(listed)}" if pushed else ""
        answered = f"{statistics.median(pushed):.2f}" if pushed else ""
        table.add_row(name, *(f"{value:.2f}" for value in middle), answered, words)
    out = Console()
    out.print(table)
    out.print(f"healthy, ours beside the bare server: {figures['ratio']:.1f} × (median of the rounds)")
    out.print(f"the very first start, which trains: {figures['first']['healthy_s']:.1f} s")


if __name__ == "__main__":
    main()
