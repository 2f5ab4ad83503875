"""What tells one section of a county's documents from another, as numbers: which of a question's words it holds.

A county's documents are short, and their titles hold most of what a question says, so nearly every section matches
it equally well. What tells them apart is what the title does not say, which side of the matter is asked for, and
whose age a rule is for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from knowledge.answers.matter import Layouts
from knowledge.answers.sections import Layout, Section
from knowledge.documents.document import Kind
from knowledge.index.reader import Reader
from knowledge.search.evidence import Floats, Integers
from knowledge.search.ranking import Ranked
from knowledge.text import ages, aspects, normal_form
from knowledge.text.aspects import Aspect
from knowledge.text.question import Question

OF_SECTION = (
    "open_section", "special_section", "titled_heading", "headed", "told_somewhere", "purpose", "wrongdoing", "length",
    "own", "guide", "guide_of_doing", "interpretation",
)  # fmt: skip
OF_SENTENCE = (
    "open_sentence", "special_sentence", "told", "told_second", "age", "example", "passage", "headed_and_told", "period",
)  # fmt: skip
NAMES = (*OF_SECTION, *OF_SENTENCE)
# What a guide's elements tell.
DOING = frozenset({"materials", "place", "steps", "limit", "fee", "phone", "conditions"})
ASPECTS = 2

_KNOWN_LEAST = 0.4
_SHARE_LEAST = 0.1
_FAR = 3.0
_PAPER = re.compile("[一-鿿]{1,8}(?<![什么哪些种个保])(?:证|执照|护照|驾照)(?![明件据券人监实金书])")
_PAPER_END = 3
# What somebody asks to get or pay each time, in the question and in a text.
_PERIODS = {
    "月": re.compile("一个月|每个?月|月租|按月|月(?:能|领|发|交|补)|个月(?:多少|几)"),
    "年": re.compile("一年|每年|年(?:能|交|补|缴|发|领)|全年"),
}
PENALTY = "penalty"

_Shares = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Sought:
    """What sections are weighed by.

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
class Weighed:
    """The sections of some documents: a row of `OF_SECTION` for each, and of `OF_SENTENCE` for each of their sentences.

    `owner` numbers the section of each sentence, `first` the first sentence of each section, `parts` are the
    sections with the place and the layout of their document; `known` are the pairs that any section holds.
    """

    sections: Floats
    sentences: Floats
    owner: Integers
    first: Integers
    parts: list[tuple[int, Layout, Section]]
    known: frozenset[str]


def sought_of(ranked: Ranked, question: str, readings: Sequence[Question]) -> Sought:
    """Give what sections are weighed by, from a question's words, its readings and its candidates."""
    evidence = ranked.evidence
    best = int(ranked.order[0])
    titled = (evidence.title_counts[evidence.block[best]] > 0).tolist()
    shares = evidence.terms.shares.max(axis=1).tolist()
    own = evidence.terms.shares[:, ranked.number].tolist()
    pairs = [(pair, shares[at], titled[at]) for pair, at in evidence.terms.pairs.items() if shares[at] > 0]
    folded = normal_form.fold(question[:500])
    paper = _PAPER.search(folded)
    return Sought(
        open=tuple((pair, share) for pair, share, held in pairs if not held),
        titled=tuple((pair, share) for pair, share, held in pairs if held),
        meant={
            pair: own[at]
            for pair, at in evidence.terms.pairs.items()
            if own[at] > 0 and pair in ranked.question.inner
        },
        inner=frozenset().union(*(reading.inner for reading in readings)),
        aspects=aspects.asked_in(folded)[:ASPECTS],
        age=ages.age_in(folded),
        paper=paper[0][-_PAPER_END:] if paper else "",
        period=next((period for period, words in _PERIODS.items() if words.search(folded)), ""),
        raw=dict(zip(evidence.numbers.tolist(), ranked.raw.tolist(), strict=True)),
        top=float(ranked.raw[best]),
    )


