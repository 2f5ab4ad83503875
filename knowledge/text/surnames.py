"""The surnames by which a person's name is told: one list for proof-reading and for hiding names in questions."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.text.plain_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Surnames:
    """`single` holds surnames of one character, as a string to stand in a character class; `compound` those of two."""

    single: str
    compound: tuple[str, ...]


@cache
def surnames() -> Surnames:
    """Give the surnames listed in `data/surnames.yml`."""
    text = resources.files("knowledge").joinpath("data/surnames.yml").read_text(encoding="utf-8")
    rows = read_yaml(text)
    return Surnames(single=rows["single"], compound=tuple(rows["compound"]))
