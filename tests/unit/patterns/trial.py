"""Tries patterns in a process of its own, and begins another one behind a pattern that ends it."""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from tests.unit.patterns.census import ROOT, Known
from tests.unit.patterns.pumping import Blowup

LOOKS = 3
"""How often what a pattern takes is measured where the first look says what nobody expects: the machine may be busy."""


def blowups(patterns: Sequence[Known]) -> list[Blowup | None]:
    """Give for each pattern a text on which it takes more than its length each time it is tried, or None."""
    found = tried(patterns)
    for place, known in enumerate(patterns):
        for _ in range(1, LOOKS):
            if found[place]:
                found[place] = tried([known])[0]
    return found


def missed(patterns: Sequence[Known]) -> list[Known]:
    """Give the patterns that took no more than their length in any look."""
    left = list(patterns)
    for _ in range(LOOKS):
        left = [known for known, blowup in zip(left, tried(left), strict=True) if not blowup]
    return left


def tried(patterns: Sequence[Known]) -> list[Blowup | None]:
    """Give for each pattern a text on which it took more than its length in one look, or None."""
    found: list[Blowup | None] = []
    while len(found) < len(patterns):
        found.extend(_until_one_hangs(patterns[len(found) :]))
    return found


def _until_one_hangs(patterns: Sequence[Known]) -> Iterator[Blowup | None]:
    given = json.dumps([asdict(known) for known in patterns])
    with tempfile.TemporaryFile() as notes:
        command = [sys.executable, "-m", "tests.unit.patterns.pumping", str(notes.fileno())]
        ended = subprocess.run(
            command,
            input=given,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            pass_fds=[notes.fileno()],
            check=False,
        )
        for line in ended.stdout.splitlines():
            told = json.loads(line)
            yield Blowup(**told) if told else None
        if ended.returncode == -signal.SIGVTALRM:
            notes.seek(0)
            yield Blowup(**json.loads(notes.read()))
        elif ended.returncode:
            raise ChildProcessError(ended.returncode)
