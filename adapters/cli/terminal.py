"""What every command prints with: progress, tables, JSON, and a plain sentence when something is wrong."""

import asyncio
import json
import sys
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any, NoReturn, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

T = TypeVar("T")
out = Console(soft_wrap=True)
err = Console(stderr=True)


def fail(message: str, *, code: int = 1) -> NoReturn:
    """Say what is wrong on standard error and end with an exit code."""
    err.print(message, style="red", markup=False, highlight=False)
    sys.exit(code)


def print_json(value: object) -> None:
    """Print exactly one JSON object on standard output."""
    print(json.dumps(value, ensure_ascii=False))  # noqa: T201 - a program reads this line


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table."""
    grid = Table(title=title, title_justify="left")
    for head in heads:
        grid.add_column(head)
    for row in rows:
        grid.add_row(*(str(cell) for cell in row))
    # In a narrow terminal a cell goes on in the next line; softly wrapped, its words would be cut off.
    out.print(grid, soft_wrap=False)


def progress() -> Progress:
    """Give a progress bar on standard error, so that standard output stays for results."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=err
    )


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run one coroutine on the fastest event loop there is."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)
