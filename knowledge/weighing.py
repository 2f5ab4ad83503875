"""What tells one section of a county's documents from another, as numbers: which of a question's words it holds.

A county's documents are short, and their titles hold most of what a question says, so nearly every section matches
it equally well. What tells them apart is what the title does not say, which side of the matter is asked for, and
whose age a rule is for.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge import ages, aspects, normal
from knowledge.aspects import Aspect
from knowledge.document import Kind
from knowledge.generation import Reader
from knowledge.layouts import Layouts
from knowledge.ranking import Ranked
from knowledge.sections import Layout, Section

OF_SECTION = (
    "open_section", "special_section", "titled_heading", "headed", "told_somewhere", "purpose", "wrongdoing", "own",
    "guide", "guide_of_doing", "interpretation", "length",
)  # fmt: skip
OF_SENTENCE = (
    "open_sentence", "special_sentence", "told", "told_second", "age", "example", "passage", "headed_and_told",
)  # fmt: skip
NAMES = (*OF_SECTION, *OF_SENTENCE)
# What a guide's elements tell.
DOING = frozenset({"materials", "place", "steps", "limit", "fee", "phone", "conditions"})
ASPECTS = 2

_KNOWN_LEAST = 0.4
_SHARE_LEAST = 0.1
_FAR = 3.0
_SHORT = 20
_PAPER = re.compile("[一-鿿]{1,8}(?<![什么哪些种个保])(?:证|执照|护照|驾照)(?![明件据券人监实金书])")
_PAPER_END = 3

_Shares = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Sought:
    """What sections are weighed by.

    `open` are the pairs of letters that the best document's title does not hold, `titled` those it does, with their
    shares of the question; `paper` is the end of the name of a paper that the question is about; `raw` is how the
    passages were weighed, by number, and `top` the best of them.
    """

    open: _Shares
    titled: _Shares
    aspects: tuple[Aspect, ...]
    age: int | None
    paper: str
    raw: Mapping[int, float]
    top: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A section of the document at a place, with its values of `OF_SECTION` and each sentence's of `OF_SENTENCE`."""

    place: int
    layout: Layout
    section: Section
    values: list[float]
    sentences: list[list[float]]


@dataclass(frozen=True, slots=True)
class _Scale:
    """What shares are divided by, and the pairs that tell sections of these documents apart."""

    open: float
    titled: float
    special: _Shares


def sought_of(ranked: Ranked, question: str) -> Sought:
    """Give what sections are weighed by, from a question's words and its candidates."""
    evidence = ranked.evidence
    best = int(ranked.order[0])
    titled = (evidence.title_counts[evidence.block[best]] > 0).tolist()
    shares = evidence.terms.shares.max(axis=1).tolist()
    pairs = [(pair, shares[at], titled[at]) for pair, at in evidence.terms.pairs.items() if shares[at] > 0]
    folded = normal.fold(question[:500])
    paper = _PAPER.search(folded)
    return Sought(
        open=tuple((pair, share) for pair, share, held in pairs if not held),
        titled=tuple((pair, share) for pair, share, held in pairs if held),
        aspects=aspects.asked_in(folded)[:ASPECTS],
        age=ages.age_in(folded),
        paper=paper[0][-_PAPER_END:] if paper else "",
        raw=dict(zip(evidence.numbers.tolist(), ranked.raw.tolist(), strict=True)),
        top=float(ranked.raw[best]),
    )


def weigh(sought: Sought, reader: Reader, documents: Sequence[int], layouts: Layouts) -> Iterator[Weighed]:
    """Weigh the sections of documents, the first of which is the best one found."""
    laid = [(place, found) for place in documents if (found := layouts.of(reader, place)) is not None]
    scale = _scale(sought, [section for _, found in laid for section in found.sections])
    for place, layout in laid:
        about = _about(sought, reader.names.rows[place].kind, own=place == documents[0])
        told = [layout.told(aspect) for aspect in sought.aspects]
        first = int(reader.first_passage[place])
        for at, section in enumerate(layout.sections):
            part = _Part(
                section,
                held=[pair for pair in sought.open if _has(section, pair[0])],
                marked=[pair for pair in scale.special if _has(section, pair[0])],
                headed=float(bool(told) and told[0][at][0]),
                told=[one[at][1] for one in told],
                first=first,
            )
            sentences = [
                _of_sentence(sought, part, scale, number) for number in range(len(section.sentences))
            ]
            yield Weighed(place, layout, section, _of_section(sought, part, scale, about), sentences)


@dataclass(frozen=True, slots=True)
class _Part:
    """A section and what of the question it holds.

    `held` are the open pairs and `marked` the special ones in it, `told` tells for each aspect which sentences tell
    it, `first` is the number of its document's first passage.
    """

    section: Section
    held: _Shares
    marked: _Shares
    headed: float
    told: list[list[bool]]
    first: int


def _about(sought: Sought, kind: Kind, *, own: bool) -> tuple[float, ...]:
    """Give what the sections of a document have in common."""
    guide = kind is Kind.GUIDE
    doing = bool(sought.aspects) and sought.aspects[0].name in DOING
    return float(own), float(guide), float(guide and doing), float(kind is Kind.INTERPRETATION)


def _of_section(sought: Sought, part: _Part, scale: _Scale, about: tuple[float, ...]) -> list[float]:
    section = part.section
    return [
        sum(share for _, share in part.held) / scale.open,
        sum(share for _, share in part.marked),
        sum(share for pair, share in sought.titled if pair in section.label) / scale.titled,
        part.headed,
        float(bool(part.told) and any(part.told[0])),
        float(section.purpose),
        float(section.wrongdoing),
        *about,
        math.log(max(_SHORT, section.end - section.start)) / 5,
    ]


def _of_sentence(sought: Sought, part: _Part, scale: _Scale, at: int) -> list[float]:
    sentence = part.section.sentences[at]
    told, second = ([float(one[at]) for one in part.told] + [0.0, 0.0])[:ASPECTS]
    raw = sought.raw.get(part.first + sentence.number, sought.top - _FAR)
    return [
        sum(share for pair, share in part.held if pair in sentence.bare) / scale.open if part.held else 0.0,
        sum(share for pair, share in part.marked if pair in sentence.bare) if part.marked else 0.0,
        told,
        second,
        float(sought.age is not None and sentence.covers(sought.age)),
        float(sentence.example),
        max(-1.0, (raw - sought.top) / _FAR),
        part.headed * told,
    ]


def _has(section: Section, pair: str) -> bool:
    return pair in section.bare or pair in section.label


def _scale(sought: Sought, parts: Sequence[Section]) -> _Scale:
    """Give what shares are divided by: words that no section knows count little.

    Of a document on two matters it is a pair that only some sections hold, though the title has it too, that tells
    which one is meant; the shares of these special pairs add up to 1.
    """
    holding = {
        pair: sum(_has(section, pair) for section in parts) for pair, _ in (*sought.open, *sought.titled)
    }
    known = sum(share for pair, share in sought.open if holding[pair])
    whole = sum(share for _, share in sought.open)
    rare = [
        (pair, share * math.log(len(parts) / holding[pair]))
        for pair, share in (*sought.open, *sought.titled)
        if holding[pair]
    ]
    total = max(1e-9, sum(share for _, share in rare))
    return _Scale(
        open=max(known, _KNOWN_LEAST * whole, _SHARE_LEAST),
        titled=max(sum(share for _, share in sought.titled), _SHARE_LEAST),
        special=[(pair, share / total) for pair, share in rare],
    )
