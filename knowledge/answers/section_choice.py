"""Where in a county's documents the answer stands: the sections of one matter's documents weighed against each other.

A policy, its interpretation and its guide are weighed together: the guide says where to go, the policy how much.
Texts without structure, as news have it, are left to the spans.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answers.matter import Layouts
from knowledge.answers.section_features import OF_SECTION, OF_SENTENCE, Sought, weigh
from knowledge.index.reader import Reader
from knowledge.search.evidence import Floats
from knowledge.search.weights import of_weights, shipped, weights

# More of the question in titles and headings than this says no more.
NAMED_ENOUGH = 0.15
# Papers have names: the rules of one do not answer for another.
FOREIGN = 0.3
_SUREST = 0.995
# What is done with every matter names none.
EVERYWHERE = frozenset(
    {"申请", "办理", "报名", "申领", "收费", "标准", "条件", "材料", "补贴", "补助", "时间", "费用", "登记"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: the document's place, what to show and what decided, in characters of its text.

    `number` counts the document's passages from 0; `named` is the share of the question's matter, 0 to 1, that stands
    in the headings over the place or in the titles of the documents weighed, `missing` the share that none of them
    holds anywhere; `foreign` tells that the question is
    about a paper, such as a licence, that none of these documents mentions, or names no matter at all.
    """

    document: int
    quote: tuple[int, int]
    span: tuple[int, int]
    number: int
    named: float
    missing: float
    foreign: bool


def choose(sought: Sought, reader: Reader, documents: Sequence[int], layouts: Layouts) -> Place | None:
    """Give the place that answers best; None when none of the documents is structured.

    The first document is the best one found, the others its family.
    """
    weighed = weigh(sought, reader, documents, layouts)
    if weighed is None:
        return None
    by_section, by_sentence = _weights()
    scores = (weighed.sections @ by_section)[weighed.owner] + weighed.sentences @ by_sentence
    best = int(scores.argmax())
    number = int(weighed.owner[best])
    place, layout, section = weighed.parts[number]
    at = best - int(weighed.first[number])
    sentence = section.sentences[at]
    titles = " ".join(reader.name_of(one).title for one in documents)
    return Place(
        place,
        layout.quote(section, at),
        (sentence.start, sentence.end),
        sentence.number,
        named=_named(sought, f"{titles} {section.label}"),
        missing=_missing(sought, weighed.known, titles),
        foreign=not _telling(sought)
        or (
            bool(sought.paper)
            and sought.paper not in titles
            and not _mentioned(sought.paper, reader, documents, layouts)
        ),
    )


def surer(confidence: float, place: Place) -> float:
    """Give how likely a place answers, 0 to 1, from how likely its document does and what titles and headings name.

    What a county's short document names neither in its title nor in a heading it mentions in passing: a guide for
    food stalls holds 健康证 and still does not tell where to get one.
    """
    fitted = _fitted("named")
    said = min(_SUREST, max(1 - _SUREST, confidence))
    score = fitted["bias"] + fitted["said"] * math.log(said / (1 - said))
    score += fitted["share"] * min(NAMED_ENOUGH, place.named) + fitted["missing"] * place.missing
    return float(1 / (1 + math.exp(-score))) * (FOREIGN if place.foreign else 1.0)


def _named(sought: Sought, names: str) -> float:
    """Give the share of a question's matter that stands in some names."""
    pairs = _telling(sought)
    return sum(share for pair, share in pairs if pair in names) / max(1e-9, sum(share for _, share in pairs))


def _missing(sought: Sought, known: frozenset[str], titles: str) -> float:
    """Give the share of the words meant that no document of the matter holds: 公租房能养宠物吗 speaks of pets."""
    whole = sum(sought.meant.values())
    lacking = (share for pair, share in sought.meant.items() if pair not in known and pair not in titles)
    return sum(lacking) / max(1e-9, whole)


def _telling(sought: Sought) -> list[tuple[str, float]]:
    """Give the pairs of a question that name its matter; what joins two words, as 有补 does, is nobody's name."""
    telling = sought.inner - EVERYWHERE
    return [pair for pair in (*sought.open, *sought.titled) if pair[0] in telling]


def _mentioned(paper: str, reader: Reader, documents: Sequence[int], layouts: Layouts) -> bool:
    """Whether any of the documents mentions a paper."""
    return any(paper in found.text for one in documents if (found := layouts.of(reader, one)) is not None)


@of_weights
def _weights() -> tuple[Floats, Floats]:
    fitted = _fitted("section")
    of_section, of_sentence = (
        np.array([fitted[name] for name in names], dtype=np.float64) for names in (OF_SECTION, OF_SENTENCE)
    )
    return of_section, of_sentence


def _fitted(part: str) -> dict[str, float]:
    """Give some of the weights in use; a county's own need not hold those of sections."""
    found: dict[str, float] = weights().get(part) or shipped()[part]
    return found
