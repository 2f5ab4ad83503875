"""What of a question's single letters a stretch holds: people say 租, 交, 退, documents 租赁, 缴纳, 退还.

Pairs and words of letters find nothing where one letter of everyday speech stands in a word of two; the letters alone say
little of a whole document, and much of which of a question's few stretches is the one. A letter that stands in all of them
tells nothing, so they count once more by how few of the stretches hold them.
"""

from collections.abc import Sequence

import numpy as np

from knowledge.judgement.facts import StretchFacts
from knowledge.judgement.quantities import OfWindow
from knowledge.search.evidence import Floats
from knowledge.search.features import Marks
from knowledge.text.question import Question


def telling_letters(question: Question) -> tuple[str, ...]:
    """Give the distinct letters of the words that a question looks for, figures apart; 我 and 还 stand everywhere."""
    return tuple(letter for letter in dict.fromkeys("".join(question.words)) if not letter.isdigit())


def spell(values: Floats, letters: Sequence[str], facts: Sequence[StretchFacts]) -> None:
    """Fill in what share of the letters of a question, at least one, the stretches, their sentences and their names hold."""
    whole = _marks(letters, [one.letters for one in facts])
    core = _marks(letters, [one.letters_of_core for one in facts])
    names = _marks(letters, [one.letters_of_names for one in facts])
    around = whole | names
    rare = np.log((len(facts) + 1) / (around.sum(axis=0) + 1))
    rare /= max(1e-9, float(rare.sum()))
    # In the order of the columns, LETTERS to LETTERS_AROUND.
    counted = np.stack((whole, core, names, around)).sum(axis=2)
    values[:, OfWindow.LETTERS : OfWindow.LETTERS_AROUND + 1] = counted.T / len(letters)
    values[:, OfWindow.RARE_LETTERS] = around @ rare
    values[:, OfWindow.RARE_LETTERS_CORE] = core @ rare


def _marks(letters: Sequence[str], held: Sequence[frozenset[str]]) -> Marks:
    """Tell which of the texts holds which letter: array (texts, letters)."""
    rows = b"".join([bytes(map(own.__contains__, letters)) for own in held])
    return np.frombuffer(rows, dtype=bool).reshape(len(held), len(letters))
