"""An answer that was kept is the answer that looking it up would give, in whatever words it is asked for."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.answers.cache import KeptAnswers, matter_key
from knowledge.evaluation.report import build
from knowledge.index.generations import Index
from knowledge.search.lookup import readings_of

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return build([COUNTY], tmp_path_factory.mktemp("county")).index


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("加装电梯补贴多少", "请问加装电梯补贴多少呢？"),
        ("低保标准是多少", "您好，低保标准是多少吗"),
        ("结婚登记要带什么", "麻烦问结婚登记要带什么啊"),
        ("火星移民补贴多少", "想问一下火星移民补贴多少"),
    ],
)
def test_the_same_matter_in_other_words_is_found_again(county: Index, first: str, again: str) -> None:
    answerer = Answerer(county)
    kept_answer = answerer.answer(first, today=TODAY)
    assert matter_key(readings_of(first)) == matter_key(readings_of(again))
    found = answerer.answer(again, today=TODAY)
    assert found.question == again
    assert found == Answerer(county).answer(again, today=TODAY)
    if isinstance(kept_answer, Answer):
        assert isinstance(found, Answer)
        assert found.best is kept_answer.best


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("低保标准是多少", "低保去哪里办"),
        ("80岁老人每月补贴多少", "90岁老人每月补贴多少"),
        ("加装电梯补贴多少", "加装电梯补贴什么时候发"),
    ],
)
def test_another_matter_is_looked_up(county: Index, first: str, other: str) -> None:
    answerer = Answerer(county)
    answerer.answer(first, today=TODAY)
    assert answerer.answer(other, today=TODAY) == Answerer(county).answer(other, today=TODAY)


def test_a_story_is_looked_up_once_while_a_turn_lasts(county: Index) -> None:
    answerer = Answerer(county)
    story = "我家里人口多，住得又挤，" * 12 + "想问低保标准是多少"
    assert answerer.answer(story, today=TODAY).best is answerer.answer(story, today=TODAY).best


def test_what_may_not_answer_is_part_of_what_was_asked(county: Index) -> None:
    answerer = Answerer(county)
    best = answerer.answer("低保标准是多少", today=TODAY)
    assert isinstance(best, Answer)
    without = answerer.answer("低保标准是多少", today=TODAY, without=frozenset({best.citation.document.id}))
    assert not isinstance(without, Answer) or without.citation.document.id != best.citation.document.id


def test_the_oldest_answer_makes_room_and_another_state_forgets_all() -> None:
    answers: KeptAnswers[str] = KeptAnswers(most=2)
    answers.turn_to("one")
    answers.keep("a", "A")
    answers.keep("b", "B")
    assert answers.find("a") == "A"
    answers.keep("c", "C")
    assert (answers.find("a"), answers.find("b"), answers.find("c")) == ("A", None, "C")
    answers.turn_to("one")
    assert answers.find("a") == "A"
    answers.turn_to("two")
    assert answers.find("a") is None
