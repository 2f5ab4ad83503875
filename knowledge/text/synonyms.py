"""Citizens and documents call the same thing by different names: a question is also asked in the documents' words."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from bot.text.plain_yaml import read_yaml
from knowledge.text import lexicon, normal_form
from knowledge.text.ages import age_in
from knowledge.text.lexicon import SayingTable

MOST_READINGS = 3
_MONEY = re.compile("补贴|津贴|补助|钱|领|发|多少|待遇|标准")


def variants(text: str) -> list[str]:
    """Give the question with what always means the same put into the documents' words, and then other readings.

    First stands the question itself, then the same with the documents' words added, then every saying replaced by
    them, then each saying alone.
    """
    _, also, aged = _sayings()
    folded = in_documents_words(text)
    found = also.found(folded)
    if official := _of_age(folded, aged):
        return [folded, f"{folded} {official}", f"{official} {also.replace(folded)}"]
    if not found:
        return [folded]
    # Many documents use both words, the long one in the title and the short one in the text.
    both = f"{folded} {' '.join(official for _, _, official in found)}"
    readings = [folded, both, also.replace(folded)]
    if len(found) > 1:
        readings += [folded[:start] + official + folded[end:] for start, end, official in found]
    return list(dict.fromkeys(readings))[:MOST_READINGS]


def official_words(folded: str, sayings: SayingTable | None = None) -> tuple[tuple[str, str], ...]:
    """Give what a question in its normal form says in words of its own, each with the documents' words for it.

    `sayings` are those shipped unless others are given.
    """
    _, also, aged = _sayings()
    found = [(folded[start:end], official) for start, end, official in also.found(folded)]
    known = lexicon.shipped() if sayings is None else sayings
    found += [(saying.said, official) for saying in known.found(folded) for official in saying.official]
    if official := _of_age(folded, aged):
        found.append((folded, official))
    return tuple(found)


def in_documents_words(text: str) -> str:
    """Give a question with what always means the same put into the documents' words, in its normal form."""
    return _sayings()[0].replace(normal_form.fold(text))


@dataclass(frozen=True, slots=True)
class _Sayings:
    """A table from sayings to the documents' words."""

    official: dict[str, str]
    pattern: re.Pattern[str]

    def found(self, text: str) -> list[tuple[int, int, str]]:
        """Give where sayings stand whose official word the text does not use itself."""
        matches = ((match, self.official[match[0]]) for match in self.pattern.finditer(text))
        return [(match.start(), match.end(), official) for match, official in matches if official not in text]

    def replace(self, text: str) -> str:
        """Give the text in the documents' words."""
        for start, end, official in reversed(self.found(text)):
            text = text[:start] + official + text[end:]
        return text


def _of_age(folded: str, aged: dict[int, str]) -> str:
    """Give what people of the age that a question tells ask for when they ask for money; empty when it asks for else."""
    if not _MONEY.search(folded) or (age := age_in(folded)) is None:
        return ""
    official = next((aged[least] for least in sorted(aged, reverse=True) if age >= least), "")
    return "" if official in folded else official


@cache
def _sayings() -> tuple[_Sayings, _Sayings, dict[int, str]]:
    text = resources.files("knowledge").joinpath("data/colloquial.yml").read_text(encoding="utf-8")
    tables: dict[str, Any] = read_yaml(text)
    same, also = (_table(tables[name]) for name in ("same", "also"))
    return same, also, {int(age): str(word) for age, word in tables["aged"].items()}


def _table(words: dict[str, list[str]]) -> _Sayings:
    official = {normal_form.fold(saying): word for word, sayings in words.items() for saying in sayings}
    longest_first = sorted(official, key=len, reverse=True)
    return _Sayings(official, re.compile("|".join(map(re.escape, longest_first))))
