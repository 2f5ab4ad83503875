"""Everything asked of a county with few cases behind it and of one with many: nothing may take much longer.

    .venv/bin/python -m benchmarks.growth [--postgresql] [--cases 1000000] [--messages 5000000]

Prints what each thing took beside few and beside many and their ratio, then the statements that grew most; ends with 1
where something takes more than 1.3 times as long and over a millisecond longer.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from adapters import logs
from benchmarks.growth.asked import Asked, Spent, asking, compared
from benchmarks.growth.county import CountySize, served
from benchmarks.growth.statements import StatementTimes, grown

FEW = CountySize(1_000, 5_000)
AIM, LEAST_MS, STATEMENTS = 1.3, 1.0, 25


def main() -> int:
    """Measure and print; give the exit code."""
    reading = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reading.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own")
    reading.add_argument("--cases", type=int, default=1_000_000)
    reading.add_argument("--messages", type=int, default=5_000_000)
    reading.add_argument("--rounds", type=int, default=7)
    given = reading.parse_args()
    logs.configure(level="error", form="console")
    sizes = FEW, CountySize(given.cases, given.messages)
    with ExitStack() as stack:
        folders = [
            Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mingbai-growth-"))) for _ in sizes
        ]
        urls = ["" for _ in sizes]
        if given.postgresql:
            from tests.integration.postgres import Server

            server = Server.start()
            stack.callback(server.stop)
            urls = [server.new_database() for _ in sizes]
        return asyncio.run(_measured(sizes, folders, urls, rounds=given.rounds))


async def _measured(
    sizes: Sequence[CountySize], folders: Sequence[Path], urls: Sequence[str], *, rounds: int
) -> int:
    console = Console()
    async with AsyncExitStack() as stack:
        asked, times = list[Asked](), list[StatementTimes]()
        for size, folder, url in zip(sizes, folders, urls, strict=True):
            began = perf_counter()
            program = await stack.enter_async_context(served(folder / "data", size, url=url))
            console.print(
                f"{size.cases:,}件、{size.messages:,}条消息：装好用了{perf_counter() - began:.0f}秒"
            )
            asked.append(await stack.enter_async_context(asking(program, size.citizens)))
            times.append(StatementTimes())
            times[-1].listen(program.resources.database.engine)
        few, many = asked
        found = {name: spent async for name, spent in compared(few, many, rounds=rounds)}
    worse = _told(console, found, by_clock=bool(urls[0]))
    for words, before, after in grown(times[0], times[1], most=STATEMENTS):
        console.print(f"{before:8.2f} → {after:8.2f} 毫秒  {' '.join(words.split())[:300]}", soft_wrap=True)
    return int(bool(worse))


def _told(
    console: Console, found: Mapping[str, tuple[Spent, Spent] | Exception], *, by_clock: bool
) -> list[str]:
    """Print the table; give what grew too much. On another server's database only the clock tells."""
    table, worse = Table("问什么", "少的，毫秒", "多的，毫秒", "比值"), []
    for name, spent in found.items():
        if isinstance(spent, Exception):
            table.add_row(name, "", "", f"没有问成：{spent}")
            worse.append(name)
            continue
        few, many = spent
        before, after = (few.clock, many.clock) if by_clock else (few.processor, many.processor)
        over = after > AIM * before and after - before > LEAST_MS
        worse += [name] if over else []
        table.add_row(name, f"{before:.2f}", f"{after:.2f}", f"{after / before:.2f}{' 超过' if over else ''}")
    console.print(table)
    console.print(f"超过 {AIM} 倍的：{'、'.join(worse) or '没有'}")
    return worse


if __name__ == "__main__":
    sys.exit(main())
