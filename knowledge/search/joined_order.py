"""Two first stages made one: passages found by words and by meaning, in an order that both have a say in.

A passage gains by how close it comes in meaning, so much more than a feature of words that it can overtake, so little
that what the words put far ahead stays there. The joined order then takes the words' own scores, the best for the
first: what the calendar, a document's number and the confidence count in stays what it was. Joining by places alone
(reciprocal ranks) was measured, and lost: docs/decisions/meaning-model.md.
"""

import numpy as np

from knowledge.search.evidence import Floats
from knowledge.search.features import Marks

# What the nearest passage of all gains over one taken at random, in points of the words' scores.
MEANING_POINTS = 15.0


def joined(raw: Floats, closeness: Floats) -> Floats:
    """Give the scores of passages in the joined order: array (readings, passages), as `raw`, the scores by words.

    `closeness`, array (readings, passages), tells how near each comes in meaning, 1 the nearest of all.
    """
    found = np.empty_like(raw)
    for number, scores in enumerate(raw):
        both = scores + MEANING_POINTS * closeness[number]
        # Equal sums keep the order of the passages, as the words' own scores do.
        found[number, (-both).argsort(kind="stable")] = -np.sort(-scores)
    return found


def completed(closeness: Floats, raw: Floats, *, known: Marks) -> Floats:
    """Give for each reading how near passages come in meaning, those without a vector included: array (readings, passages).

    Such a one counts as close as the passage that stands in meaning where it stands by its words, so that what was
    published a minute ago loses nothing by it.
    """
    if not known.any():
        return np.zeros_like(raw)
    falling = -np.sort(-closeness[known])
    found = np.empty_like(raw)
    for number, scores in enumerate(raw):
        at_place = falling[np.minimum(places(scores), len(falling)) - 1]
        found[number] = np.where(known, closeness, at_place)
    return found


def places(values: Floats) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give the place of each value, counted from 1, the greatest first; of equal ones the first."""
    found = np.empty(len(values), dtype=np.int64)
    found[(-values).argsort(kind="stable")] = np.arange(1, len(values) + 1)
    return found
