"""The sections of a matter's documents end to end: whatever does not depend on a question is put together once.

A question weighs the sections of three matters each time it is read, so nothing is gathered document by document then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from knowledge.answers.sections import PAIRS_REMEMBERED, AspectMarks, Layout, Section
from knowledge.search.evidence import Floats, Integers
from knowledge.text.aspects import Aspect


@dataclass(slots=True)
class SectionShelf:
    """The structured ones of some documents, in their order.

    `laid` are their docnums and layouts, `titles` the titles of all of them, structured or not. `parts` are the sections
    with the docnum and the layout of their document, `document`, array (sections,), numbers it. `owner`, array
    (sentences,), numbers the section of each sentence, `first`, array (sections,), the first sentence of each section;
    `fixed` and `examples` are as in `Layout`. `passages` are the passages of all, counted through the generation, and
    `begins`, array (sentences,), tells in which of them a sentence begins.
    """

    laid: Sequence[tuple[int, Layout]]
    titles: str
    parts: Sequence[tuple[int, Layout, Section]]
    document: Integers
    owner: Integers
    first: Integers
    fixed: Floats
    examples: Floats
    passages: Sequence[int]
    begins: Integers
    _held: dict[str, bytes] = field(default_factory=dict)
    _named: dict[str, bytes] = field(default_factory=dict)
    _marks: dict[str, AspectMarks] = field(default_factory=dict)
    _periods: dict[str, Floats] = field(default_factory=dict)

    def holding(self, pair: str) -> bytes:
        """Give for each sentence 1 when it holds a pair of letters, else 0; what was asked for lately is looked up once."""
        held = self._held.get(pair)
        if held is None:
            if len(self._held) >= PAIRS_REMEMBERED:
                self._held.clear()
            held = self._held[pair] = b"".join([layout.holding(pair) for _, layout in self.laid])
        return held

    def naming(self, pair: str) -> bytes:
        """Give for each section 1 when its headings hold a pair of letters, else 0; it is kept like `holding`."""
        named = self._named.get(pair)
        if named is None:
            if len(self._named) >= PAIRS_REMEMBERED:
                self._named.clear()
            named = self._named[pair] = b"".join([layout.naming(pair) for _, layout in self.laid])
        return named

    def telling(self, aspect: Aspect) -> AspectMarks:
        """Give where the documents tell about an aspect; it is looked up once."""
        marks = self._marks.get(aspect.name)
        if marks is None:
            told = [layout.telling(aspect) for _, layout in self.laid]
            marks = self._marks[aspect.name] = AspectMarks(
                np.concatenate([one.headed for one in told]), np.concatenate([one.sentences for one in told])
            )
        return marks

    def period(self, name: str) -> Floats:
        """Give which sentences speak of a 月 or a 年 each: array (sentences,)."""
        told = self._periods.get(name)
        if told is None:
            told = self._periods[name] = np.concatenate([layout.periods[name] for _, layout in self.laid])
        return told


def shelved(laid: Sequence[tuple[int, Layout]], passages: Sequence[range], titles: str) -> SectionShelf:
    """Put the layouts of some documents, at least one, end to end; `passages` are those of each."""
    layouts = [layout for _, layout in laid]
    offsets = [0, *accumulate(len(layout.sentences) for layout in layouts)]
    starts = [0, *accumulate(map(len, passages))]
    first = np.concatenate([layout.first + offset for layout, offset in zip(layouts, offsets, strict=False)])
    owner = np.zeros(offsets[-1], dtype=np.int64)
    owner[first[1:]] = 1
    return SectionShelf(
        laid=laid,
        titles=titles,
        parts=[(docnum, layout, section) for docnum, layout in laid for section in layout.sections],
        document=np.arange(len(laid)).repeat([len(layout.sections) for layout in layouts]),
        owner=owner.cumsum(),
        first=first,
        fixed=np.concatenate([layout.fixed for layout in layouts]),
        examples=np.concatenate([layout.examples for layout in layouts]),
        passages=[number for own in passages for number in own],
        begins=np.concatenate(
            [layout.numbers + start for layout, start in zip(layouts, starts, strict=False)]
        ),
    )
