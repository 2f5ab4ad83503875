"""What the own words of a question find inside a matter, whatever was asked before it: read once, and kept.

Citizens come to the same questions from everywhere, so what does not depend on the question before them is kept from
one to the next. Of what was judged only little is needed for that, so many can be kept.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from knowledge.answers.cache import KEPT_QUESTION_LETTERS, KeptAnswers, matter_key
from knowledge.answers.inquiry import Inquiry
from knowledge.answers.section_features import asking_of
from knowledge.answers.stretches import Stretches
from knowledge.judgement.judge import JudgedWindows
from knowledge.judgement.windows import Window
from knowledge.search.evidence import Floats
from knowledge.search.lookup import SearchResult, readings_of, search
from knowledge.search.ranking import ACCOUNTS
from knowledge.text.focus import matter_pairs
from knowledge.text.lexicon import SayingTable
from knowledge.text.matter_words import paper_in
from knowledge.text.question import asked_of

# Each takes about a thousand bytes.
KEPT_READINGS = 2048
# A stretch: its passage, counted through the generation, and the characters in it where it begins and ends.
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class OwnReading:
    """The stretches of a matter judged by a question's own words.

    `places` are where they stand, `scores` and `shares`, arrays (stretches,), are as in `JudgedWindows`, `chance` and
    `belonging` the highest of theirs.
    """

    places: Sequence[Place]
    scores: Floats
    shares: Floats
    chance: float
    belonging: float


class OwnReadings:
    """Reads questions inside a matter by their own words; what was asked for last is kept."""

    def __init__(self, stretches: Stretches, *, most: int = KEPT_READINGS) -> None:
        """Judge with these, and keep so many at `most`."""
        self._stretches = stretches
        self._kept: KeptAnswers[tuple[OwnReading | None]] = KeptAnswers(most=most)

    def turn_to(self, state: object) -> None:
        """Forget everything when what questions are answered with is no longer in this state."""
        self._kept.turn_to(state)

    def of(self, inquiry: Inquiry, docnums: Sequence[int], sayings: SayingTable) -> OwnReading | None:
        """Give the stretches of some documents judged; None where the words look for nothing there.

        The question before it counts for nothing here, and of the document it goes on with only that there is one.
        """
        question = inquiry.question
        # The rest of a question (去年的时候呢) tells nothing by itself: what it shares with a section is chance.
        if not (inquiry.sought.aspects or matter_pairs(question)):
            return None
        circumstances = inquiry.circumstances
        own = replace(inquiry, readings=readings_of(question, sayings), meaning=None)
        asked = (
            judged_by(own),
            tuple(docnums),
            circumstances._replace(about=None, before=""),
            bool(circumstances.about),
        )
        known = self._kept.find(asked)
        if known is None:
            known = (self._read(own, docnums),)
            if len(question) <= KEPT_QUESTION_LETTERS:
                self._kept.keep(asked, known)
        return known[0]

    def _read(self, own: Inquiry, docnums: Sequence[int]) -> OwnReading | None:
        found = found_in(own, docnums)
        return own_reading(self._stretches.judged(own, found)) if found else None


def judged_by(inquiry: Inquiry) -> Hashable:
    """Give all of a question's words that judging stretches rests on: 请问 before it and 谢谢 behind it are none.

    Beside what the search looks for these are what is read of the very words: what stands next to the asking ones,
    the name of a paper, money set aside, and what is asked of sections.
    """
    readings = inquiry.readings
    texts = [reading.text for reading in readings]
    return (
        matter_key(readings),
        tuple(reading.lent for reading in readings),
        tuple((asked_of(text), paper_in(text), ACCOUNTS.search(text) is not None) for text in texts),
        inquiry.sought,
        asking_of(inquiry.question),
    )


def own_reading(judged: JudgedWindows) -> OwnReading:
    """Give what is kept of stretches that were judged."""
    return OwnReading(
        places_of(judged.windows),
        judged.scores,
        judged.shares,
        float(judged.chances.max()),
        float(judged.belongings.max()),
    )


def places_of(windows: Sequence[Window]) -> list[Place]:
    """Give where stretches stand."""
    return [(window.number, window.start, window.end) for window in windows]


def found_in(inquiry: Inquiry, docnums: Sequence[int]) -> SearchResult | None:
    """Give the candidates of an inquiry among some documents; None where none of them shares a term with it."""
    return search(
        inquiry.readings,
        inquiry.reader,
        today=inquiry.circumstances.today,
        only=docnums,
        weights=inquiry.weights,
    )
