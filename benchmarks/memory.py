"""What `serve` takes of memory beside a number of documents, and what a second one takes besides: the index is mapped and shared.

Shared pages count by halves (PSS), so that the sum of two processes is what the machine really gives.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks import corpus
from benchmarks.asking import NEVER_BEFORE, Crowd
from benchmarks.turn import Server, free_port, load, mingbai_env, serving

ASKED = 500
CONNECTIONS = 4
SCRIPT = (sys.executable, "-m", "adapters.cli.main")


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Megabytes after so many questions: of one `serve`, resident and by share, and of two by share, both together."""

    resident: float
    one: float
    two: float

    @property
    def ratio(self) -> float:
        """Give how many times one both take."""
        return self.two / self.one


def measure(documents: int, folder: Path) -> MemoryUse:
    """Import so many documents, start one, ask, start another, ask."""
    rows = corpus.write(folder / "documents.jsonl", documents)
    ports, crowd = (free_port(), free_port()), Crowd()
    env = mingbai_env(folder, ports[0])
    for command in (["migrate"], ["knowledge", "import", str(rows), "--publish"]):
        subprocess.run([*SCRIPT, *command], check=True, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    with ExitStack() as running:
        servers: list[Server] = []
        resident = one = 0.0
        for port in ports:
            own = mingbai_env(folder, port)
            server = running.enter_context(serving([*SCRIPT, "serve"], port, own, "/health/ready"))
            servers.append(server)
            load(port, list(islice(crowd.texts(NEVER_BEFORE), ASKED)), CONNECTIONS, folder)
            if len(servers) == 1:
                resident, one = server.rss_mb(), shared(servers)
        return MemoryUse(resident, one, shared(servers))


def shared(servers: Sequence[Server]) -> float:
    """Give the megabytes of some processes, what they share counted once."""
    return sum(_pss(server.process.pid) for server in servers)


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
