"""The figures of a handful of questions put together by hand."""

import math

import pytest

from knowledge.evaluation.helpfulness_report import MeasuredQuestion, report
from knowledge.evaluation.metrics import Figures
from knowledge.evaluation.natural_questions import NaturalQuestion, QuestionKind, WantedAnswer

WANTED = WantedAnswer("问", ("答",), ("d",))


def asked(
    name: str, *, second: Figures | None = None, style: str = "plain", **figures: float
) -> MeasuredQuestion:
    kind = QuestionKind.FOLLOW_UP if second else QuestionKind.ANSWERABLE
    names = (
        "helped",
        "helped_whole",
        "within_one_tap",
        "sure",
        "likely",
        "asked_back",
        "misled",
        "right",
        "shown",
    )
    whole = dict.fromkeys(names, 0.0)
    return MeasuredQuestion(NaturalQuestion(name, kind, WANTED, style), {**whole, **figures}, second)


def other(kind: QuestionKind, name: str, *, style: str = "", **figures: float) -> MeasuredQuestion:
    whole = {"sure": 0.0, "noise": 0.0, "right": 0.0, "shown": 0.0}
    return MeasuredQuestion(NaturalQuestion(name, kind, WANTED, style, near=("d",)), {**whole, **figures})


MEASURED = [
    asked("a", helped=1, helped_whole=1, within_one_tap=1, sure=1, right=1, shown=1, confidence=0.9),
    asked("b", within_one_tap=1, right=1, confidence=0.4),
    asked("c", sure=1, misled=1, shown=1, confidence=0.6, style="voice"),
    asked(
        "f",
        helped=1,
        within_one_tap=1,
        right=1,
        shown=1,
        likely=1,
        confidence=0.8,
        second={"helped": 1.0, "misled": 0.0},
    ),
    other(QuestionKind.NEAR_MISS, "m", sure=1, noise=1, shown=1, confidence=0.7, style="voice"),
    other(QuestionKind.NEAR_MISS, "n", style="plain"),
    other(QuestionKind.UNANSWERABLE, "s", noise=1, shown=1, confidence=0.99),
    other(QuestionKind.UNANSWERABLE, "t", confidence=0.98),
]


def test_each_figure_rests_on_the_questions_of_its_kind() -> None:
    found = {name: (one.value, one.count) for name, one in report(MEASURED).figures.items()}
    assert found["helped"] == (0.5, 4)
    assert found["helped_whole"] == (0.25, 4)
    assert found["within_one_tap"] == (0.75, 4)
    assert found["sure"] == (0.5, 4)
    assert found["likely"] == (0.25, 4)
    assert found["asked_back"] == (0.0, 4)
    assert found["misled"] == (0.25, 4)
    assert found["best_passage_right"] == (0.75, 4)
    assert found["near_miss_sure"] == (0.5, 2)
    assert found["noise"] == (0.5, 4)
    assert found["noise_near_miss"] == (0.5, 2)
    assert found["noise_unanswerable"] == (0.5, 2)
    assert found["second_helped"] == (1.0, 1)
    assert found["second_misled"] == (0.0, 1)


def test_confidence_tells_right_ones_from_all_others_but_strangers() -> None:
    figures = report(MEASURED).figures
    # Right: .9 .4 .8; others: .6, .7 and a near-miss without any confidence. 3 + 1 + 3 of 9 comparisons.
    assert figures["auroc"].value == pytest.approx(7 / 9)
    # Shown and right: .9 .8; all others: .4 .6 .7 and none.
    assert figures["auroc_replies"].value == 1.0
    # Shown: .9 .8 against .6 .7.
    assert (figures["auroc_shown"].value, figures["auroc_shown"].count) == (1.0, 4)


def test_styles_count_their_own_and_what_has_none_counts_in_the_whole() -> None:
    found = report(MEASURED)
    assert sorted(found.styles) == ["plain", "voice"]
    voice = found.styles["voice"]
    assert (voice["misled"].value, voice["misled"].count) == (1.0, 1)
    assert (voice["near_miss_sure"].value, voice["near_miss_sure"].count) == (1.0, 1)
    assert math.isnan(voice["noise_unanswerable"].value)


def test_the_short_wording_of_a_near_miss_is_told_apart() -> None:
    question = NaturalQuestion("m", QuestionKind.NEAR_MISS, WANTED, near=("d",), short="几号")
    first = {"sure": 0.0, "noise": 0.0, "right": 0.0, "shown": 0.0}
    found = report([MeasuredQuestion(question, first, short={**first, "sure": 1.0})])
    assert found.figures["near_miss_sure"].value == 0.0
    assert found.figures["near_miss_sure_short"].value == 1.0
    assert found.questions["m"]["short_sure"] == 1.0


def test_everything_is_told_as_plain_values() -> None:
    plain = report(MEASURED).plain()
    assert plain["figures"]["helped"] == {"value": 0.5, "low": 0.15, "high": 0.85, "count": 4}
    assert plain["styles"]["voice"]["noise_unanswerable"]["value"] is None
    assert plain["questions"]["f"]["second_helped"] == 1.0
