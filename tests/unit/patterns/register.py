"""The patterns that were measured and found to take no more than their text is long.

What a pattern costs does not change while it and the measure stay the same, so `make test` measures what is new, and
`make proofs` everything. Run as a program it measures what is new and writes the register anew (`make patterns`).
"""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.unit.patterns.census import ROOT, Known, taken
from tests.unit.patterns.trial import blowups

FILE = Path(__file__).with_name("measured.txt")
_MEASURE = ("pumping.py", "drawing.py")
"""What the measure consists of: whoever changes it measures all patterns again."""


def distinct(patterns: Iterable[Known]) -> list[Known]:
    """Give each pattern once, however many lines compile it."""
    return list({(known.pattern, known.flags, known.methods): known for known in patterns}.values())


def unmeasured(patterns: Iterable[Known]) -> list[Known]:
    """Give the patterns that the register does not hold as they are."""
    measured, measure = set(FILE.read_text("ascii").split()), _measure()
    return [known for known in patterns if _digest(known, measure) not in measured]


def written(patterns: Iterable[Known]) -> None:
    """Write the register: these patterns, and no others."""
    measure = _measure()
    lines = sorted({_digest(known, measure) for known in patterns})
    FILE.write_text("".join(f"{line}\n" for line in lines), "ascii")


def _measure() -> str:
    folder = ROOT / "tests/unit/patterns"
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in _MEASURE)).hexdigest()


def _digest(known: Known, measure: str) -> str:
    told = (known.pattern, known.flags, known.in_bytes, known.methods, measure)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def _main() -> None:
    patterns = distinct(taken().patterns)
    new = unmeasured(patterns)
    costly = {known for known, blowup in zip(new, blowups(new), strict=True) if blowup}
    written(known for known in patterns if known not in costly)
    for known in costly:
        sys.stdout.write(f"{known.place} {known.pattern[:60]}\n")
    sys.exit(1 if costly else 0)


if __name__ == "__main__":
    _main()
