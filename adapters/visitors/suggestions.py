"""What a question may become while it is typed: matters, places and documents that are called so, from what is published.

The titles of a generation lie in one text, so that a look is one search in memory, however many there are.
"""

import asyncio
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, islice

from handlers.places.directory import Place
from knowledge.documents.document import Kind
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.text.normal_form import fold

MOST = 8
FEWEST_LETTERS, MOST_LETTERS = 2, 30
ASKED = re.compile(
    r"请问|我想|我要|怎么样|怎么|如何|办理|申请|需要|哪些|什么|材料|条件|在哪里|在哪|哪里|多少|[?？,，。!！ ]"
)


class SuggestionKind(StrEnum):
    """What a suggestion names."""

    MATTER = "matter"
    PLACE = "place"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title, and what it is the title of."""

    title: str
    kind: SuggestionKind


class TitleText:
    """Titles of one kind as one text to be searched; the order they are given in is the order they are found in."""

    def __init__(self, titles: Sequence[str], kind: SuggestionKind) -> None:
        self._titles = titles
        self._kind = kind
        folded = [fold(title) for title in titles]
        self._text = "\n".join(folded)
        self._starts = list(accumulate((len(each) + 1 for each in folded[:-1]), initial=0)) if titles else []

    def holding(self, sought: str) -> Iterator[Suggestion]:
        """Give each title that holds some words, once."""
        place = self._text.find(sought)
        while place >= 0:
            at = bisect_right(self._starts, place) - 1
            yield Suggestion(self._titles[at], self._kind)
            if at + 1 == len(self._starts):
                return
            place = self._text.find(sought, self._starts[at + 1])


class Suggestions:
    """Suggests from whichever generation of the index is current; nothing unpublished can be reached through it."""

    def __init__(self, index: Index, places: Sequence[Place]) -> None:
        self._index = index
        self._places = TitleText([place.name for place in places], SuggestionKind.PLACE)
        self._edition: tuple[str, int] | None = None
        self._titles: tuple[TitleText, ...] = ()
        self._reading = asyncio.Lock()

    async def of(self, typed: str) -> list[Suggestion]:
        """Give at most `MOST` for what is typed so far, matters first; none for a single character."""
        words = fold(typed.strip()[:MOST_LETTERS])
        texts = await self._texts()
        for sought in _tries(words):
            found = [each for text in texts for each in islice(text.holding(sought), MOST)]
            if found:
                return list(dict.fromkeys(found))[:MOST]
        return []

    async def _texts(self) -> tuple[TitleText, ...]:
        reader = self._index.reader
        if reader is None:
            return (self._places,)
        async with self._reading:
            if self._edition != reader.edition:
                self._titles = await asyncio.to_thread(_titles, reader)
                self._edition = reader.edition
        matters, documents = self._titles
        return (matters, self._places, documents)


def _titles(reader: Reader) -> tuple[TitleText, ...]:
    """Give the titles of the guides, and of all other documents."""
    names = [reader.name_of(docnum) for docnum in reader.docnums]
    matters = [name.title for name in names if name.kind is Kind.GUIDE]
    documents = [name.title for name in names if name.kind is not Kind.GUIDE]
    return TitleText(matters, SuggestionKind.MATTER), TitleText(documents, SuggestionKind.DOCUMENT)


def _tries(words: str) -> Iterator[str]:
    """Give what is looked for in turn: the words, the words without those that only ask, then what they end with."""
    bare = ASKED.sub("", words)
    tried = [words, bare, *(bare[start:] for start in range(1, len(bare) - FEWEST_LETTERS))]
    return (each for each in dict.fromkeys(tried) if len(each) >= FEWEST_LETTERS)
