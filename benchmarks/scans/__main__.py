"""`python -m benchmarks.scans [--pages N] [--seed N] [--keep FOLDER] [--only KIND]` draws pages, has them read, and prints how well.

The pages are read as an import reads them: by the process of its own, with its bounds. Its memory is looked at while it reads.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, Self
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from adapters.scan_reader import far_side as reading
from adapters.scan_reader.models import scan_models
from adapters.scan_reader.process import ScanProcess
from benchmarks.scans.drawing import drawer, has_font
from benchmarks.scans.looks import KINDS, OFFICE_FONTS
from benchmarks.scans.papers import Paper, PaperMaker
from benchmarks.scans.score import Score, scored
from knowledge.documents.draft import Refusal

PAGES_OF_A_KIND = 6
SIGNS_AIM, FIGURES_AIM = 0.993, 0.99
MEGABYTE = 2**20
MOST_BYTES = 2048 * MEGABYTE


class MemoryWatch:
    """Notes the most memory that any reading process took."""

    def __init__(self) -> None:
        self.most = 0
        self._pids: list[int] = []
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def watched(self, *args: Any, **kwargs: Any) -> Any:
        """Start a process and watch it."""
        started = _POPEN(*args, **kwargs)
        self._pids.append(started.pid)
        return started

    def _look(self) -> None:
        while not self._over.wait(0.05):
            for pid in self._pids[-1:]:
                try:
                    status = Path(f"/proc/{pid}/status").read_text()
                except OSError:
                    continue
                peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
                self.most = max(self.most, int(peak.split()[1]) * 1024)


_POPEN = reading.subprocess.Popen


def main() -> int:
    """Measure; give the exit code."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=PAGES_OF_A_KIND, help="pages of each kind")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path, help="write the pictures and what was read of them there")
    asked.add_argument("--only", default="", help="one kind of pages")
    given = asked.parse_args()
    if scan_models() is None:
        raise SystemExit("nothing that reads scans is installed: mingbai scans install")
    scores: dict[str, Score] = {}
    with MemoryWatch() as memory, patch.object(reading.subprocess, "Popen", memory.watched):
        for kind, paper, picture in _pages(given.pages, given.seed, given.only):
            score, text = _measured(paper, picture)
            scores[kind] = scores.get(kind, Score()) + score
            if given.keep:
                _keep(given.keep, f"{kind.replace(' ', '-')}-{scores[kind].pages}", picture, paper, text)
    return _told(scores, memory.most)


def _pages(count: int, seed: int, only: str) -> Iterator[tuple[str, Paper, bytes]]:
    with drawer() as drawn:
        for place, (kind, (write, look)) in enumerate(KINDS.items()):
            if only and kind != only:
                continue
            if kind in OFFICE_FONTS and not has_font(OFFICE_FONTS[kind]):
                Console().print(f"没有装字体 {OFFICE_FONTS[kind]}，不画 {kind}", highlight=False)
                continue
            maker, chance = PaperMaker(1_000 * seed + place), Random(1_000 * seed + place)
            for _ in range(count):
                paper = write(maker)
                yield kind, paper, drawn.drawn(paper, look(chance))


def _measured(paper: Paper, picture: bytes) -> tuple[Score, str]:
    """Give how well a page was read, and what was read of it; a page that is refused was read as empty."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        try:
            read = ScanProcess(Path(folder)).read("picture", picture, name="page.jpg")
        except Refusal as refusal:
            return scored(paper, (), time.perf_counter() - began), f"refused: {refusal.key}"
    lines = [line for page in read.scan.pages for line in page.lines] if read.scan else []
    return scored(paper, lines, time.perf_counter() - began), read.text


def _keep(folder: Path, name: str, picture: bytes, paper: Paper, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.jpg").write_bytes(picture)
    (folder / f"{name}.txt").write_text("\n".join(paper.lines), "utf-8")
    (folder / f"{name}.read.txt").write_text(text, "utf-8")


def _told(scores: dict[str, Score], memory: int) -> int:
    """Print the figures by kind; give 1 below an aim."""
    table = Table(
        "种类", "页", "字数", "字对", "数字日期", "对", "对或已标出", "标出／页", "顺序对", "秒／页（含启动）"
    )
    whole = sum(scores.values(), Score())
    for kind, one in {**scores, "合计": whole}.items():
        table.add_row(
            kind, str(one.pages), str(one.signs), f"{one.signs_right:.4f}", str(one.figures), f"{one.figures_right:.4f}",
            f"{one.right_or_marked:.4f}", f"{one.marked / max(1, one.pages):.1f}", f"{one.in_order}/{one.pages}",
            f"{median(one.seconds):.1f}",
        )  # fmt: skip
    console = Console(width=140)
    console.print(table)
    for stood, read in whole.misread[:20]:
        console.print(f"  没有标出的错：{stood} → {read}", markup=False, highlight=False)
    console.print(f"读的进程最多占内存 {memory / MEGABYTE:.0f} MB", highlight=False)
    reached = whole.signs_right >= SIGNS_AIM and whole.right_or_marked >= FIGURES_AIM and memory <= MOST_BYTES
    return 0 if reached and whole.in_order == whole.pages else 1


if __name__ == "__main__":
    sys.exit(main())
