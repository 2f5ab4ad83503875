"""Whether a reply helps, misleads or strays, worked out by hand."""

import pytest

from bot.assurance import Degree
from knowledge.evaluation import helpfulness
from knowledge.evaluation.helpfulness import SeenReply, ShownPassage, holds, holds_whole, quotation, strongest
from knowledge.evaluation.natural_questions import NaturalQuestion, QuestionKind, WantedAnswer

ANSWER = "八十周岁以上每人每月六十元"  # 13 letters, 12 pairs: 10 of them are 83 %, 9 are 75 %
WANTED = WantedAnswer("高龄津贴多少", (ANSWER,), ("allowance",))
ASKED = NaturalQuestion("q", QuestionKind.ANSWERABLE, WANTED)
MISS = NaturalQuestion("m", QuestionKind.NEAR_MISS, WantedAnswer("几号发"), near=("allowance", "notice"))
STRANGER = NaturalQuestion("s", QuestionKind.UNANSWERABLE, WantedAnswer("彗星几时来"))
FILLER = "无关的话" * 80


def sure(text: str, document: str = "allowance") -> ShownPassage:
    return ShownPassage(document, text, sure=True)


def likely(text: str, document: str = "allowance") -> ShownPassage:
    return ShownPassage(document, text)


@pytest.mark.parametrize(
    ("text", "answers", "found"),
    [
        (f"第一条 {ANSWER}。", [ANSWER], True),
        ("八十周岁以上，每人每月：六十元！", [ANSWER], True),  # signs and blanks do not count
        ("八十周岁以上每人每月", [ANSWER], False),  # 9 of 12 pairs
        ("八十周岁以上每人每月六", [ANSWER], True),  # 10 of 12
        ("每月六十元，八十周岁以上每人", [ANSWER], True),  # the pairs in another order: 11 of 12
        ("元十六月每人每上以岁周十八", [ANSWER], False),
        ("ABC补贴", ["abc"], True),
        ("没有", ["有"], True),  # one letter has no pairs and must stand there itself
        ("没", ["有"], False),
        ("", [ANSWER], False),
        ("什么都有", ["", "。"], False),  # an answer without a letter is none
        ("不给", ["给六十元", "不给"], True),  # each is accepted
        ("每户10000元", ["每户1000元"], True),  # by its pairs; that is why whole answers are counted besides
    ],
)
def test_what_holds_an_answer(text: str, answers: list[str], found: bool) -> None:
    assert holds(text, answers) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"第一条，{ANSWER}。", True),
        ("八十周岁以上，每人每月六十元", True),
        ("八十周岁以上每人每月六", False),
    ],
)
def test_what_holds_an_answer_whole(text: str, found: bool) -> None:
    assert holds_whole(text, [ANSWER]) is found
    seen = SeenReply(Degree.SURE, (sure(text),))
    assert helpfulness.of_answerable(WANTED, seen)["helped_whole"] == float(found)


def test_a_pair_counts_as_often_as_it_stands_there() -> None:
    assert not holds("五五", ["五五五五五"])
    assert holds("五五五五五", ["五五五五五"])


def test_only_the_first_three_hundred_characters_of_quotation_count() -> None:
    assert quotation([FILLER, ANSWER]) == FILLER[:300]
    assert ANSWER in quotation(["短", ANSWER])
    late = SeenReply(Degree.LIKELY, (likely(FILLER[:290]), likely(ANSWER)))
    assert helpfulness.of_answerable(WANTED, late)["helped"] == 0.0


