"""How likely the best passage really answers: what the county's documents do not hold must not be answered."""

from functools import cache

import numpy as np

from knowledge import features
from knowledge.evidence import Floats
from knowledge.question import FAMILIES
from knowledge.ranking import Ranked, weights

_TOP = (
    "bm25", "cover", "cover_alone", "words", "title_cover", "letters", "run", "rarest_missing", "block_words",
    "block_pairs", "document_cover", "length",
)  # fmt: skip
NAMES = (
    *(f"top_{name}" for name in _TOP), "raw", "gap_document", "gap_second", "gap_fifth", "spread", "best_cover",
    "best_block", "second_cover", "window", "question_length", "terms", "rarity", "cover_length", "cover_square",
    *(f"asks_{kind.value}" for kind in FAMILIES),
)  # fmt: skip
WINDOW = 80
# Whoever writes a document's number means that document.
NAMED = 0.95


def of_question(ranked: Ranked) -> Floats:
    """Give one row of `NAMES` for a question and its candidates."""
    rows = ranked.features[ranked.order]
    column = {name: at for at, name in enumerate(features.NAMES)}
    top = rows[0]
    raw = ranked.raw[ranked.order]
    owner = ranked.evidence.document[ranked.order]
    others = raw[owner != owner[0]]
    terms = ranked.evidence.terms
    cover = top[column["cover"]]
    length = min(1.0, terms.length / 40)
    return np.array(
        [
            *(top[column[name]] for name in _TOP),
            raw[0] / 10,
            min(5.0, raw[0] - others[0]) / 5 if len(others) else 1.0,
            min(5.0, raw[0] - raw[min(1, len(raw) - 1)]) / 5,
            min(8.0, raw[0] - raw[min(4, len(raw) - 1)]) / 8,
            float(np.std(raw[:5])) / 3,
            rows[:, column["cover"]].max(),
            (rows[:, column["block_words"]] + rows[:, column["block_pairs"]]).max(),
            rows[min(1, len(rows) - 1), column["cover"]],
            _window(ranked),
            length,
            min(1.0, len(terms.rarity) / 30),
            float(terms.rarity.mean()) / 8,
            cover * length,
            cover * cover,
            *(float(ranked.question.sought.family is kind) for kind in FAMILIES),
        ]
    )


def confidence(ranked: Ranked) -> float:
    """Give the probability, 0 to 1, that the best passage answers the question."""
    if ranked.named == ranked.place_of(int(ranked.order[0])):
        return NAMED
    fitted = weights()["confidence"]
    score = float(of_question(ranked) @ confidence_weights()) + float(fitted["bias"])
    return float(1 / (1 + np.exp(-score)))


@cache
def confidence_weights() -> Floats:
    """Give the weights of the confidence features, in the order of `NAMES`."""
    fitted = weights()["confidence"]
    return np.array([fitted[name] for name in NAMES], dtype=np.float64)


def _window(ranked: Ranked) -> float:
    """Give the share of the question, by rarity, that the densest stretch of the best passage holds."""
    evidence = ranked.evidence
    mine = evidence.row == ranked.order[0]
    places, terms = evidence.at[mine], evidence.term[mine]
    total = float(evidence.terms.rarity.sum())
    if not len(places) or total <= 0:
        return 0.0
    near = (places[None, :] >= places[:, None]) & (places[None, :] < places[:, None] + WINDOW)
    held = np.zeros((len(places), len(evidence.terms.rarity)), dtype=bool)
    first, second = np.nonzero(near)
    held[first, terms[second]] = True
    return float((held @ evidence.terms.rarity).max() / total)
