"""A way as everybody sees it: its steps, who takes them, the article behind each, and what is checked before it counts. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class OpennessWay(StrEnum):
    """Which way a piece of information goes; it goes one of them, and no step of it is left out."""

    ACTIVE = "active"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step in words: `checks` are ticked before it counts, `only` says in which case it is taken; `code` is its name."""

    code: str
    name: str
    who: str
    article: str
    checks: tuple[str, ...] = ()
    only: str = ""


@dataclass(frozen=True, slots=True)
class OpennessPath:
    """A whole way, drawn from the very table by which its steps are taken."""

    way: OpennessWay
    name: str
    about: str
    steps: tuple[PathStep, ...]