@pytest.mark.parametrize(
    ("seen", "helped", "tap", "misled", "right"),
    [
        (SeenReply(Degree.SURE, (sure(ANSWER),), 0.9, ANSWER), 1, 1, 0, 1),
        (SeenReply(Degree.LIKELY, (likely(ANSWER),), 0.4, ANSWER), 1, 1, 0, 1),
        (SeenReply(Degree.SURE, (sure("别的"),), 0.9, "别的"), 0, 0, 1, 0),
        (SeenReply(Degree.LIKELY, (likely("别的"),), 0.9, "别的"), 0, 0, 0, 0),
        # Two wishes were heard: the sure one is wrong, the likely one holds it.
        (SeenReply(Degree.SURE, (sure("别的"), likely(ANSWER)), 0.9, "别的"), 1, 1, 1, 0),
        (SeenReply(Degree.NONE, (), 0.1, ANSWER), 0, 0, 0, 1),
        (SeenReply(Degree.NONE), 0, 0, 0, 0),
        (SeenReply(Degree.ASK_BACK, tapped=("别的", ANSWER)), 0, 1, 0, 0),
        (SeenReply(Degree.ASK_BACK, tapped=("一", "二", "三", ANSWER)), 0, 0, 0, 0),
        (SeenReply(Degree.ASK_BACK, tapped=(FILLER[:300] + ANSWER,)), 0, 0, 0, 0),
        # Sure of something that is not even a quotation is sure without holding it.
        (SeenReply(Degree.SURE), 0, 0, 1, 0),
    ],
)
def test_an_answerable_question(seen: SeenReply, helped: int, tap: int, misled: int, right: int) -> None:
    found = helpfulness.of_first(ASKED, seen)
    assert (found["helped"], found["within_one_tap"], found["misled"], found["right"]) == (
        helped,
        tap,
        misled,
        right,
    )
    assert "noise" not in found
    assert "near_miss_sure" not in found


def test_the_document_is_told_besides() -> None:
    own = helpfulness.of_first(ASKED, SeenReply(Degree.SURE, (sure(ANSWER),)))
    strange = helpfulness.of_first(ASKED, SeenReply(Degree.SURE, (sure(ANSWER, "other"),)))
    assert (own["right_document"], strange["right_document"]) == (1.0, 0.0)
    assert strange["helped"] == 1.0


@pytest.mark.parametrize(
    ("question", "seen", "noise", "sure_of_it"),
    [
        (MISS, SeenReply(Degree.NONE), 0, 0),
        (MISS, SeenReply(Degree.SURE, (sure("每月发"),)), 0, 1),
        (MISS, SeenReply(Degree.LIKELY, (likely("每月发", "notice"),)), 0, 0),
        (MISS, SeenReply(Degree.LIKELY, (likely("别的", "other"),)), 1, 0),
        (MISS, SeenReply(Degree.LIKELY, (likely("每月发"), likely("别的", "other"))), 1, 0),
        (STRANGER, SeenReply(Degree.NONE), 0, 0),
        (STRANGER, SeenReply(Degree.LIKELY, (likely("任何一段"),)), 1, 0),
        (STRANGER, SeenReply(Degree.SURE, (sure("任何一段"),)), 1, 1),
    ],
)
def test_a_question_without_an_answer(
    question: NaturalQuestion, seen: SeenReply, noise: int, sure_of_it: int
) -> None:
    found = helpfulness.of_first(question, seen)
    assert (found["noise"], found["sure"], found["right"]) == (noise, sure_of_it, 0.0)
    assert found.get("near_miss_sure") == (sure_of_it if question is MISS else None)
    assert "helped" not in found


def test_an_unknown_confidence_is_left_out() -> None:
    assert "confidence" not in helpfulness.of_first(ASKED, SeenReply(Degree.NONE))
    assert helpfulness.of_first(ASKED, SeenReply(Degree.NONE, confidence=0.25))["confidence"] == 0.25


@pytest.mark.parametrize(
    ("degrees", "found"),
    [
        ([], Degree.NONE),
        ([Degree.NONE, Degree.LIKELY], Degree.LIKELY),
        ([Degree.LIKELY, Degree.SURE, Degree.NONE], Degree.SURE),
        ([Degree.ASK_BACK, Degree.NONE], Degree.ASK_BACK),
    ],
)
def test_the_strongest_degree_stands_for_the_reply(degrees: list[Degree], found: Degree) -> None:
    assert strongest(degrees) is found
