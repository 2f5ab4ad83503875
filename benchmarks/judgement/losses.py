"""Where unhelped questions were lost: the first stage after which no answer could come any more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from benchmarks.judgement.figures import is_shown, shown
from benchmarks.judgement.fitting import Prediction
from benchmarks.judgement.questions import Fate

PARTS = ("natural", "county")


class Loss(StrEnum):
    """What became of a question that has an answer."""

    HELPED = "helped"
    NO_DOCUMENT = "its document is not among those looked into"
    NO_STRETCH = "its document is, and no stretch of it holds the answer"
    OTHER_DOCUMENT = "a stretch of another document was chosen"
    OTHER_STRETCH = "another stretch of its document was chosen"
    NOT_SHOWN = "the right stretch was chosen and not shown"
    CUT_OFF = "the right stretch was chosen, and cut before the answer"


def loss_of(prediction: Prediction, bars: Mapping[str, float]) -> Loss:
    """Give the stage that lost a question, by predictions that did not see it."""
    candidates, first = prediction.example.candidates, prediction.order[0]
    helps, seen = shown(prediction).helps, is_shown(prediction, bars)
    if helps and seen:
        return Loss.HELPED
    if not any(one.near for one in candidates):
        return Loss.NO_DOCUMENT
    if not any(one.right for one in candidates):
        return Loss.NO_STRETCH
    if helps:
        return Loss.NOT_SHOWN
    if not candidates[first].right:
        return Loss.OTHER_STRETCH if candidates[first].near else Loss.OTHER_DOCUMENT
    return Loss.CUT_OFF


def losses(predictions: Sequence[Prediction], bars: Mapping[str, float]) -> dict[str, Counter[Loss]]:
    """Give by part how many questions each stage lost."""
    return {
        part: Counter(
            loss_of(one, bars)
            for one in predictions
            if one.example.lesson.part == part and one.example.lesson.fate is Fate.ANSWERED
        )
        for part in PARTS
    }
