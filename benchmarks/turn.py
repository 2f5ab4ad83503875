"""A whole turn against a bare echo: the same sealed, unique pushes, from another process, on the same machine.

Run with `make bench`; `benchmarks/README.md` tells how to read the table.
"""

import argparse
import base64
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from adapters.wechat.simulator.delivery.load import Load
from adapters.wechat.simulator.protocol.sealing import Sealing
from adapters.wechat.simulator.protocol.settings import SimulatorSettings as Simulated
from benchmarks import corpus
from benchmarks.asking import KINDS, Crowd

TOKEN, APPID, ACCOUNT = "benchtoken", "wxbench00000000001", "gh_bench0000001"
AES_KEY = "b" * 43
# Beside the tests' own; `make clean` removes both.
COMPILED = Path(__file__).resolve().parents[1] / "build" / "pycache"
STARTING = 503
"""What a program answers that listens and is still loading."""


@dataclass(frozen=True, slots=True)
class Server:
    """A started server and how long it took to answer for the first time, in seconds."""

    process: subprocess.Popen[bytes]
    port: int
    started_s: float

    def rss_mb(self) -> float:
        """Give the resident memory of the process and its children."""
        pids = [self.process.pid]
        return sum(_rss(pid) for pid in pids)


def _rss(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def free_port() -> int:
    """Give a port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, env: Mapping[str, str], path: str) -> Any:
    """Start a server, wait for its first answer, and end it by its process id."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    try:
        _wait(process, f"http://127.0.0.1:{port}{path}")
        yield Server(process, port, time.perf_counter() - start)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"server ended at once with exit code {process.returncode}")
        with suppress(OSError):
            try:
                urllib.request.urlopen(url, timeout=2).close()
            except urllib.error.HTTPError as refusal:
                if refusal.code != STARTING:
                    return
            else:
                return
        time.sleep(0.01)
    raise SystemExit("server did not answer within two minutes")


def prepared(port: int, texts: Sequence[str], folder: Path) -> Path:
    """Write a ready HTTP request for each text, one base64 line each; every push has an id of its own."""
    simulated = Simulated(
        callback_url=f"http://127.0.0.1:{port}/wechat",
        token=TOKEN,
        aes_key=AES_KEY,
        appid=APPID,
        secret="s",
        account=ACCOUNT,
    )
    parcels = Load(simulated.callback_url, Sealing.of(simulated)).prepare(
        len(texts), texts, citizens=500, unique=False
    )
    path = folder / f"requests-{secrets.token_hex(4)}"
    with path.open("wb") as file:
        for parcel in parcels:
            head = (
                f"POST {parcel.url.raw_path_qs} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/xml\r\n"
                f"Content-Length: {len(parcel.body)}\r\n\r\n"
            )
            file.write(base64.b64encode(head.encode() + parcel.body) + b"\n")
    return path


def load(port: int, texts: Sequence[str], connections: int, folder: Path) -> dict[str, float]:
    """Run one round from a process of its own."""
    path = prepared(port, texts, folder)
    command = [sys.executable, "-m", "benchmarks.driver", str(path), "127.0.0.1", str(port), str(connections)]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    path.unlink()
    figures: dict[str, float] = json.loads(output)
    return figures


def mingbai_env(folder: Path, port: int) -> dict[str, str]:
    """Give the settings of the measured program; the rate limit is off, all else as delivered.

    What Python has compiled is kept, as where the program is installed; a shell that forbids it would have each start
    compile over a thousand modules, and that would be measured.
    """
    return {
        "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(COMPILED),
        "MINGBAI_DATA_DIR": str(folder / "data"), "MINGBAI_PORT": str(port), "MINGBAI_SECRET_KEY": "x" * 40,
        "MINGBAI_WECHAT_TOKEN": TOKEN, "MINGBAI_WECHAT_AES_KEY": AES_KEY, "MINGBAI_WECHAT_APPID": APPID,
        "MINGBAI_WECHAT_ACCOUNT": ACCOUNT, "MINGBAI_RATE_LIMIT": "0", "MINGBAI_LOG_LEVEL": "warning",
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=10_000)
    options.add_argument("--messages", type=int, default=4_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="mingbai-bench-") as place:
        figures = measure(chosen, Path(place))
    print(json.dumps(figures, indent=2)) if chosen.json else show(figures)


