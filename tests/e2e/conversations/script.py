r"""Conversation scripts: plain text that a person can read aloud, and what its lines mean.

    === title               a script begins; several may stand in one file
    > words                 a citizen writes; `乙> words` is another citizen, `\n` a line break
    < pattern               the answer has this (regular expression); `< -` means that nothing is said
    ! pattern               the answer does not have this
    @ form=… awaited=…      what is kept of the talk afterwards; `-` means nothing, other names are slots
    * deed                  something else happens: see `tests/e2e/conversations/stage.py`
    + 3d                    time passes (m, h or d)
    # words                 a remark

`{GK}` and `{RG}` stand for the numbers of the newest request and ticket that the citizen was told.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
SPOKEN = re.compile(r"([甲乙丙丁]?)> ?(.*)")
SIGNS = {"<": "expect", "!": "refuse", "@": "state", "*": "deed", "+": "wait"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script: `kind` is say, expect, refuse, state, deed or wait."""

    number: int
    kind: str
    words: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A talk from the first word to the last."""

    file: str
    title: str
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


def load(folder: Path = FOLDER) -> list[Script]:
    """Give every script of a folder; raises `ValueError` naming file and line where a line means nothing."""
    return [script for path in sorted(folder.glob("*.txt")) for script in _scripts(path)]


def _scripts(path: Path) -> list[Script]:
    found: list[tuple[str, list[Line]]] = []
    for number, row in enumerate(path.read_text("utf-8").splitlines(), start=1):
        text = row.strip()
        if text.startswith("==="):
            found.append((text.strip("= "), []))
        elif text and not text.startswith("#"):
            if not found:
                raise ValueError(f"{path.name}:{number}: a line before the first title")
            found[-1][1].append(_line(text, number, path.name))
    return [Script(path.stem, title, tuple(lines)) for title, lines in found]


def _line(text: str, number: int, name: str) -> Line:
    if spoken := SPOKEN.fullmatch(text):
        return Line(number, "say", spoken[2].replace("\\n", "\n"), spoken[1])
    kind = SIGNS.get(text[0])
    if kind is None:
        raise ValueError(f"{name}:{number}: {text}")
    return Line(number, kind, text[1:].strip())
