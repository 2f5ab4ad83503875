"""What came of the texts of a storm: counted run by run, kept in a file, so that a million can be sent in pieces."""

import heapq
import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from bot.errors import ServiceError, failing_part

SHOWN = 5
KEPT_ERRORS = 50
SLOWEST_ALLOWED = 0.5
"""Seconds of the processor that a turn may take."""
MOST_AWAY = 1e-4
"""What share of the texts may be asked to come again, as where a machine is starved and Redis answers too late."""
PACKAGES = ("bot", "intents", "knowledge", "handlers", "adapters", "benchmarks")
SOURCES = frozenset({".py", ".yml", ".txt", ".jsonl"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What a text took of the processor, in seconds; the seed of its run brings it again."""

    seconds: float
    kind: str
    text: str
    seed: int = 0


@dataclass(slots=True)
class Tally:
    """What came of the texts; `times` counts turns by whole milliseconds of the processor.

    `away` counts those that were asked to come again, by the part of the world that failed: they were told so in words
    and nothing of them was lost, which is no fault of the program.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str]] = field(default_factory=list)
    broken: int = 0
    away: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    seconds: float = 0.0
    times: Counter[int] = field(default_factory=Counter)
    slowest: list[Turn] = field(default_factory=list)

    @property
    def texts(self) -> int:
        """How many texts were sent."""
        return self.kinds.total()

    def note(self, turn: Turn, *, answer: bytes | BaseException) -> None:
        """Count a turn."""
        self.kinds[turn.kind] += 1
        self.seconds += turn.seconds
        self.times[int(turn.seconds * 1000)] += 1
        self.slowest = heapq.nlargest(SHOWN, [*self.slowest, turn], key=_seconds)
        if isinstance(answer, ServiceError):
            self.away[failing_part(answer)] += 1
        elif isinstance(answer, BaseException):
            self.fail(type(answer).__name__, turn.text)
        elif not answer:
            self.unanswered += 1

    def fail(self, reason: str, words: str) -> None:
        """Count what broke; of very many only the first are kept in words."""
        self.broken += 1
        if len(self.errors) < KEPT_ERRORS:
            self.errors.append((reason, words))

    def join(self, other: Self) -> None:
        """Add the counts of another run."""
        self.kinds += other.kinds
        self.times += other.times
        self.errors = (self.errors + other.errors)[:KEPT_ERRORS]
        self.broken += other.broken
        self.away += other.away
        self.unanswered += other.unanswered
        self.seconds += other.seconds
        self.slowest = heapq.nlargest(SHOWN, self.slowest + other.slowest, key=_seconds)

    @property
    def report(self) -> dict[str, object]:
        """Give the figures; seconds are of the processor, `p99` is rounded up to a millisecond."""
        return {
            "texts": self.texts,
            "kinds": dict(self.kinds.most_common()),
            "errors": self.broken,
            "away": dict(self.away.most_common()),
            "unanswered": self.unanswered,
            "mean": round(self.seconds / max(self.texts, 1), 4),
            "p99": self._percentile(0.99),
            "slowest": [
                {**asdict(turn), "text": short(turn.text), "length": len(turn.text)} for turn in self.slowest
            ],
        }

    def _percentile(self, share: float) -> float:
        left = self.texts * share
        for milliseconds, count in sorted(self.times.items()):
            left -= count
            if left <= 0:
                return (milliseconds + 1) / 1000
        return 0.0

    @property
    def passed(self) -> bool:
        """Whether nothing broke, hardly anybody was asked to come again, and nothing was slow."""
        heard = self.away.total() <= self.texts * MOST_AWAY
        return heard and not self.broken and all(turn.seconds < SLOWEST_ALLOWED for turn in self.slowest)

    def plain(self) -> dict[str, Any]:
        """Give it as JSON values; the inverse of `read`."""
        return {
            "kinds": dict(self.kinds),
            "errors": self.errors,
            "broken": self.broken,
            "away": dict(self.away),
            "unanswered": self.unanswered,
            "seconds": self.seconds,
            "times": {str(each): count for each, count in self.times.items()},
            "slowest": [asdict(turn) for turn in self.slowest],
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Self:
        """Give what was kept; raises `KeyError` or `TypeError` for anything else."""
        return cls(
            kinds=Counter(plain["kinds"]),
            errors=[(reason, words) for reason, words in plain["errors"]],
            broken=plain["broken"],
            away=Counter(plain.get("away", {})),  # Runs of before did not tell them apart.
            unanswered=plain["unanswered"],
            seconds=plain["seconds"],
            times=Counter({int(each): count for each, count in plain["times"].items()}),
            slowest=[Turn(**turn) for turn in plain["slowest"]],
        )


def program_mark() -> str:
    """Give a mark of the program that is run: the digest of all its sources, so that figures tell what they are of."""
    root, digest = Path(__file__).parents[1], sha256()
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in SOURCES:
                digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(slots=True)
class StormBook:
    """The runs so far, in a file outside the checkout: one line of JSON each, with its seed and the program it was run on."""

    path: Path
    program: str = field(default_factory=program_mark)

    @classmethod
    def usual(cls) -> Self:
        """Give the book of this account."""
        state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        return cls(Path(state) / "mingbai" / "storm.jsonl")

    def runs(self) -> list[dict[str, Any]]:
        """Give the runs, oldest first; a last line that a power cut tore is no run."""
        lines = self.path.read_text("utf-8").splitlines(keepends=True) if self.path.exists() else []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def next_seed(self) -> int:
        """Give a seed that no run had."""
        return 1 + max((run["seed"] for run in self.runs()), default=0)

    def add(self, seed: int, tally: Tally) -> None:
        """Write a run down, whole or not at all."""
        told = {"seed": seed, "program": self.program, "at": datetime.now(UTC).isoformat(timespec="seconds")}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        kept = "".join(f"{json.dumps(run, ensure_ascii=False)}\n" for run in self.runs())
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{kept}{json.dumps(told | tally.plain(), ensure_ascii=False)}\n", "utf-8")
        fresh.replace(self.path)

    def total(self, program: str | None = None) -> Tally:
        """Give all runs together, or those of one program."""
        total = Tally()
        for run in self.runs():
            if program in {None, run["program"]}:
                total.join(Tally.read(run))
        return total

    def programs(self) -> dict[str, int]:
        """Give how many texts each program was sent, by its mark."""
        counted: Counter[str] = Counter()
        for run in self.runs():
            counted[run["program"]] += Tally.read(run).texts
        return dict(counted)


def short(text: str) -> str:
    """Give a text for showing: of a long one the beginning and the end."""
    return text if len(text) <= 2 * SHOWN**2 else f"{text[: SHOWN**2]}……{text[-(SHOWN**2) :]}"


def _seconds(turn: Turn) -> float:
    return turn.seconds
