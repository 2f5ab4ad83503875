"""How sure the choice among stretches is, as measures: its lead over the rest, and what the search itself knew.

Choosing and being sure are two questions. Which of a question's stretches says most is told by comparing them with one
another; whether even the best one answers is told by how far it leads, by what of the question stands nowhere, and by
whether persons, place, year and the thing asked for agree (`measures`), never by the length or the style of a question.
"""

from collections.abc import Sequence

import numpy as np

from knowledge.judgement import quantities
from knowledge.judgement.windows import Window
from knowledge.search import confidence
from knowledge.search.columns import Columns, labels
from knowledge.search.evidence import Floats
from knowledge.search.lookup import SearchResult


class OfChoice(Columns):
    """What is measured of a stretch among the others of its question."""

    SCORE: int
    SHARE: int
    SHARE_LOG: int
    DOCUMENT_SHARE: int
    OTHER_DOCUMENT: int
    SPREAD: int
    SEARCH_CHANCE: int
    SEARCH_ODDS: int
    WINDOWS: int
    THREADED: int
    THREADED_ODDS: int


NAMES = (
    *quantities.NAMES,
    *(f"choice_{name}" for name in labels(OfChoice)),
    *(f"search_{name}" for name in confidence.NAMES),
)
# Those of the stretches themselves stand first.
_FIRST = len(quantities.NAMES)
FAR_POINTS = 5.0
USUAL_WINDOWS = 10.0
SUREST = 0.995
LEAST_SHARE = 1e-9


def shares_of(scores: Floats) -> Floats:
    """Give how likely each stretch is the one among those of its question, given that one is: array (windows,)."""
    powers = np.exp(scores - scores.max())
    shares: Floats = powers / powers.sum()
    return shares


def of_choice(
    windows: Sequence[Window], found: SearchResult, *, measured: Floats, scores: Floats, threaded: bool
) -> Floats:
    """Give what tells how sure each stretch is: array (windows, `NAMES`).

    `measured`, array (windows, `quantities.NAMES`), are the stretches' own measures, `scores` how they were chosen among;
    `threaded` tells that the question was looked up with the title of what was talked about, of which the search is
    always sure. What single letters tell puts stretches in their order and makes nobody surer: those of a question stand
    near everything.
    """
    shares = np.maximum(LEAST_SHARE, shares_of(scores))
    docnums = np.array([window.docnum for window in windows])
    own = docnums[:, None] == docnums[None, :]
    best_other = np.where(own, -np.inf, scores[None, :]).max(axis=1)
    said = min(SUREST, max(1 - SUREST, found.confidence))
    odds = float(np.log(said / (1 - said)))
    logs = np.log(shares)
    values = np.empty((len(windows), len(NAMES)))
    values[:, :_FIRST] = measured
    values[:, quantities.SPELT] = 0.0
    values[:, _FIRST + OfChoice.SCORE] = scores / FAR_POINTS
    values[:, _FIRST + OfChoice.SHARE] = shares
    values[:, _FIRST + OfChoice.SHARE_LOG] = logs
    values[:, _FIRST + OfChoice.DOCUMENT_SHARE] = own @ shares
    values[:, _FIRST + OfChoice.OTHER_DOCUMENT] = np.minimum(FAR_POINTS, scores - best_other) / FAR_POINTS
    # What is the same for all stretches of a question, in the order of the columns.
    of_question = (
        -float(shares @ logs),
        found.confidence,
        odds,
        len(windows) / USUAL_WINDOWS,
        float(threaded),
        odds * threaded,
    )
    values[:, _FIRST + OfChoice.SPREAD :] = (*of_question, *found.signs)
    return values
