"""A pair counts as said where it stands itself, or where the documents' word for its saying does."""

from types import SimpleNamespace

import numpy as np
import pytest

from knowledge.judgement import said
from knowledge.judgement.holding import HeldPairs
from knowledge.judgement.quantities import NAMES, OfWindow
from knowledge.search.features import Marks
from knowledge.text.question import LentWords

# 洗肾 is said 透析; 报销 stands for itself.
PAIRS = {"报销": 0, "透析": 1}
QUESTION = SimpleNamespace(
    pairs=("洗肾", "报销"),
    lent=(LentWords(said=("洗肾",), words=("透析",), pairs=("透析",), names=(("透析",),)),),
)
TERMS = SimpleNamespace(pairs=PAIRS, rarest=[1.0], totals=[2.0], shares=np.array([[0.5], [0.25]]))
RANKED = SimpleNamespace(evidence=SimpleNamespace(terms=TERMS), question=QUESTION, number=0)


def _marks(*terms: int) -> Marks:
    return np.array([[term in terms for term in PAIRS.values()]])


@pytest.mark.parametrize(
    ("terms", "whole", "core", "told"),
    [((1, 0), 1.0, 0.5, 1.0), ((0,), 0.5, 0.5, 0.0), ((1,), 0.5, 0.5, 1.0), ((), 0.0, 0.0, 0.0)],
)
def test_what_the_documents_call_otherwise_is_said(
    terms: tuple[int, ...], whole: float, core: float, told: float
) -> None:
    values = np.zeros((1, len(NAMES)))
    # The sentence that says most holds the first of them.
    held = HeldPairs(_marks(*terms), _marks(*terms[:1]))
    said.say(values, RANKED, held, here=_marks(), document=_marks())  # type: ignore[arg-type]
    assert values[0, [OfWindow.SAID, OfWindow.SAID_CORE, OfWindow.SAYINGS_TOLD]].tolist() == [
        whole,
        core,
        told,
    ]
    assert values[0, OfWindow.UNSAID_PAIR] == 0.5
