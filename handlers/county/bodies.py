"""Who answers for what this county's openness office does not: courts, police, hotlines of the state."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.message import Wording
from bot.text.plain_yaml import read_yaml

FILE = Path(__file__).parents[1] / "data" / "bodies.yml"


@dataclass(frozen=True, slots=True)
class Bodies:
    """Patterns of what citizens say, each with the sentence that names the right body, in order of precedence."""

    known: Sequence[tuple[re.Pattern[str], str]]

    def named(self, said: str) -> str:
        """Give the sentence for the first matter found in some words; empty when no body is known."""
        return next((sentence for pattern, sentence in self.known if pattern.search(said)), "")


def load(wording: Wording, path: Path = FILE) -> Bodies:
    """Read the table; raises `KeyError` for a body without words and `re.error` for a broken pattern."""
    table: Mapping[str, str] = read_yaml(path.read_text("utf-8"))
    return Bodies(tuple((re.compile(pattern), wording(f"bodies.{name}")) for name, pattern in table.items()))
