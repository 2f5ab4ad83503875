"""What of a question is said by a stretch, in the question's own words or in what documents call the same.

洗肾 stands in no document, 透析 does. Whoever counts the letters of both finds half of such a question missing wherever it is
answered; so each pair of letters counts as said where it stands itself, or where the documents' word for its saying does.
"""

import numpy as np
import numpy.typing as npt

from knowledge.judgement.holding import HeldPairs
from knowledge.judgement.quantities import OfWindow
from knowledge.search.evidence import Floats, Integers
from knowledge.search.features import Marks
from knowledge.search.ranking import Ranked

Columns = npt.NDArray[np.intp]


def say(values: Floats, ranked: Ranked, held: HeldPairs, *, here: Marks, document: Marks) -> None:
    """Fill in how much of the question is said in the stretches, their sentences, `here` (passage and title), and `document`.

    The marks are arrays (windows, pairs).
    """
    asked = _asked(ranked)
    if asked is None:
        return
    weights, own, covering, names = asked
    windows = len(values)
    stacked = np.concatenate((held.whole, held.core, here, document))
    said = np.zeros((len(stacked), len(names)), dtype=bool)
    for saying, columns in enumerate(names):
        if columns:
            there = np.stack([stacked[:, name].all(axis=1) for name in columns])
            # The first word is what is meant; the others say of what, and most of them together say it too.
            said[:, saying] = there[0] | (2 * there.sum(axis=0) > len(columns))
    known = np.where(own >= 0, stacked[:, np.maximum(own, 0)], False)
    covered = known | ((said.astype(np.float64) @ covering) > 0)
    shares = (covered @ weights).reshape(4, windows)
    values[:, OfWindow.SAID] = shares[0]
    values[:, OfWindow.SAID_CORE] = shares[1]
    values[:, OfWindow.SAID_NEAR] = shares[2]
    values[:, OfWindow.SAID_IN_DOCUMENT] = shares[3]
    lacking = ~covered[3 * windows :]
    values[:, OfWindow.UNSAID_PAIR] = (lacking * weights).max(axis=1)
    if len(names):
        told = said.reshape(4, windows, len(names)).mean(axis=2)
        values[:, OfWindow.SAYINGS] = 1.0
        values[:, OfWindow.SAYINGS_TOLD] = told[0]
        values[:, OfWindow.SAYINGS_TOLD_CORE] = told[1]
        values[:, OfWindow.SAYINGS_IN_DOCUMENT] = told[3]


def _asked(ranked: Ranked) -> tuple[Floats, Integers, Floats, list[list[Columns]]] | None:
    """Give each pair of the question's weight and column, by which sayings it is said otherwise, and the words for these."""
    terms, question, number = ranked.evidence.terms, ranked.question, ranked.number
    if not question.pairs:
        return None
    rarest = terms.rarest[number] / terms.totals[number]
    own = np.array([terms.pairs.get(pair, -1) for pair in question.pairs])
    shares = terms.shares[:, number]
    # A pair that stands in no document is as rare as can be.
    weights = np.where(own >= 0, shares[np.maximum(own, 0)], rarest)
    names: list[list[Columns]] = []
    covering = []
    for lent in question.lent:
        columns = [
            np.array([terms.pairs[pair] for pair in name])
            for name in lent.names
            if name and all(pair in terms.pairs for pair in name)
        ]
        said = frozenset(lent.said)
        names.append(columns)
        covering.append([float(pair in said) for pair in question.pairs])
    return (
        weights / max(1e-9, float(weights.sum())),
        own,
        np.array(covering).reshape(len(names), len(question.pairs)),
        names,
    )
