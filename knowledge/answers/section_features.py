"""What tells one section of a county's documents from another, as numbers: which of a question's words it holds.

A county's documents are short, and their titles hold most of what a question says, so nearly every section matches
it equally well. What tells them apart is what the title does not say, which side of the matter is asked for, and
whose age a rule is for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.answers.matter import Layouts
from knowledge.answers.shelf import SectionShelf
from knowledge.documents.document import Kind
from knowledge.index.reader import Reader
from knowledge.search.columns import Columns, labels
from knowledge.search.evidence import Floats
from knowledge.search.ranking import Ranked
from knowledge.text import ages, aspects, normal_form
from knowledge.text.aspects import Aspect
from knowledge.text.matter_words import paper_in
from knowledge.text.question import QUESTION_LETTERS, QUESTIONS_REMEMBERED, Question


class OfSection(Columns):
    """What is measured of a section."""

    OPEN_SECTION: int
    SPECIAL_SECTION: int
    TITLED_HEADING: int
    HEADED: int
    TOLD_SOMEWHERE: int
    PURPOSE: int
    WRONGDOING: int
    LENGTH: int
    OWN: int
    GUIDE: int
    GUIDE_OF_DOING: int
    INTERPRETATION: int


class OfSentence(Columns):
    """What is measured of a sentence besides its section."""

    OPEN_SENTENCE: int
    SPECIAL_SENTENCE: int
    TOLD: int
    TOLD_SECOND: int
    AGE: int
    EXAMPLE: int
    PASSAGE: int
    HEADED_AND_TOLD: int
    PERIOD: int


NAMES = (*labels(OfSection), *labels(OfSentence))
# Of the aspects that a question asks about, the first two, each with its column.
ASPECT_COLUMNS = (OfSentence.TOLD, OfSentence.TOLD_SECOND)
# What a guide's elements tell.
DOING = frozenset({"materials", "place", "steps", "limit", "fee", "phone", "conditions"})

KNOWN_LEAST_SHARE = 0.4
LEAST_SHARE = 0.1
FAR_POINTS = 3.0
# What somebody asks to get or pay each time, in the question and in a text.
_PERIODS = {
    "月": re.compile("一个月|每个?月|月租|按月|月(?:能|领|发|交|补)|个月(?:多少|几)"),
    "年": re.compile("一年|每年|年(?:能|交|补|缴|发|领)|全年"),
}
PENALTY = "penalty"
# What `Layout.fixed` and `_about` give, each in the order of these columns.
_FIXED = slice(OfSection.PURPOSE, OfSection.LENGTH + 1)
_ABOUT = slice(OfSection.OWN, OfSection.INTERPRETATION + 1)
# What the words of a question give: what is open, and what only some sections hold.
_OPEN_AND_SPECIAL = slice(OfSection.OPEN_SECTION, OfSection.SPECIAL_SECTION + 1)
_OPEN_AND_SPECIAL_SENTENCE = slice(OfSentence.OPEN_SENTENCE, OfSentence.SPECIAL_SENTENCE + 1)

_Shares = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class SectionQuery:
    """What of a question tells sections apart.

    `open` are the pairs of letters that the best document's title does not hold, `titled` those it does, with their
    shares of the question, `inner` those that stand inside words, `meant` the inner ones
    of the reading that was found; `paper` is the end of the name of a paper that the question is about; `period` names what one payment is for, 月 or 年; `raw` is how the
    passages were weighed, by number, and `top` the best of them.
    """

    open: _Shares
    titled: _Shares
    inner: frozenset[str]
    meant: Mapping[str, float]
    aspects: tuple[Aspect, ...]
    age: int | None
    paper: str
    period: str
    raw: Mapping[int, float]
    top: float


@dataclass(frozen=True, slots=True)
class SectionFeatures:
    """The sections of some documents and what is measured of them.

    `sections` is an array (sections, `OfSection`), `sentences` an array (sentences, `OfSentence`), both in the order of
    `shelf`; `known` are the pairs that any section holds.
    """

    sections: Floats
    sentences: Floats
    shelf: SectionShelf
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class SectionQuestion:
    """What the words of a question by themselves ask of sections; the same names stand in `SectionQuery`."""

    aspects: tuple[Aspect, ...]
    age: int | None
    paper: str
    period: str


@lru_cache(QUESTIONS_REMEMBERED)
def asking_of(question: str) -> SectionQuestion:
    """Give what a question of any wording or length asks of sections."""
    folded = normal_form.fold(question[:QUESTION_LETTERS])
    return SectionQuestion(
        aspects.asked_in(folded)[: len(ASPECT_COLUMNS)],
        ages.age_in(folded),
        paper_in(folded),
        next((period for period, words in _PERIODS.items() if words.search(folded)), ""),
    )


def section_query(ranked: Ranked, question: str, readings: Sequence[Question]) -> SectionQuery:
    """Give what tells sections apart, from a question's words, its readings and its candidates."""
    evidence = ranked.evidence
    best = int(ranked.order[0])
    titled = (evidence.title_counts[evidence.block[best]] > 0).tolist()
    shares = evidence.terms.shares.max(axis=1).tolist()
    own = evidence.terms.shares[:, ranked.number].tolist()
    pairs = [(pair, shares[at], titled[at]) for pair, at in evidence.terms.pairs.items() if shares[at] > 0]
    asking = asking_of(question)
    return SectionQuery(
        open=tuple((pair, share) for pair, share, held in pairs if not held),
        titled=tuple((pair, share) for pair, share, held in pairs if held),
        meant={
            pair: own[at]
            for pair, at in evidence.terms.pairs.items()
            if own[at] > 0 and pair in ranked.question.inner
        },
        inner=frozenset().union(*(reading.inner for reading in readings)),
        aspects=asking.aspects,
        age=asking.age,
        paper=asking.paper,
        period=asking.period,
        raw=dict(zip(evidence.numbers.tolist(), ranked.raw.tolist(), strict=True)),
        top=float(ranked.raw[best]),
    )


