"""Whether a message wants what this program does for nobody: other persons' data, withheld papers, forgery, pledges.

Such a message sounds like many others (a place, a list, an application), so it is read before any wish is guessed from it.
All of it is data (`data/limits.yml`); the kinds stand there in the order in which they are tried.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from bot.text.plain_yaml import read_yaml

_GROUP = re.compile(r"\{([a-z]+)\}")
SHORTEST_LETTERS = 3
LONGEST_TOGETHER_LETTERS = 90
"""Characters up to which words that stand apart are taken together; in a long story they have nothing to do with each other."""


@dataclass(frozen=True, slots=True)
class LimitKind:
    """One kind of what is not done: patterns of which one is enough, lists that have to be met whole, and what takes it back."""

    name: str
    enough: tuple[re.Pattern[str], ...]
    together: tuple[tuple[re.Pattern[str], ...], ...]
    unless: re.Pattern[str] | None

    def meets(self, form: str) -> bool:
        """Whether a normal form without blanks is of this kind."""
        found = any(pattern.search(form) for pattern in self.enough) or (
            len(form) <= LONGEST_TOGETHER_LETTERS
            and any(all(pattern.search(form) for pattern in patterns) for patterns in self.together)
        )
        return found and not (self.unless and self.unless.search(form))


@dataclass(frozen=True, slots=True)
class Limits:
    """All kinds, the one that is said first standing first."""

    kinds: tuple[LimitKind, ...]

    @property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Give every compiled pattern, for whoever checks that they are quick."""
        return tuple(
            pattern
            for kind in self.kinds
            for pattern in (*kind.enough, *(each for listed in kind.together for each in listed), kind.unless)
            if pattern is not None
        )

    def read(self, *forms: str) -> str | None:
        """Give the kind of limit that any of the normal forms of a message meets; None when it meets none."""
        bare = tuple(dict.fromkeys(form.replace(" ", "") for form in forms))
        said = [form for form in bare if len(form) >= SHORTEST_LETTERS]
        return next((kind.name for kind in self.kinds if any(map(kind.meets, said))), None)


@cache
def load(source: Traversable | None = None) -> Limits:
    """Give the limits of a data file, by default the package's; raises `KeyError` for an unknown group."""
    data = read_yaml((source or files("intents") / "data" / "limits.yml").read_text("utf-8"))
    groups: Mapping[str, str] = data["groups"]

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(_GROUP.sub(lambda name: f"(?:{groups[name[1]]})", str(pattern)))

    def kind(name: str, body: Mapping[str, Any]) -> LimitKind:
        return LimitKind(
            name,
            tuple(map(compiled, body.get("any", ()))),
            tuple(tuple(map(compiled, listed)) for listed in body.get("together", ())),
            compiled(body["unless"]) if body.get("unless") else None,
        )

    return Limits(tuple(kind(name, body) for name, body in data["kinds"].items()))
