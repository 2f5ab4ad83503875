"""How likely the best passage really answers: what the county's documents do not hold must not be answered."""

import math
from collections.abc import Sequence

import numpy as np

from knowledge.index.reader import Reader
from knowledge.search import features
from knowledge.search.evidence import Floats
from knowledge.search.features import ENOUGH_MARKS, OfPassage
from knowledge.search.ranking import Ranked
from knowledge.search.weights import Weights, of_weights
from knowledge.text import regions
from knowledge.text.clauses import COUNTED
from knowledge.text.question import AnswerKind

# What the best passage has of the features that it was ranked by.
_TOP_COLUMNS = [OfPassage.BLOCK_SCORE, OfPassage.WORDS, OfPassage.ELSEWHERE, OfPassage.TITLE_SHARE]
NAMES = (
    *(f"top_{features.NAMES[column]}" for column in _TOP_COLUMNS), "document_cover", "rarest_absent", "word_missing", "unnamed",
    "sought_there", "entropy", "share_of_first", "gap_to_another", "untold", "asks_list", "asks_other",
)  # fmt: skip
# Whoever writes a document's number means that document.
NAMED_CONFIDENCE = 0.95
USUAL_RARITY = 8.0
# Beyond this a single word is most of the question, and says no more by it.
HEAVY_WORD_SHARE = 0.5
FAR_POINTS = 5.0


def of_question(ranked: Ranked, reader: Reader) -> list[float]:
    """Give the values of `NAMES` for a question and its candidates."""
    terms, number, question = ranked.evidence.terms, ranked.number, ranked.question
    return [
        *(ranked.features[ranked.order[0], _TOP_COLUMNS].tolist()),
        *_of_matter(ranked),
        _unnamed(ranked, reader),
        _sought_there(ranked, reader),
        *_of_rivals(ranked, reader),
        1 - terms.sizes[number] / max(1, len(question.pairs)),
        float(question.answer_kind is AnswerKind.LIST),
        float(question.answer_kind is AnswerKind.OTHER),
    ]


def confidence(ranked: Ranked, signs: Sequence[float], weights: Weights) -> float:
    """Give the probability, 0 to 1, that the best passage answers the question; `signs` are the values of `NAMES`."""
    if ranked.named is not None and ranked.named == ranked.best_docnum:
        return NAMED_CONFIDENCE
    fitted, bias = confidence_weights(weights)
    score = bias + sum(value * weight for value, weight in zip(signs, fitted, strict=True))
    return 1 / (1 + math.exp(-score))


@of_weights
def confidence_weights(weights: Weights) -> tuple[list[float], float]:
    """Give the weights of the confidence features, in the order of `NAMES`, and the constant."""
    fitted = weights["confidence"]
    return [float(fitted[name]) for name in NAMES], float(fitted["bias"])


def _of_matter(ranked: Ranked) -> tuple[float, float, float]:
    """Give what of the question the best document holds and lacks.

    The share of the question that stands in the document, how rare the rarest pair is that does not, and the
    weightiest word that does not stand in the passage.
    """
    evidence, number = ranked.evidence, ranked.number
    terms, best = evidence.terms, int(ranked.order[0])
    block = int(evidence.block[best])
    share = terms.shares[:, number]
    titled = evidence.title_counts[block] > 0
    there = titled | _pairs_in(ranked, evidence.documents[block])
    lacking = float((share * ~there).max()) * terms.totals[number]
    return (
        float(there @ share),
        lacking / USUAL_RARITY,
        _word_missing(ranked, titled | (evidence.counts[best] > 0)),
    )


def _pairs_in(ranked: Ranked, docnum: int) -> features.Marks:
    """Tell which pairs stand in the candidate passages of a document: array (pairs,)."""
    evidence = ranked.evidence
    borders = (*evidence.block_starts.tolist(), len(evidence.block))
    there = np.zeros(len(evidence.terms.pairs), dtype=bool)
    for block, document in enumerate(evidence.documents):
        if document == docnum:
            there |= evidence.counts[borders[block] : borders[block + 1]].any(axis=0)
    return there


def _word_missing(ranked: Ranked, held: features.Marks) -> float:
    """Give the share of the question, by rarity, of the weightiest word that does not stand there whole."""
    terms = ranked.evidence.terms
    if not terms.word_starts:
        return 0.0
    missing = terms.word_shares[:, ranked.number] * ~features.whole_words(held, terms)
    return min(HEAVY_WORD_SHARE, float(missing.max()))


def _unnamed(ranked: Ranked, reader: Reader) -> float:
    """Tell whether the question names a region that the best document nowhere names, nor what that region lies in."""
    asked = regions.named(ranked.question.core)
    if not asked:
        return 0.0
    docnum = ranked.best_docnum
    document = reader.document(docnum)
    said = f"{document.title}{document.place}{document.issuer}{document.unit}"
    names = {name for region in asked for name in region.names}
    if any(name in said for name in names):
        return 0.0
    text = reader.texts.bare(*reader.texts.text_range(docnum)).tobytes()
    return float(not any(name.encode("utf-16-le") in text for name in names))


def _sought_there(ranked: Ranked, reader: Reader) -> float:
    """Give how surely the best passage names the kind of thing that is asked for; 0 for what cannot be counted."""
    kind = ranked.question.answer_kind.value
    if kind not in COUNTED:
        return 0.0
    best = ranked.number_of(int(ranked.order[0]))
    count = int(reader.texts.passage_counts(best, COUNTED.index(kind)))
    return min(1.0, count / ENOUGH_MARKS)


def _of_rivals(ranked: Ranked, reader: Reader) -> tuple[float, float, float]:
    """Give how undecided the documents' scores are, the first one's share, and its lead over another title.

    A document that was published twice is no rival of itself.
    """
    best = _best_of_documents(ranked.raw, ranked)
    top = float(ranked.raw[ranked.order[0]])
    leads = [score - top for score in best.values()]
    powers = [math.exp(lead) for lead in leads]
    whole = sum(powers)
    entropy = math.log(whole) - sum(power * lead for power, lead in zip(powers, leads, strict=True)) / whole
    return entropy, 1 / whole, _lead(best, ranked, reader) / FAR_POINTS


def lead_over_another(ranked: Ranked, reader: Reader) -> float:
    """Give by how many points the first document leads over the best one of another title, at most `FAR_POINTS`."""
    return _lead(_best_of_documents(ranked.raw, ranked), ranked, reader)


def _lead(best: dict[int, float], ranked: Ranked, reader: Reader) -> float:
    title = reader.texts.title(ranked.best_docnum).tobytes()
    falling = sorted(best, key=lambda docnum: -best[docnum])
    other = next((docnum for docnum in falling if reader.texts.title(docnum).tobytes() != title), None)
    top = float(ranked.raw[ranked.order[0]])
    return FAR_POINTS if other is None else min(FAR_POINTS, top - best[other])


def _best_of_documents(raw: Floats, ranked: Ranked) -> dict[int, float]:
    """Give the score of each document's best passage."""
    best: dict[int, float] = {}
    scores = np.maximum.reduceat(raw, ranked.evidence.block_starts).tolist()
    for docnum, score in zip(ranked.evidence.documents, scores, strict=True):
        best[docnum] = max(score, best.get(docnum, score))
    return best