def weigh(sought: Sought, reader: Reader, documents: Sequence[int], layouts: Layouts) -> Weighed | None:
    """Weigh the sections of documents, the first of which is the best one found; None when none is structured."""
    laid = [(place, found) for place in documents if (found := layouts.of(reader, place)) is not None]
    if not laid:
        return None
    kept = [layout for _, layout in laid]
    counts = [len(layout.sentences) for layout in kept]
    offsets = [0, *accumulate(counts)][:-1]
    first = np.concatenate([layout.first + offset for layout, offset in zip(kept, offsets, strict=True)])
    parts = [(place, layout, section) for place, layout in laid for section in layout.sections]
    owner = np.zeros(sum(counts), dtype=np.int64)
    owner[first[1:]] = 1
    owner = owner.cumsum()
    told = [[layout.told(aspect) for layout in kept] for aspect in sought.aspects]
    sections, sentences, known = _of_words(sought, parts, kept, first)
    sections[:, 5:8] = np.concatenate([layout.fixed for layout in kept])
    about = {
        place: _about(sought, reader.name_of(place).kind, own=place == documents[0]) for place, _ in laid
    }
    sections[:, 8:] = [about[place] for place, _, _ in parts]
    for column, of_aspect in enumerate(told):
        sentences[:, 2 + column] = np.concatenate([one.sentences for one in of_aspect])
    if told:
        sections[:, 3] = np.concatenate([one.headed for one in told[0]])
        sections[:, 4] = np.maximum.reduceat(sentences[:, 2], first)
    if sought.age is not None:
        sentences[:, 4] = [one.covers(sought.age) for layout in kept for one in layout.sentences]
    sentences[:, 5] = np.concatenate([layout.examples for layout in kept])
    sentences[:, 6] = _of_passages(sought, reader, laid)
    sentences[:, 7] = sections[owner, 3] * sentences[:, 2]
    if sought.period:
        sentences[:, 8] = np.concatenate([layout.periods[sought.period] for layout in kept])
    if sought.aspects and sought.aspects[0].name == PENALTY:
        # Who asks for the fine is not kept from what speaks of it.
        sections[:, 6] = 0.0
    return Weighed(sections, sentences, owner, first, parts, known)


def _about(sought: Sought, kind: Kind, *, own: bool) -> tuple[float, ...]:
    """Give what the sections of a document have in common."""
    guide = kind is Kind.GUIDE
    doing = bool(sought.aspects) and sought.aspects[0].name in DOING
    return float(own), float(guide), float(guide and doing), float(kind is Kind.INTERPRETATION)


def _of_passages(sought: Sought, reader: Reader, laid: Sequence[tuple[int, Layout]]) -> list[float]:
    """Give for each sentence how its passage was weighed beside the best one, from -1 to 0 and above."""
    far = sought.top - _FAR
    values: list[float] = []
    for place, layout in laid:
        base = reader.texts.passage_range(place).start
        values += [sought.raw.get(base + number, far) for number in layout.numbers]
    return [max(-1.0, (value - sought.top) / _FAR) for value in values]


def _of_words(
    sought: Sought, parts: Sequence[tuple[int, Layout, Section]], kept: Sequence[Layout], first: Integers
) -> tuple[Floats, Floats, frozenset[str]]:
    """Give empty rows for sections and sentences with what they hold of the question filled in, and the pairs held.

    Words that no section knows count little. Of a document on two matters it is a pair that only some sections hold,
    though the title has it too, that tells which one is meant; the shares of these special pairs add up to 1.
    """
    pairs = (*sought.open, *sought.titled)
    count = sum(len(layout.sentences) for layout in kept)
    bares = [one.bare for layout in kept for one in layout.sentences]
    held = np.frombuffer(bytes([pair in bare for bare in bares for pair, _ in pairs]), dtype=np.uint8)
    held = held.reshape(count, len(pairs)).astype(np.float64)
    labels = {section.label for _, _, section in parts}
    named = {label: [pair in label for pair, _ in pairs] for label in labels}
    titled = np.array([named[section.label] for _, _, section in parts], dtype=np.float64)
    within = np.maximum(np.maximum.reduceat(held, first), titled)
    shares = np.array([share for _, share in pairs])
    opened = np.arange(len(pairs)) < len(sought.open)
    holding = within.sum(axis=0)
    own = np.where(opened, shares, 0.0)
    known = max(float(own[holding > 0].sum()), _KNOWN_LEAST * float(own.sum()), _SHARE_LEAST)
    special = np.where(holding > 0, shares * np.log(len(parts) / np.maximum(1, holding)), 0.0)
    measures = np.stack(
        (
            own / known,
            special / max(1e-9, float(special.sum())),
            np.where(opened, 0.0, shares) / max(float(shares[~opened].sum()), _SHARE_LEAST),
        ),
        axis=1,
    )
    sections = np.zeros((len(parts), len(OF_SECTION)))
    sections[:, :2] = within @ measures[:, :2]
    sections[:, 2] = titled @ measures[:, 2]
    sentences = np.zeros((count, len(OF_SENTENCE)))
    sentences[:, :2] = held @ measures[:, :2]
    return (
        sections,
        sentences,
        frozenset(pair for (pair, _), there in zip(pairs, holding, strict=True) if there),
    )
