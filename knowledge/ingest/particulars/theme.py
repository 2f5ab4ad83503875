"""Guesses the theme of a paper from the words of its title and its first paragraphs; one word alone is no theme."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.ingest.particulars.evidence import Sighting
from knowledge.ingest.particulars.lines import HEAD_LETTERS

IN_TITLE = 10
FEWEST_TIMES = 3


@dataclass(frozen=True, slots=True)
class _Likely:
    theme: str
    words: tuple[str, ...]
    score: int
    in_title: bool


def themes(title: str, text: str, signs: Mapping[str, Sequence[str]]) -> Iterator[Sighting]:
    """Give the theme whose words come most, when there are two of them, or one that the title bears as well as the text."""
    found = sorted(
        (_likely(theme, words, title, text[:HEAD_LETTERS]) for theme, words in signs.items()), key=_rank
    )
    best = found[0] if found else None
    if best is None or best.score == 0 or not _is_enough(best):
        return
    close = len(found) > 1 and 2 * found[1].score > best.score
    weight = (0.9 if best.in_title else 0.75) if len(best.words) > 1 else 0.7
    yield Sighting("theme", best.theme, "、".join(best.words), weight - 0.2 * close)


def _rank(one: _Likely) -> tuple[int, int]:
    return -one.score, -len(one.words)


def _is_enough(one: _Likely) -> bool:
    return len(one.words) > 1 or (one.in_title and one.score > IN_TITLE) or one.score >= FEWEST_TIMES


def _likely(theme: str, signs: Sequence[str], title: str, head: str) -> _Likely:
    counts = {
        sign: IN_TITLE * (sign in title) * title.count(sign) + head.count(sign)
        for sign in signs
        if sign in head or sign in title
    }
    words = tuple(sorted(counts, key=lambda sign: -counts[sign]))
    return _Likely(theme, words, sum(counts.values()), any(sign in title for sign in signs))
