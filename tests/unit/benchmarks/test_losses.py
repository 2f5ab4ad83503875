"""A question is lost at the first stage after which no answer could come any more."""

from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.judgement.examples import Candidate
from benchmarks.judgement.losses import Loss, loss_of
from benchmarks.judgement.questions import Fate

BARS = {"likely": 0.3, "likely_structured": 0.3}
ANSWER = "每月六十元"


def stretch(document: str, words: str, *, right: bool = False) -> Candidate:
    return Candidate(document, words, words, 0, ((0, len(words)),), 0, right, near=document == "own")


RIGHT, WRONG, OTHER = (
    stretch("own", f"津贴{ANSWER}。", right=True),
    stretch("own", "由民政局发放。"),
    stretch("other", "每月六百元。"),
)


def prediction(*candidates: Candidate, belonging: float = 0.9) -> Any:
    lesson = SimpleNamespace(fate=Fate.ANSWERED, part="natural", answers=(ANSWER,))
    return SimpleNamespace(
        example=SimpleNamespace(candidates=candidates, lesson=lesson),
        order=list(range(len(candidates))),
        shares=[0.9, *(0.01 for _ in candidates[1:])],
        belonging=belonging,
        structured=False,
    )


@pytest.mark.parametrize(
    ("candidates", "belonging", "lost"),
    [
        ((RIGHT, WRONG), 0.9, Loss.HELPED),
        ((RIGHT, WRONG), 0.1, Loss.NOT_SHOWN),
        ((WRONG, RIGHT), 0.9, Loss.OTHER_STRETCH),
        ((OTHER, RIGHT), 0.1, Loss.OTHER_DOCUMENT),
        ((OTHER, WRONG), 0.9, Loss.NO_STRETCH),
        ((OTHER,), 0.9, Loss.NO_DOCUMENT),
    ],
)
def test_a_loss_is_told_by_its_first_stage(
    candidates: tuple[Candidate, ...], belonging: float, lost: Loss
) -> None:
    assert loss_of(prediction(*candidates, belonging=belonging), BARS) is lost