def weigh(
    query: SectionQuery, reader: Reader, docnums: Sequence[int], layouts: Layouts
) -> SectionFeatures | None:
    """Weigh the sections of documents, the first of which is the best one found; None when none is structured."""
    shelf = layouts.together(reader, docnums)
    if shelf is None:
        return None
    sections, sentences, known = _of_words(query, shelf)
    sections[:, _FIXED] = shelf.fixed
    about = [_about(query, reader.name_of(docnum).kind, own=docnum == docnums[0]) for docnum, _ in shelf.laid]
    sections[:, _ABOUT] = np.array(about)[shelf.document]
    for column, aspect in zip(ASPECT_COLUMNS, query.aspects, strict=False):
        sentences[:, column] = shelf.telling(aspect).sentences
    if query.aspects:
        sections[:, OfSection.HEADED] = shelf.telling(query.aspects[0]).headed
        sections[:, OfSection.TOLD_SOMEWHERE] = np.maximum.reduceat(
            sentences[:, OfSentence.TOLD], shelf.first
        )
    if query.age is not None:
        covering = [one.covers(query.age) for _, layout in shelf.laid for one in layout.sentences]
        sentences[:, OfSentence.AGE] = covering
    sentences[:, OfSentence.EXAMPLE] = shelf.examples
    sentences[:, OfSentence.PASSAGE] = _of_passages(query, shelf)
    headed_sentences = sections[shelf.owner, OfSection.HEADED]
    sentences[:, OfSentence.HEADED_AND_TOLD] = headed_sentences * sentences[:, OfSentence.TOLD]
    if query.period:
        sentences[:, OfSentence.PERIOD] = shelf.period(query.period)
    if query.aspects and query.aspects[0].name == PENALTY:
        # Who asks for the fine is not kept from what speaks of it.
        sections[:, OfSection.WRONGDOING] = 0.0
    return SectionFeatures(sections, sentences, shelf, known)


def _about(query: SectionQuery, kind: Kind, *, own: bool) -> tuple[float, ...]:
    """Give what the sections of a document have in common."""
    guide = kind is Kind.GUIDE
    doing = bool(query.aspects) and query.aspects[0].name in DOING
    return float(own), float(guide), float(guide and doing), float(kind is Kind.INTERPRETATION)


def _of_passages(query: SectionQuery, shelf: SectionShelf) -> Floats:
    """Give for each sentence how its passage was weighed beside the best one, from -1 to 0 and above: array (sentences,)."""
    far = query.top - FAR_POINTS
    raw = query.raw
    values = np.array([raw.get(number, far) for number in shelf.passages])[shelf.begins]
    measured: Floats = np.maximum(-1.0, (values - query.top) / FAR_POINTS)
    return measured


def _of_words(query: SectionQuery, shelf: SectionShelf) -> tuple[Floats, Floats, frozenset[str]]:
    """Give empty rows for sections and sentences with what they hold of the question filled in, and the pairs held.

    Words that no section knows count little. Of a document on two matters it is a pair that only some sections hold,
    though the title has it too, that tells which one is meant; the shares of these special pairs add up to 1.
    """
    pairs = (*query.open, *query.titled)
    # Marks are put together as single bytes; only what is weighed becomes numbers.
    marks = _marks([shelf.holding(pair) for pair, _ in pairs], len(shelf.owner))
    naming = _marks([shelf.naming(pair) for pair, _ in pairs], len(shelf.parts))
    there = np.maximum(np.maximum.reduceat(marks, shelf.first), naming)
    held, titled, within = (each.astype(np.float64, order="C") for each in (marks, naming, there))
    shares = np.array([share for _, share in pairs])
    opened = np.arange(len(pairs)) < len(query.open)
    holding = there.sum(axis=0, dtype=np.int64)
    own = np.where(opened, shares, 0.0)
    known = max(float(own[holding > 0].sum()), KNOWN_LEAST_SHARE * float(own.sum()), LEAST_SHARE)
    special = np.where(holding > 0, shares * np.log(len(shelf.parts) / np.maximum(1, holding)), 0.0)
    measures = np.stack(
        (
            own / known,
            special / max(1e-9, float(special.sum())),
            np.where(opened, 0.0, shares) / max(float(shares[~opened].sum()), LEAST_SHARE),
        ),
        axis=1,
    )
    sections = np.zeros((len(shelf.parts), OfSection.WIDTH))
    sections[:, _OPEN_AND_SPECIAL] = within @ measures[:, :2]
    sections[:, OfSection.TITLED_HEADING] = titled @ measures[:, 2]
    sentences = np.zeros((len(shelf.owner), OfSentence.WIDTH))
    sentences[:, _OPEN_AND_SPECIAL_SENTENCE] = held @ measures[:, :2]
    return (
        sections,
        sentences,
        frozenset(
            pair for (pair, _), sections_of in zip(pairs, holding.tolist(), strict=True) if sections_of
        ),
    )


def _marks(rows: Sequence[bytes], width: int) -> npt.NDArray[np.uint8]:
    """Give what was told of each pair, a byte for each of so many places, as an array (places, pairs)."""
    return np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), width).T
