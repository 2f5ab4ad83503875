"""Measures how what a pattern costs grows with its text, on the texts drawn from its own parts.

Run as a program it takes patterns as JSON from its input and gives a line for each. Every text has so much of the
processor and no more: what takes longer ends the process, whatever it does, and `tests.unit.patterns.trial` goes on
with the next pattern.
"""

import gc
import json
import math
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from tests.unit.patterns.census import Known
from tests.unit.patterns.drawing import MISFITS, texts

FEW = (12, 26, 60)
"""Repetitions that show an exponential pattern: they take microseconds, or for ever."""
SECONDS_FOR_FEW, SECONDS = 0.3, 1.5
"""What few repetitions, and what one long text, may take of the processor."""
LONG = 3000
WORTH_A_LOOK = 150e-6
"""Seconds below which a text of `LONG` characters is not measured again: a quadratic pattern takes milliseconds."""
SIZES = (500, 1000, 3000)
"""Characters of the shorter text of each measure, each further one for whatever seemed slow in all before it."""
TIMES = 4
MOST = 11.0
"""What `TIMES` the text may cost: a linear pattern takes 4, on a busy machine up to 9 where it keeps its way back, a quadratic one 16."""


@dataclass(frozen=True, slots=True)
class Blowup:
    """A text on which a pattern takes more than its length; `growth` is the cost of four times the text."""

    method: str
    lead: str
    piece: str
    end: str
    growth: float


@dataclass(frozen=True, slots=True)
class Made:
    """A text made by repeating a piece, as long as wanted."""

    lead: str
    piece: str
    end: str
    in_bytes: bool

    def times(self, count: int) -> Any:
        """Give the text with so many pieces."""
        made = self.lead + self.piece * count + self.end
        return made.encode("latin-1", "replace") if self.in_bytes else made

    def of_length(self, length: int) -> Any:
        """Give the text of about so many characters."""
        return self.times(length // len(self.piece))


def first_blowup(known: Known, note: Callable[[Blowup], None]) -> Blowup | None:
    """Give a text on which a pattern takes more than its length; what is about to be tried is noted before."""
    compiled = known.compiled()
    drawn = list(texts(compiled.pattern, known.flags))
    for method, (lead, piece), end in product(known.methods, drawn, MISFITS):
        note(Blowup(method, lead, piece, end, math.inf))
        apply = _exhaust(compiled) if method == "search" else getattr(compiled, method)
        if growth := _growth(apply, Made(lead, piece, end, known.in_bytes)):
            return Blowup(method, lead, piece, end, growth)
    return None


def _exhaust(compiled: re.Pattern[Any]) -> Callable[[Any], object]:
    """Give what searches a text to its end, as `sub`, `split`, `findall` and `finditer` do."""
    return lambda text: sum(1 for _ in compiled.finditer(text))


def _growth(apply: Callable[[Any], object], made: Made) -> float:
    """Give what four times the text costs where that is too much at each of the sizes, else nought."""
    _allow(SECONDS_FOR_FEW)
    for count in FEW:
        apply(made.times(count))
    if _cost(apply, made.of_length(LONG)) < WORTH_A_LOOK:
        return 0.0
    growth = math.inf
    for size in SIZES:
        growth = min(growth, _ratio(apply, made.of_length(size), made.of_length(TIMES * size)))
        if growth < MOST:
            return 0.0
    return growth


def _ratio(apply: Callable[[Any], object], short: Any, long: Any) -> float:
    """Give how much more the longer text costs; the cheapest of several runs is the one least disturbed."""
    more = math.inf
    less = min(_cost(apply, short) for _ in range(3))
    for _ in range(3):
        more = min(more, _cost(apply, long))
        if more < MOST * less:
            break
    return more / less


def _cost(apply: Callable[[Any], object], text: Any) -> float:
    _allow(SECONDS)
    start = time.thread_time()
    apply(text)
    return max(time.thread_time() - start, 1e-6)


def _allow(seconds: float) -> None:
    """Let the system end this process when it has used so much more of the processor."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


def _run(notes: int) -> None:
    """Try the patterns of the input; `notes` is a file that keeps what is being tried, should the process end."""

    def note(trying: Blowup) -> None:
        os.pwrite(notes, json.dumps(asdict(trying)).ljust(2000).encode(), 0)

    gc.disable()
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    for given in json.load(sys.stdin):
        known = Known(**{**given, "methods": tuple(given["methods"])})
        found = first_blowup(known, note)
        sys.stdout.write(json.dumps(asdict(found) if found else None) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _run(int(sys.argv[1]))
