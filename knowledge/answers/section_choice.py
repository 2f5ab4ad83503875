"""Where in a county's documents the answer stands: the sections of one matter's documents weighed against each other.

A policy, its interpretation and its guide are weighed together: the guide says where to go, the policy how much.
Texts without structure, as news have it, are left to the spans.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answers.matter import Layouts
from knowledge.answers.section_features import OfSection, OfSentence, SectionQuery, weigh
from knowledge.index.reader import Reader
from knowledge.search.columns import labels
from knowledge.search.evidence import Floats
from knowledge.search.weights import Weights, of_weights, shipped
from knowledge.text.matter_words import EVERYWHERE

# More of the question in titles and headings than this says no more.
NAMED_ENOUGH_SHARE = 0.15
# Papers have names: the rules of one do not answer for another.
FOREIGN_FACTOR = 0.3
SUREST_CONFIDENCE = 0.995


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """A section that may answer: its document's docnum, what to show and what decided, in characters of the text.

    `number` counts the document's passages from 0, `behind` tells how many points it lies behind the best one, 0 or less.
    `named` is the share of the question's matter, 0 to 1, that stands in the headings over the section or in the titles
    of the documents weighed, `missing` the share that none of them holds anywhere; `foreign` tells that the question is
    about a paper, such as a licence, that none of these documents mentions, or names no matter at all.
    """

    docnum: int
    quote: tuple[int, int]
    span: tuple[int, int]
    number: int
    behind: float
    named: float
    missing: float
    foreign: bool


def choose(
    query: SectionQuery,
    reader: Reader,
    docnums: Sequence[int],
    *,
    layouts: Layouts,
    weights: Weights,
    limit: int = 1,
) -> list[SectionChoice]:
    """Give the sections that answer best, `limit` at most, best first; none when none of the documents is structured.

    The first document is the best one found, the others its family.
    """
    weighed = weigh(query, reader, docnums, layouts)
    if weighed is None:
        return []
    shelf, (by_section, by_sentence) = weighed.shelf, _section_weights(weights)
    scores = (weighed.sections @ by_section)[shelf.owner] + weighed.sentences @ by_sentence
    best = np.maximum.reduceat(scores, shelf.first)
    titles = shelf.titles
    missing = _missing(query, weighed.known, titles)
    foreign = not _telling(query) or (
        bool(query.paper)
        and query.paper not in titles
        and not _mentioned(query.paper, reader, docnums, layouts)
    )
    chosen = []
    for number in (-best).argsort(kind="stable")[:limit].tolist():
        docnum, layout, section = shelf.parts[number]
        first = int(shelf.first[number])
        at = int(scores[first : first + len(section.sentences)].argmax())
        sentence = section.sentences[at]
        chosen.append(
            SectionChoice(
                docnum,
                layout.quote(section, at),
                (sentence.start, sentence.end),
                sentence.number,
                behind=float(best[number] - best.max()),
                named=_named(query, f"{titles} {section.label}"),
                missing=missing,
                foreign=foreign,
            )
        )
    return chosen


def surer(confidence: float, chosen: SectionChoice, weights: Weights) -> float:
    """Give how likely a section answers, 0 to 1, from how likely its document does and what titles and headings name.

    What a county's short document names neither in its title nor in a heading it mentions in passing: a guide for
    food stalls holds 健康证 and still does not tell where to get one.
    """
    fitted = _fitted(weights, "named")
    said = min(SUREST_CONFIDENCE, max(1 - SUREST_CONFIDENCE, confidence))
    score = fitted["bias"] + fitted["said"] * math.log(said / (1 - said))
    score += fitted["share"] * min(NAMED_ENOUGH_SHARE, chosen.named) + fitted["missing"] * chosen.missing
    return float(1 / (1 + math.exp(-score))) * (FOREIGN_FACTOR if chosen.foreign else 1.0)


def _named(query: SectionQuery, names: str) -> float:
    """Give the share of a question's matter that stands in some names."""
    pairs = _telling(query)
    return sum(share for pair, share in pairs if pair in names) / max(1e-9, sum(share for _, share in pairs))


def _missing(query: SectionQuery, known: frozenset[str], titles: str) -> float:
    """Give the share of the words meant that no document of the matter holds: 公租房能养宠物吗 speaks of pets."""
    whole = sum(query.meant.values())
    lacking = (share for pair, share in query.meant.items() if pair not in known and pair not in titles)
    return sum(lacking) / max(1e-9, whole)


def _telling(query: SectionQuery) -> list[tuple[str, float]]:
    """Give the pairs of a question that name its matter; what joins two words, as 有补 does, is nobody's name."""
    telling = query.inner - EVERYWHERE
    return [pair for pair in (*query.open, *query.titled) if pair[0] in telling]


def _mentioned(paper: str, reader: Reader, docnums: Sequence[int], layouts: Layouts) -> bool:
    """Whether any of the documents mentions a paper."""
    return any(paper in found.text for docnum in docnums if (found := layouts.of(reader, docnum)) is not None)


@of_weights
def _section_weights(weights: Weights) -> tuple[Floats, Floats]:
    fitted = _fitted(weights, "section")
    of_section, of_sentence = (
        np.array([fitted[name] for name in labels(columns)], dtype=np.float64)
        for columns in (OfSection, OfSentence)
    )
    return of_section, of_sentence


def _fitted(weights: Weights, part: str) -> dict[str, float]:
    """Give a part of weights; a county's own need not hold those of sections."""
    found: dict[str, float] = weights.get(part) or shipped()[part]
    return found
