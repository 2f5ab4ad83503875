"""`make bench`: all that is measured of speed and size in one table, each figure with its aim and its spread, and as JSON.

`make bench-compare OTHER.json` holds the last run against another one and tells what became slower, the noise beside it;
the exit code is 1 where anything did. `benchmarks/README.md` tells how to read both.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import memory, start, turn
from benchmarks.asking import NEVER_BEFORE, OTHER_WORDS, WORD_FOR_WORD
from benchmarks.figures import Figure, FigureChange, FiguresError, FigureSheet, Verdict, unlike

LAST = Path("build/bench.json")
# What a whole turn has to reach beside the echo server, and how long the slowest of a hundred may take.
RATIO_AIMS = {WORD_FOR_WORD: 0.4, OTHER_WORDS: None, NEVER_BEFORE: 0.2}
P99_MS = 40.0
HEALTHY_S, FIRST_S = 2.0, 15.0
MEMORY_AIMS = {10_000: 250.0, 100_000: 500.0}
TWO_TIMES = 1.4
MARKS = {Verdict.BETTER: "green", Verdict.WORSE: "red", Verdict.UNSURE: "yellow", Verdict.SAME: ""}


def of_turns(chosen: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    """Give the figures of whole turns, against the echo server of the same round."""
    told = turn.measure(chosen, folder)
    rounds = told["rounds"]
    yield Figure("echo, messages", "/s", tuple(each["echo"]["rate"] for each in rounds), more=True)
    for kind, aim in RATIO_AIMS.items():
        rates = tuple(each[kind]["rate"] / each["echo"]["rate"] for each in rounds)
        yield Figure(f"{kind}, beside the echo", "×", rates, aim=aim, more=True)
        slowest = tuple(each[kind]["p99_ms"] for each in rounds)
        yield Figure(f"{kind}, p99", "ms", slowest, aim=P99_MS if kind == NEVER_BEFORE else None)
    yield Figure("import, documents", "/s", (told["documents"] / told["import_s"],), more=True)


def of_starts(chosen: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    """Give the figures of starts, against a bare aiohttp server of the same round."""
    told = start.measure(chosen.documents, chosen.rounds, folder)
    own, bare = told["rounds"]["serve"], told["rounds"]["bare"]
    yield Figure("start to healthy", "s", tuple(each["healthy_s"] for each in own), aim=HEALTHY_S)
    beside = tuple(one["cpu_s"] / other["cpu_s"] for one, other in zip(own, bare, strict=True))
    yield Figure("start, processor beside a bare server", "×", beside)
    yield Figure("first start, which trains", "s", (told["first"]["healthy_s"],), aim=FIRST_S)


def of_memory(chosen: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    """Give what one `serve` takes of memory, and two of one."""
    use = memory.measure(chosen.documents, folder)
    aim = MEMORY_AIMS.get(chosen.documents)
    yield Figure(f"memory, {chosen.documents} documents", "MB", (use.resident,), aim=aim)
    yield Figure("memory of two, beside one", "×", (use.ratio,), aim=TWO_TIMES)


PARTS: dict[str, Callable[[argparse.Namespace, Path], Iterator[Figure]]] = {
    "turn": of_turns,
    "start": of_starts,
    "memory": of_memory,
}


def measured(chosen: argparse.Namespace) -> FigureSheet:
    """Measure the parts that were chosen, one after another, each in a folder of its own."""
    before, figures = os.getloadavg()[0], []
    for part in chosen.parts:
        with tempfile.TemporaryDirectory(prefix=f"mingbai-{part}-") as place:
            figures += PARTS[part](chosen, Path(place))
    return FigureSheet.of(figures, load_before=before)


def table_of(sheet: FigureSheet) -> Table:
    """Give the figures of a run to be read."""
    load = " → ".join(map(str, sheet.load))
    table = Table(title=f"{sheet.at}, {sheet.processors} processors, load {load}")
    table.add_column("what")
    for head in ("median", "", "lowest", "highest", "aim", "kept"):
        table.add_column(head, justify="right")
    for figure in sheet.figures:
        sign = "≥" if figure.more else "≤"
        table.add_row(
            figure.name,
            _number(figure.middle),
            figure.unit,
            _number(min(figure.rounds)),
            _number(max(figure.rounds)),
            "" if figure.aim is None else f"{sign} {_number(figure.aim)}",
            {None: "", True: "yes", False: "[red]no[/red]"}[figure.keeps_aim],
        )
    return table


def changes_of(changes: list[FigureChange], *, title: str) -> Table:
    """Give what became of figures to be read."""
    table = Table(title=title)
    table.add_column("what")
    for head in ("before", "after", "", "ratio", "noise", "became"):
        table.add_column(head, justify="right")
    for change in changes:
        noise = "?" if change.noise is None else f"± {change.noise:.0%}"
        mark = MARKS[change.verdict]
        told = f"[{mark}]{change.verdict}[/{mark}]" if mark else str(change.verdict)
        table.add_row(
            change.after.name,
            _number(change.before.middle),
            _number(change.after.middle),
            change.after.unit,
            f"{change.ratio:.2f}",
            noise,
            told,
        )
    return table


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def compare(other: Path, last: Path, out: Console) -> int:
    """Print what became of the figures of another run; give 1 where anything became slower, 2 where there is nothing to compare."""
    try:
        before, after = FigureSheet.read(other), FigureSheet.read(last)
    except FiguresError as error:
        out.print(str(error), style="red")
        return 2
    changes = after.since(before)
    out.print(changes_of(changes, title=f"{other} ({before.at}) → {last} ({after.at})"))
    if lonely := unlike(before, after):
        out.print(f"only in one of them: {', '.join(lonely)}")
    return int(any(change.verdict is Verdict.WORSE for change in changes))


def main() -> None:
    """Measure, print, and write; or compare two runs that were written."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.overview", description=__doc__)
    options.add_argument("--documents", type=int, default=10_000)
    options.add_argument("--messages", type=int, default=2_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    options.add_argument("--write", type=Path, default=LAST, help=f"where the figures are written ({LAST})")
    options.add_argument(
        "--beside", type=Path, help="measure nothing: compare the figures written last with these"
    )
    chosen = options.parse_args()
    out = Console()
    if chosen.beside:
        sys.exit(compare(chosen.beside, chosen.write, out))
    sheet = measured(chosen)
    sheet.write(chosen.write)
    out.print(table_of(sheet))
    out.print(f"written to {chosen.write}")


if __name__ == "__main__":
    main()
