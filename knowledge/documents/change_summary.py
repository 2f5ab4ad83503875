"""A short account of what a new wording changes: how many paragraphs, and the first few changed words in their place.

It has to be told for thousands of documents within seconds, so paragraphs are matched as wholes and the changed words
found from both ends; `knowledge.differences` tells one document's differences in full.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from knowledge.documents import differences
from knowledge.documents.differences import Altered
from knowledge.documents.document import Document

SHOWN_SAMPLES = 3
AROUND_LETTERS = 12
SAMPLE_LETTERS = 40
# More paragraphs on both sides than this, multiplied, are counted without being put in order.
MATCHED_PAIRS = 40_000
LEFT_OUT = "…"
_FIGURES = frozenset("0123456789.,%０１２３４５６７８９零〇一二两三四五六七八九十百千万亿元")


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """Changed words in their place: what stands before and behind them, what they were and what they become."""

    lead: str
    old: str
    new: str
    tail: str


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """What changes: numbers of paragraphs added, removed and altered, the first changed words, and the particulars."""

    added: int
    removed: int
    altered: int
    samples: tuple[ChangedWords, ...]
    fields: tuple[Altered, ...]


def account(before: tuple[Document, str], after: tuple[Document, str]) -> ChangeSummary:
    """Give what a document with its text changes, against the one before it."""
    old, new = _apart(_paragraphs(before[1]), _paragraphs(after[1]))
    pairs = list(_pairs(old, new))
    samples = tuple(_sample(one, other) for one, other in pairs[:SHOWN_SAMPLES])
    return ChangeSummary(
        added=sum(not one for one, _ in pairs),
        removed=sum(not other for _, other in pairs),
        altered=sum(bool(one and other) for one, other in pairs),
        samples=samples,
        fields=tuple(
            Altered(one.field, _clipped(one.before), _clipped(one.after))
            for one in differences.particulars(before[0], after[0])
        ),
    )


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _apart(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Take away the paragraphs that both begin and end with: most changes touch a few in the middle."""
    start = _alike(old, new)
    old, new = old[start:], new[start:]
    end = _alike(old[::-1], new[::-1])
    return old[: len(old) - end], new[: len(new) - end]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Give how many items two rows begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Give the paragraphs that differ, old beside new; one that only one side has stands alone."""
    if len(old) * len(new) > MATCHED_PAIRS:
        left = Counter(old) - Counter(new)
        come = Counter(new) - Counter(old)
        yield from zip_longest(left.elements(), come.elements(), fillvalue="")
        return
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(old[first:last], new[start:end], fillvalue="")


def _sample(old: str, new: str) -> ChangedWords:
    """Give the stretch in which two paragraphs differ; a figure is shown whole, not the digit alone."""
    start = _alike(old, new)
    while start and old[start - 1] in _FIGURES:
        start -= 1
    end = _alike(old[start:][::-1], new[start:][::-1])
    while end and old[len(old) - end] in _FIGURES:
        end -= 1
    stop = len(old) - end
    return ChangedWords(
        lead=(LEFT_OUT if start > AROUND_LETTERS else "") + old[max(0, start - AROUND_LETTERS) : start],
        old=_clipped(old[start:stop]),
        new=_clipped(new[start : len(new) - end]),
        tail=old[stop : stop + AROUND_LETTERS] + (LEFT_OUT if end > AROUND_LETTERS else ""),
    )


def _clipped(words: str) -> str:
    return words if len(words) <= SAMPLE_LETTERS else f"{words[: SAMPLE_LETTERS - 1]}{LEFT_OUT}"