def measure(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Import, start both servers, and load them in turn."""
    ours, theirs = free_port(), free_port()
    env = mingbai_env(folder, ours)
    script = [sys.executable, "-m", "adapters.cli.main"]
    rows = corpus.write(folder / "documents.jsonl", chosen.documents)
    start = time.perf_counter()
    subprocess.run([*script, "migrate"], check=True, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    command = [*script, "knowledge", "import", str(rows), "--publish"]
    subprocess.run(command, check=True, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    import_s = time.perf_counter() - start
    # The very first start trains the recogniser; it is told by `benchmarks.start`, and would stand here as a slow one.
    with serving([*script, "serve"], ours, env, "/health/ready"):
        pass
    echo = [sys.executable, "-m", "benchmarks.echo", str(theirs), TOKEN, AES_KEY, APPID]
    with (
        serving([*script, "serve"], ours, env, "/health/ready") as mingbai,
        serving(echo, theirs, {}, "/") as peer,
    ):
        rounds = run_rounds(chosen, ours=mingbai, theirs=peer, folder=folder)
        memory = {"mingbai": mingbai.rss_mb(), "echo": peer.rss_mb()}
    return {
        "documents": chosen.documents, "import_s": import_s, "startup_s": mingbai.started_s, "rss_mb": memory,
        "rounds": rounds, "ratios": {kind: ratio(rounds, kind) for kind in KINDS},
    }  # fmt: skip


def run_rounds(
    chosen: argparse.Namespace, *, ours: Server, theirs: Server, folder: Path
) -> list[dict[str, dict[str, float]]]:
    """Load the two in turn, so that a machine whose speed drifts treats both alike; the first round warms up."""
    rounds, crowd = [], Crowd()
    for number in range(chosen.rounds + 1):
        texts = {kind: list(islice(crowd.texts(kind), chosen.messages)) for kind in KINDS}
        told = {"echo": load(theirs.port, texts[KINDS[0]], chosen.connections, folder)}
        told |= {kind: load(ours.port, texts[kind], chosen.connections, folder) for kind in KINDS}
        if number:
            rounds.append(told)
    return rounds


def ratio(rounds: Sequence[Mapping[str, Mapping[str, float]]], kind: str) -> float:
    """Give the median of the rounds of our rate for a kind of question beside the echo's."""
    return statistics.median(told[kind]["rate"] / told["echo"]["rate"] for told in rounds)


def show(figures: dict[str, Any]) -> None:
    """Print the table."""
    table = Table(
        title=f"a whole turn, {figures['documents']} documents; median of {len(figures['rounds'])} rounds"
    )
    for head in ("what is answered", "messages/s", "p50 ms", "p99 ms", "ratio"):
        table.add_column(head, justify="right")
    for name in ("echo", *KINDS):
        middle = [
            statistics.median(told[name][key] for told in figures["rounds"])
            for key in ("rate", "p50_ms", "p99_ms")
        ]
        beside = f"{figures['ratios'][name]:.3f}" if name in figures["ratios"] else ""
        table.add_row(name, f"{middle[0]:.0f}", f"{middle[1]:.2f}", f"{middle[2]:.2f}", beside)
    out = Console()
    out.print(table)
    memory = figures["rss_mb"]
    out.print(f"memory: {memory['mingbai']:.0f} MB, the echo server {memory['echo']:.0f} MB")
    rate = figures["documents"] / figures["import_s"]
    out.print(f"import: {figures['import_s']:.1f} s for {figures['documents']} documents ({rate:.0f}/s)")
    out.print(f"start of `mingbai serve` to its first healthy answer: {figures['startup_s']:.2f} s")


if __name__ == "__main__":
    main()
