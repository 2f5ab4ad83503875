"""The way through a questionnaire: every way ends, and nothing beside it is taken."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.questionnaires.asking.outline import read_outline
from handlers.questionnaires.asking.question import (
    END,
    NEXT,
    Answers,
    AnswerShape,
    QuestionOption,
    Questions,
    SurveyQuestion,
)
from handlers.questionnaires.asking.way import before, left, met, next_open, reachable, way
from handlers.questionnaires.collecting.figures import QuestionnaireTotals, totals_of
from tests.factories.opinions import OUTLINE

QUESTIONS = read_outline(OUTLINE)


@st.composite
def questionnaires(draw: Any) -> Questions:
    """Give questions whose answers lead forward, as the outline lets them."""
    count = draw(st.integers(1, 12))
    questions = []
    for place in range(1, count + 1):
        aims = st.sampled_from([NEXT, END, *range(place + 1, count + 1)])
        shape = draw(st.sampled_from(AnswerShape))
        options: tuple[QuestionOption, ...] = ()
        if shape is AnswerShape.SINGLE:
            options = tuple(
                QuestionOption(f"选项{at}", draw(aims)) for at in range(1, draw(st.integers(2, 5)) + 1)
            )
        if shape is AnswerShape.MULTIPLE:
            options = tuple(QuestionOption(f"选项{at}") for at in range(1, 4))
        questions.append(
            SurveyQuestion(
                place, shape, f"第{place}题", options, required=draw(st.booleans()), goes_to=draw(aims)
            )
        )
    return tuple(questions)


def answered(question: SurveyQuestion, chance: random.Random) -> tuple[str, ...]:
    if not question.required and chance.random() < 0.3:
        return ()
    if question.shape is AnswerShape.TEXT:
        return ("写一句",)
    if question.shape is AnswerShape.SCALE:
        return (str(chance.choice(question.points)),)
    return (str(chance.randint(1, len(question.options))),)


def walked(questions: Questions, chance: random.Random) -> Answers:
    answers: Answers = {}
    for _ in range(len(questions) + 1):
        place = next_open(questions, answers)
        if place == END:
            return answers
        answers[place] = answered(questions[place - 1], chance)
    raise AssertionError("a way without an end")


@given(questionnaires(), st.randoms(use_true_random=False))
def test_every_way_ends_and_is_as_long_as_was_said(questions: Questions, chance: random.Random) -> None:
    answers = walked(questions, chance)
    least, most = left(questions, 1)
    assert least <= len(answers) <= most <= len(questions)
    assert tuple(answers) == way(questions, answers)
    assert set(answers) <= reachable(questions)


@given(questionnaires(), st.randoms(use_true_random=False))
def test_what_stands_beside_the_way_is_left_out(questions: Questions, chance: random.Random) -> None:
    whole = {one.place: answered(one, chance) for one in questions}
    kept = met(questions, whole)
    assert kept == {place: whole[place] for place in way(questions, whole)}
    beside = set(whole) - set(kept)
    totals = totals_of(questions, [kept])
    assert not any(totals.answered[place] or totals.left_out[place] for place in beside)
    assert next_open(questions, kept) == END


@given(questionnaires(), st.randoms(use_true_random=False))
def test_how_many_are_left_holds_at_every_step(questions: Questions, chance: random.Random) -> None:
    answers: Answers = {}
    seen = []
    while (place := next_open(questions, answers)) != END:
        least, most = left(questions, place)
        seen.append((least, most))
        answers[place] = answered(questions[place - 1], chance)
    for done, (least, most) in enumerate(seen):
        assert least <= len(answers) - done <= most


@given(questionnaires(), st.randoms(use_true_random=False))
def test_going_back_walks_the_same_way(questions: Questions, chance: random.Random) -> None:
    answers = walked(questions, chance)
    places = way(questions, answers)
    assert [before(questions, answers, place) for place in places] == [places[0], *places[:-1]]
    assert before(questions, answers, END) == places[-1]


@given(questionnaires(), st.lists(st.randoms(use_true_random=False), max_size=5))
def test_figures_are_kept_and_read_alike(questions: Questions, chances: list[random.Random]) -> None:
    totals = totals_of(questions, [walked(questions, chance) for chance in chances])
    again = QuestionnaireTotals.read(totals.kept())
    assert again.figures(questions) == totals.figures(questions)
    for one in totals.figures(questions):
        assert one.answered + one.left_out <= len(chances)


def test_an_answer_decides_what_follows() -> None:
    assert way(QUESTIONS, {1: ("1",)}) == (1, 2)
    assert way(QUESTIONS, {1: ("2",)}) == (1, 3)
    assert met(QUESTIONS, {1: ("2",), 2: ("1",), 3: ("5",)}) == {1: ("2",), 3: ("5",)}
    assert left(QUESTIONS, 1) == (3, 4)


@pytest.mark.parametrize("place", [0, 99, -1])
def test_a_place_that_is_none(place: int) -> None:
    assert left(QUESTIONS, place) == (0, 0)
