"""What may be shown for a question: a stretch of whole sentences around the one that says most of what is asked."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.index.reader import Reader
from knowledge.judgement.cuts import PassageCut, cut_of, grown, readable
from knowledge.judgement.sought import Sought
from knowledge.judgement.worth import Spot, Worths
from knowledge.search.lookup import SearchResult
from knowledge.text.statements import statements

# So many of the best passages are looked into; the right one is among them nine times in ten where it is found at all.
PASSAGES_READ = 16
# How likely the search holds what stands in another document than the one it put first.
UNLIKELY = 0.01
# What counts besides the words of the question that a sentence holds: those the title holds as well, and the side asked for.
TITLED_WORTH, TOLD_WORTH = 0.5, 0.3
# Stretches that share more than this of the shorter one are the same words.
OVERLAP_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Window:
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
    spots: Sequence[Spot] = ()


def of_passages(found: SearchResult, reader: Reader, sought: Sought, *, worths: Worths) -> list[Window]:
    """Give one window for each of the best candidate passages, in their order."""
    ranked = found.ranked
    windows = []
    for row in ranked.order[:PASSAGES_READ].tolist():
        docnum, number = ranked.docnum_of(row), ranked.number_of(row)
        cut = cut_of(reader, number, follows=worths.follows(row))
        spots = worths.spots(row, cut)
        shown = cut.around(_best(cut, row, spots, worths=worths, sought=sought))
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
                spots=spots,
            )
        )
    return windows


def _best(cut: PassageCut, row: int, spots: Sequence[Spot], *, worths: Worths, sought: Sought) -> int:
    """Give the sentence of a passage that says most of what is asked."""
    own = cut.borders[: cut.own]
    held: list[set[int]] = [set() for _ in own]
    for at, term in spots:
        sentence = bisect_left(own, (at + 1,)) - 1
        # A pair that two sentences share is said by neither.
        if at + 1 < own[sentence][1]:
            held[sentence].add(term)
    told = cut.telling(sought.aspects[0]) if sought.aspects else [False] * len(own)
    scores: list[float] = []
    for terms, telling in zip(held, told, strict=True):
        whole, opened = worths.sums(row, terms)
        scores.append(opened + TITLED_WORTH * whole + TOLD_WORTH * telling)
    return scores.index(max(scores))


def shortened(window: Window, reader: Reader, letters: int) -> Window:
    """Give a stretch cut down to the sentence that says most and what fits around it; that sentence is never cut."""
    begins = reader.texts.bounds_of(window.number)[0]
    text, bare = readable(reader, begins, begins + window.end)
    borders = [border for border in statements(text) if window.start <= border[0]]
    best = next((at for at, border in enumerate(borders) if border[1] > window.core[0]), None)
    if best is None:
        return window
    low, high = grown(borders, best, letters)
    start, end = borders[low][0], borders[high][1]
    return replace(window, start=start, end=end, bare=bare[start:end])


def overlaps(window: Window, others: Sequence[Window]) -> bool:
    """Whether a stretch begins in the same passage as one of others and shares most of its words."""
    return any(
        other.number == window.number
        and min(window.end, other.end) - max(window.start, other.start)
        > OVERLAP_SHARE * (window.end - window.start)
        for other in others
    )
