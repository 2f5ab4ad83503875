"""What may be shown for a question: a stretch of whole sentences around the one that says most of what is asked."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.index.reader import Reader
from knowledge.index.remembered import of_generation
from knowledge.judgement.cuts import Border, PassageCut, cut_of, grown, readable
from knowledge.judgement.sought import Sought
from knowledge.judgement.worth import NO_SPOTS, Spots, Worths, laid
from knowledge.search.lookup import SearchResult
from knowledge.text.statements import statements

# So many of the best passages are looked into; the right one is among them nine times in ten where it is found at all.
PASSAGES_READ = 16
STRETCHES_REMEMBERED = 1024
# How likely the search holds what stands in another document than the one it put first.
UNLIKELY = 0.01
# What counts besides the words of the question that a sentence holds: those the title holds as well, and the side asked for.
# And its single letters, and whether a thing of the kind asked for stands there.
TITLED_WORTH, TOLD_WORTH = 0.5, 0.3
LETTERS_WORTH, WANTED_WORTH = 0.5, 0.3
# No passage has so many letters: where sentences begin is counted through several of them.
FAR_LETTERS = 1 << 32
# Stretches that share more than this of the shorter one are the same words.
OVERLAP_SHARE = 0.5


class Window(NamedTuple):
    """A stretch of a document.

    `number` is the passage it begins in, counted through the generation, `row` the candidate passage that stands for
    it; `start` and `end` count characters from the passage's beginning, and so do `core`, the sentence that says most.
    `bare` and `core_bare` are the bare normal forms of the stretch and of that sentence, `label` the headings over it;
    `section` tells that it was chosen as a section of a structured document, `behind` by how many points, 0 or less, it
    lies behind the best section of its matter. `likely` is how likely the search, or the choice among sections, holds
    it to be right, 0 to 1, before anything is compared; `spots` are where the pairs of the question stand around it.
    """

    docnum: int
    number: int
    row: int
    start: int
    end: int
    core: tuple[int, int]
    bare: str
    core_bare: str
    label: str
    section: bool = False
    behind: float = 0.0
    likely: float = 0.0
    spots: Spots = NO_SPOTS


def of_passages(found: SearchResult, reader: Reader, sought: Sought, *, worths: Worths) -> list[Window]:
    """Give one window for each of the best candidate passages, in their order."""
    ranked = found.ranked
    rows: list[int] = ranked.order[:PASSAGES_READ].tolist()
    numbers = [ranked.number_of(row) for row in rows]
    cuts = [
        cut_of(reader, number, follows=worths.follows(row)) for row, number in zip(rows, numbers, strict=True)
    ]
    spots = [worths.spots(row, cut) for row, cut in zip(rows, cuts, strict=True)]
    best = _best(cuts, rows, spots, worths=worths, sought=sought)
    windows = []
    for row, number, cut, own, sentence in zip(rows, numbers, cuts, spots, best, strict=True):
        docnum, shown = ranked.docnum_of(row), cut.around(sentence)
        windows.append(
            Window(
                docnum,
                number,
                row,
                shown.start,
                shown.end,
                shown.core,
                bare=shown.bare,
                core_bare=shown.core_bare,
                label=cut.label,
                likely=found.confidence if docnum == ranked.best_docnum else UNLIKELY,
                spots=own,
            )
        )
    return windows


def _best(
    cuts: Sequence[PassageCut], rows: Sequence[int], spots: Sequence[Spots], *, worths: Worths, sought: Sought
) -> list[int]:
    """Give for each passage the sentence that says most of what is asked."""
    sizes = [cut.own for cut in cuts]
    borders = np.concatenate([cut.own_borders for cut in cuts])
    passage = np.arange(len(cuts)).repeat(sizes)
    pairs = laid(spots)
    begins = borders[:, 0] + FAR_LETTERS * passage
    sentence = begins.searchsorted(pairs.at + FAR_LETTERS * pairs.text, side="right") - 1
    # A pair that two sentences share is said by neither.
    inside = pairs.at + 1 < borders[sentence, 1]
    held = np.zeros((len(borders), len(worths.pairs)), dtype=bool)
    held[sentence[inside], pairs.term[inside]] = True
    whole, opened = worths.sums(np.array(rows)[passage], held)
    scores = opened + TITLED_WORTH * whole
    if sought.aspects:
        told = [telling for cut in cuts for telling in cut.telling(sought.aspects[0].told)]
        scores = scores + TOLD_WORTH * np.array(told)
    if worths.letters:
        letters = frozenset(worths.letters)
        shared = [len(letters & own) for cut in cuts for own in cut.own_letters]
        scores = scores + LETTERS_WORTH / len(letters) * np.array(shared)
    if things := sought.every_thing:
        there = [[told for cut in cuts for told in cut.telling(thing.told)] for thing in things]
        scores = scores + WANTED_WORTH * np.mean(there, axis=0)
    worth: list[float] = scores.tolist()
    best, first = [], 0
    for size in sizes:
        own = worth[first : first + size]
        best.append(own.index(max(own)))
        first += size
    return best


def shortened(window: Window, reader: Reader, letters: int) -> Window:
    """Give a stretch cut down to the sentence that says most and what fits around it; that sentence is never cut."""
    short = _short(reader, window.number, window.start, window.end, core=window.core[0], letters=letters)
    return window if short is None else window._replace(start=short[0], end=short[1], bare=short[2])


@of_generation(STRETCHES_REMEMBERED)
def _short(
    reader: Reader, number: int, start: int, end: int, *, core: int, letters: int
) -> tuple[int, int, str] | None:
    """Give where what is left of a stretch begins and ends, and its bare words; None where no sentence begins in it."""
    begins = reader.texts.bounds_of(number)[0]
    text, bare = readable(reader, begins, begins + end)
    sentences = sentences_in(text, start, core)
    if sentences is None:
        return None
    low, high = grown(*sentences, letters)
    borders = sentences[0]
    first, last = borders[low][0], borders[high][1]
    return first, last, bare[first:last]


def sentences_in(text: str, start: int, core: int) -> tuple[list[Border], int] | None:
    """Give where the sentences that begin from a place on begin and end, and which one `core` stands in; None without one."""
    borders = [border for border in statements(text) if start <= border[0]]
    best = next((at for at, border in enumerate(borders) if border[1] > core), None)
    return None if best is None else (borders, best)


def overlaps(window: Window, others: Sequence[Window]) -> bool:
    """Whether a stretch begins in the same passage as one of others and shares most of its words."""
    return any(
        other.number == window.number
        and min(window.end, other.end) - max(window.start, other.start)
        > OVERLAP_SHARE * (window.end - window.start)
        for other in others
    )
