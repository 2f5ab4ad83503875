"""The names of what is measured of a stretch, in the order in which the weights have them."""

from knowledge.search.columns import Columns, labels
from knowledge.text.question import FAMILIES


class OfWindow(Columns):
    """What is measured of a stretch."""

    BEHIND: int
    PLACE: int
    DOCUMENT_PLACE: int
    DOCUMENT_LEAD: int
    UNDECIDED: int
    RAW: int
    HELD: int
    HELD_OPEN: int
    HELD_CORE: int
    HELD_CORE_OPEN: int
    TITLED: int
    HELD_ALL: int
    HELD_IN_DOCUMENT: int
    WORDS: int
    WORDS_HELD: int
    WORD_MISSING: int
    WORD_MISSING_IN_DOCUMENT: int
    WORDS_IN_DOCUMENT: int
    INNER: int
    INNER_OPEN: int
    NOWHERE: int
    LONG_QUESTION: int
    PAIRS: int
    TOLD: int
    TOLD_BESIDE: int
    TOLD_SECOND: int
    HEADED: int
    ASPECTS: int
    FIGURE: int
    FIGURE_MISSING: int
    MODAL: int
    YES_NO: int
    PERSONS: int
    PERSONS_HERE: int
    PERSONS_NAMED: int
    OTHER_PERSONS: int
    REGION_HERE: int
    REGION_OF_DOCUMENT: int
    REGION_ABSENT: int
    ELSEWHERE: int
    REGION: int
    REGION_CORE_OTHER: int
    YEAR: int
    YEAR_MISSING: int
    YEAR_OTHER: int
    SHORT: int
    SECTION: int
    SECTION_BEHIND: int
    PURPOSE: int
    WRONGDOING: int
    TARGET_HELD: int
    TARGET_IN_DOCUMENT: int
    TARGET_NOWHERE: int
    NAMED: int
    NAMED_AT_ALL: int
    INNER_MISSING: int
    PAPER_MISSING: int
    THING_MISSING: int
    LIKELY: int
    LIKELY_SECTION: int
    CHOSEN: int
    SEARCHED: int
    SEARCHED_AND_CHOSEN: int
    SAID: int
    SAID_CORE: int
    SAID_NEAR: int
    SAID_IN_DOCUMENT: int
    UNSAID_PAIR: int
    SAYINGS: int
    SAYINGS_TOLD: int
    SAYINGS_TOLD_CORE: int
    SAYINGS_IN_DOCUMENT: int
    VALUES: int
    VALUES_NAMED: int
    VALUES_BANDED: int
    CONTRAST: int
    CONTRAST_HELD: int
    CONTRAST_OTHER: int
    ASKED: int
    ASKED_HELD: int
    ASKED_CORE: int
    ASKED_IN_DOCUMENT: int
    LETTERS: int
    LETTERS_CORE: int
    LETTERS_NAMED: int
    LETTERS_AROUND: int
    RARE_LETTERS: int
    RARE_LETTERS_CORE: int
    WANTED: int
    WANTED_HERE: int
    WANTED_CORE: int
    WANTED_OFTEN: int
    WANTED_BESIDE: int
    COUNTED: int
    COUNTED_HERE: int
    COUNTED_CORE: int
    COUNTED_BESIDE: int


class OfMeaning(Columns):
    """What a meaning model adds, where one is there: how close the passage comes, and its place in that list."""

    CLOSENESS: int
    CLOSENESS_PLACE: int
    CLOSENESS_LEAD: int


WORDED_NAMES = (*labels(OfWindow), *(f"asks_{kind.value}" for kind in FAMILIES))
# Those of the meaning stand last: without a model they are 0 and are weighed by nothing.
NAMES = (*WORDED_NAMES, *labels(OfMeaning))
# What is compared of places, in the order of `homes.compared`.
PLACES = slice(OfWindow.REGION_HERE, OfWindow.ELSEWHERE + 1)
YEARS = slice(OfWindow.YEAR, OfWindow.YEAR_OTHER + 1)
VALUED = slice(OfWindow.VALUES_NAMED, OfWindow.VALUES_BANDED + 1)
# What single letters tell of.
SPELT = slice(OfWindow.LETTERS, OfWindow.RARE_LETTERS_CORE + 1)
