"""A soak: a million pushes through one installation, with a kill in every round, written down round by round.

Run with `make soak`; it goes on where it stopped, in a new folder too when it is told how many pushes there were before
(`--from`): those are counted as done, and are told apart from what this book holds. Every round is a planned run of `benchmarks.chaos` on the same data: the
citizens are new, what earlier ones filed stays. A round that was broken off is no round, and is not in the book.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.chaos.__main__ import run
from benchmarks.chaos.plan import ChaosPlan
from benchmarks.tally import program_mark

PUSHES, KILLS = 1_000_000, 50
ROUND_PUSHES, ROUND_CITIZENS = 10_000, 200
ROUND_SECONDS = 3600.0
REST = 4.0
"""Seconds that a citizen rests on average: some eighty pushes a second from all, about what two cores take with the simulator
on them. With less (`--rest`) a crowd measures the machine, and the platform gives up what it cannot take."""
BLOWS = ("serve", "worker", "serve", "redis")
"""Who is killed, round after round."""
BROKEN = (
    *(
        "answers_lost",
        "answers_doubled",
        "answers_out_of_order",
        "letters_lost",
        "letters_out_of_order",
        "misled",
    ),
    *("filings_lost", "filings_doubled", "filings_out_of_order", "filings_wrong", "left_to_be_done"),
)
"""Of these figures every one has to stay at nought."""
ADDED = (
    *BROKEN,
    "pushes",
    "accepted",
    "given_up_by_the_platform",
    "questions",
    "filed",
    "letters",
    "kills",
    "seconds",
)


@dataclass(frozen=True, slots=True)
class SoakBook:
    """The rounds so far, in a file outside the checkout: a line of JSON each, with the program it was run on."""

    path: Path
    program: str = field(default_factory=program_mark)

    @classmethod
    def usual(cls) -> "SoakBook":
        """Give the book of this account."""
        state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        return cls(Path(state) / "mingbai" / "soak.jsonl")

    def rounds(self) -> list[dict[str, Any]]:
        """Give the rounds, oldest first; a last line that a power cut tore is no round."""
        lines = self.path.read_text("utf-8").splitlines(keepends=True) if self.path.exists() else []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def add(self, figures: dict[str, int | float], *, seed: int, passed: bool) -> None:
        """Write a round down, whole or not at all."""
        told = {"seed": seed, "program": self.program, "passed": passed}
        line = {**told, "at": datetime.now(UTC).isoformat(timespec="seconds"), **figures}
        kept = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in self.rounds())
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{kept}{json.dumps(line, ensure_ascii=False)}\n", "utf-8")
        fresh.replace(self.path)

    def total(self) -> dict[str, int | float]:
        """Give all rounds together."""
        return added(self.rounds())

    @property
    def sound(self) -> bool:
        """Whether no round broke a promise."""
        return all(each["passed"] for each in self.rounds())


def added(rounds: Iterable[dict[str, Any]]) -> dict[str, int | float]:
    """Add the figures of some rounds."""
    sums: Counter[str] = Counter()
    count = 0
    for count, each in enumerate(rounds, start=1):  # noqa: B007 - the count is what is wanted
        sums.update({name: each.get(name, 0) for name in ADDED})
    return {"rounds": count, **{name: sums[name] for name in ADDED}}


def plan_of(number: int, *, pushes: int, citizens: int, kills: int, rest: float = REST) -> ChaosPlan:
    """Give the plan of a round, numbered from 0: its kills go on where those of the one before ended."""
    start = number * kills % len(BLOWS)
    return ChaosPlan(pushes, citizens, tuple(islice(cycle(BLOWS), start, start + kills)), rest=rest)


def next_round(book: SoakBook, *, pushes: int, before: int, size: int) -> tuple[int, int]:
    """Give the number of the next round, with its seed and kills, and its pushes; none are left when that is 0.

    Rounds `before` this book had so many pushes together: their numbers are not given again.
    """
    left = pushes - before - int(book.total()["pushes"])
    return -(-before // size) + len(book.rounds()), max(0, min(left, size))


async def soaked(chosen: argparse.Namespace, book: SoakBook) -> None:
    """Do rounds until all pushes are in the book or were before it, or the time is over."""
    until = time.monotonic() + chosen.seconds
    folder = book.path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    while time.monotonic() < until:
        number, pushes = next_round(book, pushes=chosen.pushes, before=chosen.before, size=chosen.round)
        if not pushes:
            return
        random.seed(number)
        plan = plan_of(number, pushes=pushes, citizens=chosen.citizens, kills=chosen.kills, rest=chosen.rest)
        told = argparse.Namespace(
            plan=plan, citizens=plan.citizens, faults=chosen.faults, seconds=ROUND_SECONDS
        )
        outcome, troop = await run(told, folder, None)
        kills = sum(times for deed, times in troop.deeds.items() if deed.endswith("killed"))
        passed = outcome.passed(most_unheard=chosen.most_unheard)
        book.add({**outcome.figures(), "kills": kills}, seed=number, passed=passed)
        Console(soft_wrap=True).print_json(json.dumps(book.rounds()[-1], ensure_ascii=False))


def summary(book: SoakBook, *, before: int) -> dict[str, object]:
    """Give what is printed at the end: the figures of this book, and how many pushes there are with those before it."""
    sums = book.total()
    return {
        "book": str(book.path),
        "sound": book.sound,
        **sums,
        "pushes_before_this_book": before,
        "pushes_together": before + sums["pushes"],
        "programs": sorted({str(each["program"]) for each in book.rounds()}),
    }


def main() -> None:
    """Do it and tell; the exit code is 1 when a round broke a promise."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pushes", type=int, default=PUSHES, help="of all rounds in the book together")
    options.add_argument("--round", type=int, default=ROUND_PUSHES, help="pushes of one round")
    options.add_argument("--citizens", type=int, default=ROUND_CITIZENS, help="who write at once")
    options.add_argument(
        "--kills", type=int, default=1, help=f"in a round; {KILLS} are asked for in a million pushes"
    )
    options.add_argument("--seconds", type=float, default=24 * 3600, help="begin no round after so many")
    options.add_argument(
        "--from",
        dest="before",
        type=int,
        default=0,
        help="pushes of rounds that are in another book; this one goes on behind them",
    )
    options.add_argument("--rest", type=float, default=REST, help="seconds a citizen rests on average")
    options.add_argument("--faults", type=float, default=0.0, help="share of each kind on pushes and calls")
    options.add_argument("--most-unheard", type=float, default=0.25)
    options.add_argument(
        "--book", type=Path, default=None, help="where the rounds are written down, and the data beside it"
    )
    chosen = options.parse_args()
    book = SoakBook(chosen.book) if chosen.book else SoakBook.usual()
    asyncio.run(soaked(chosen, book))
    Console(soft_wrap=True).print_json(json.dumps(summary(book, before=chosen.before), ensure_ascii=False))
    sys.exit(0 if book.sound else 1)


if __name__ == "__main__":
    main()
