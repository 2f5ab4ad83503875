"""What of a passage does not depend on the question: its sentences, and what is shown around each of them.

Citizens ask about the same documents in ever other words, so a passage is cut once and kept while it is asked for.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.documents.document import Kind
from knowledge.index.reader import Reader
from knowledge.index.remembered import of_generation
from knowledge.search.evidence import Integers
from knowledge.text.normal_form import fold, words_of
from knowledge.text.passages import path_at, section_around
from knowledge.text.statements import MARK, asks, statements

PASSAGES_REMEMBERED = 2048
SHOWN_LETTERS = 290
# A section shorter than this says too little alone.
LEAST_SECTION_LETTERS = 60

Border = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cutting:
    """What is shown around a sentence, and that sentence, in characters of the passage; the bare normal forms of both."""

    start: int
    end: int
    core: Border
    bare: str
    core_bare: str


@dataclass(slots=True)
class PassageCut:
    """A passage with the one behind it in its block, cut into sentences.

    `text` are its words, `folded` their normal form and `bare` the bare one, `borders` where its sentences begin and end, the first `own` of
    which begin in the passage itself. `label` are the headings over it; `short` tells that it is shown whole, `in_units`
    that every letter takes one unit, so that places among all texts are places in it.
    """

    text: str
    folded: str
    bare: str
    borders: Sequence[Border]
    own: int
    label: str
    short: bool
    in_units: bool
    _own_borders: Integers | None = None
    _own_letters: Sequence[frozenset[str]] | None = None
    _told: dict[re.Pattern[str], Sequence[bool]] = field(default_factory=dict)
    _around: dict[int, Cutting] = field(default_factory=dict)

    @property
    def own_borders(self) -> Integers:
        """Give where its own sentences begin and end: array (sentences, 2)."""
        if self._own_borders is None:
            self._own_borders = np.array(self.borders[: self.own], dtype=np.int64)
        return self._own_borders

    @property
    def own_letters(self) -> Sequence[frozenset[str]]:
        """Give the letters of each of its own sentences."""
        if self._own_letters is None:
            self._own_letters = [
                frozenset(self.bare[begins:ends]) for begins, ends in self.borders[: self.own]
            ]
        return self._own_letters

    def telling(self, words: re.Pattern[str]) -> Sequence[bool]:
        """Tell for each sentence of its own whether certain words stand in it; they are looked for once."""
        told = self._told.get(words)
        if told is None:
            own = self.borders[: self.own]
            told = [words.search(self.folded[begins:ends]) is not None for begins, ends in own]
            self._told[words] = told
        return told

    def around(self, best: int) -> Cutting:
        """Give what is shown around one of its sentences; it is cut out once."""
        cutting = self._around.get(best)
        if cutting is None:
            core = self.borders[best]
            start, end = (0, len(self.text)) if self.short else _shown(self.text, self.borders, best)
            cutting = Cutting(start, end, core, self.bare[start:end], self.bare[core[0] : core[1]])
            self._around[best] = cutting
        return cutting


@of_generation(PASSAGES_REMEMBERED)
def cut_of(reader: Reader, number: int, *, follows: bool) -> PassageCut:
    """Give a passage, read on into the one behind it where one `follows` in its block."""
    docnum = reader.texts.passage_docnum(number)
    start, own_end = reader.texts.bounds_of(number)
    end = reader.texts.bounds_of(number + 1)[1] if follows else own_end
    text, bare = readable(reader, start, end)
    borders = statements(text) or [(0, len(text))]
    return PassageCut(
        text,
        fold(text),
        bare,
        borders,
        own=bisect_left(borders, (own_end - start,)),
        label=" ".join(path_at(reader.outline(docnum), start - reader.texts.text_range(docnum)[0])),
        # A text as short as a catalogue item's is shown whole.
        short=is_short(reader, docnum),
        in_units=len(text) == end - start,
    )


def is_short(reader: Reader, docnum: int) -> bool:
    """Whether a document is a catalogue item no longer than what is shown of one: its elements are read together."""
    start, end = reader.texts.text_range(docnum)
    return end - start <= SHOWN_LETTERS and reader.name_of(docnum).kind is Kind.CATALOGUE


def readable(reader: Reader, start: int, end: int) -> tuple[str, str]:
    """Give a stretch of the texts and its bare normal form, of the same length."""
    text = reader.texts.text(start, end)
    bare = words_of(reader.texts.bare(start, end))
    # Letters of two units would shift all places behind them: such texts are read as they stand.
    return (text, bare) if len(text) == len(bare) else (text, text)


def _shown(text: str, borders: Sequence[Border], best: int) -> Border:
    """Give what is shown around a sentence: its article or headed section when that is long and short enough, else its neighbours."""
    around = section_around(text, *borders[best])
    if LEAST_SECTION_LETTERS <= around[1] - around[0] <= SHOWN_LETTERS:
        return around
    low, high = _answered(text, borders, best)
    if borders[high][1] - borders[low][0] > SHOWN_LETTERS or (low, high) == (0, len(borders) - 1):
        low, high = grown(borders, best, SHOWN_LETTERS)
    return borders[low][0], borders[high][1]


def _answered(text: str, borders: Sequence[Border], best: int) -> Border:
    """Give the first and the last sentence of the marked question and its answer that a sentence is of; all without any."""
    asked = [at for at, (start, _) in enumerate(borders) if asks(text, start)] if MARK in text else []
    low = max((at for at in asked if at <= best), default=0)
    high = min((at for at in asked if at > best), default=len(borders)) - 1
    return low, high


def grown(borders: Sequence[Border], best: int, letters: int) -> Border:
    """Give the first and the last sentence shown around one: what follows is taken before what leads there."""
    low = high = best
    while True:
        longer = high + 1 < len(borders) and borders[high + 1][1] - borders[low][0] <= letters
        high += longer
        earlier = low > 0 and borders[high][1] - borders[low - 1][0] <= letters
        low -= earlier
        if not longer and not earlier:
            return low, high
