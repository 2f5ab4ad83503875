"""Reads everyday English as the official words that a search needs; a table, no translation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.text.plain_yaml import read_yaml

FILE = Path(__file__).parents[1] / "data" / "english.yml"


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """Patterns of English words, each with what it stands for."""

    matters: tuple[tuple[re.Pattern[str], str], ...]
    aspects: tuple[tuple[re.Pattern[str], str], ...]
    dangers: tuple[tuple[re.Pattern[str], str], ...]

    def question(self, said: str) -> str:
        """Give the question in Chinese words, matter before aspect; empty where no matter is known."""
        text, matters = said.lower().replace("’", "'"), []
        for pattern, word in self.matters:
            if pattern.search(text):
                matters.append(word)
                text = pattern.sub(" ", text)
        if not matters:
            return ""
        aspect = next((word for pattern, word in self.aspects if pattern.search(text)), "")
        return f"{matters[0]}{aspect}"

    def danger(self, said: str) -> str:
        """Give the number to call first; empty where the words tell of no danger."""
        text = said.lower()
        return next((number for pattern, number in self.dangers if pattern.search(text)), "")


@cache
def load(path: Path = FILE) -> EnglishWords:
    """Read the table; longer words stand before shorter ones."""
    data: Mapping[str, Mapping[str, list[str]]] = read_yaml(path.read_text("utf-8"))

    def pairs(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
        listed = [(words, meant) for meant, all_ in data[name].items() for words in all_]
        ordered = sorted(listed, key=lambda pair: -len(pair[0])) if name == "matters" else listed
        return tuple((re.compile(rf"\b{re.escape(words)}(?:s|es)?\b"), meant) for words, meant in ordered)

    return EnglishWords(pairs("matters"), pairs("aspects"), pairs("dangers"))
