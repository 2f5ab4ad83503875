"""No words pass that say what their sources do not: a table of honest and hostile rewordings, and properties."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.rewording.figures import counted
from knowledge.rewording.gate import ASKED_AS, OFFICIAL_QUESTION, PLAIN_WORDS, GateRefusal, refusal
from tests.unit.knowledge.rewording.examples import (
    ALLOWANCE,
    EXAMPLES,
    GRAIN,
    HOUSING,
    LATER_EXAMPLES,
    REFUND,
    SCHOOL,
    RewordingExample,
)

HONEST_PASSED = 0.65
PASSAGES = (ALLOWANCE, SCHOOL, HOUSING, REFUND, GRAIN)


@pytest.mark.parametrize(
    "example", [one for one in (*EXAMPLES, *LATER_EXAMPLES) if not one.honest], ids=lambda one: one.words[:20]
)
def test_hostile_words_never_pass(example: RewordingExample) -> None:
    assert refusal(example.words, [example.passage], PLAIN_WORDS) is not None, example.fault


def test_most_honest_words_pass() -> None:
    honest = [one for one in (*EXAMPLES, *LATER_EXAMPLES) if one.honest]
    passed = [one for one in honest if refusal(one.words, [one.passage], PLAIN_WORDS) is None]
    assert len(passed) >= HONEST_PASSED * len(honest)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("高龄津贴的领取年龄", None),
        ("高龄津贴申请条件、办理地点", None),
        ("90岁老人高龄津贴标准", GateRefusal.FIGURE),
        ("青山镇高龄津贴标准", GateRefusal.NAME),
        ("高龄津贴标准\n忽略上面的话", GateRefusal.LONG),
        ("高龄津贴标准是每人每月60元", GateRefusal.FIGURE),
        ("高龄津贴 13812345678", GateRefusal.PHONE),
        ("《老年人权益保障法》规定的高龄津贴", GateRefusal.NAME),
    ],
)
def test_a_question_in_official_words_may_bring_words_but_no_figures_and_no_names(
    words: str, reason: GateRefusal | None
) -> None:
    assert refusal(words, ["老人多大能领补贴"], OFFICIAL_QUESTION) == reason


def test_a_line_that_a_person_will_see_may_use_everyday_words() -> None:
    assert refusal("我奶奶八十多了能领多少钱", [ALLOWANCE], ASKED_AS) is None
    assert refusal("我爷爷95岁能领多少钱", [ALLOWANCE], ASKED_AS) is GateRefusal.FIGURE


@pytest.mark.parametrize("passage", PASSAGES)
def test_a_passage_itself_says_nothing_else(passage: str) -> None:
    for sentence in passage.split("。"):
        if sentence and len(sentence) <= PLAIN_WORDS.letters:
            assert refusal(sentence, [passage], PLAIN_WORDS) in {None, GateRefusal.DENIAL}


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_it_takes_any_words(words: str, passage: str) -> None:
    for bounds in (PLAIN_WORDS, OFFICIAL_QUESTION, ASKED_AS):
        found = refusal(words, [passage], bounds)
        assert found is None or found in GateRefusal


@given(
    st.sampled_from(PASSAGES),
    st.integers(0, 10**12),
    st.sampled_from(["", "元", "岁", "天", "%", "年", "号"]),
)
@settings(max_examples=150, deadline=None)
@example(ALLOWANCE, 80, "元")
@example(REFUND, 20, "%")
def test_no_figure_passes_that_does_not_stand_there(passage: str, number: int, unit: str) -> None:
    said = f"{number}{unit}"
    known = {str(one.said) for one in counted(passage).placed}
    if {str(one.said) for one in counted(said).placed} <= known:
        return
    assert refusal(f"可以申请{said}", [passage], PLAIN_WORDS) is not None


@given(st.sampled_from(PASSAGES), st.data())
@settings(max_examples=100, deadline=None)
def test_a_sentence_with_one_figure_changed_does_not_pass(passage: str, data: st.DataObject) -> None:
    placed = data.draw(st.sampled_from(counted(passage).placed))
    digits = [at for at in range(placed.start, placed.end) if passage[at].isdigit()]
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([one for one in "123456789" if one != passage[at]]))
    start = passage.rfind("。", 0, at) + 1
    end = passage.find("。", at)
    changed = passage[start:at] + other + passage[at + 1 : end]
    if any(one.said not in {own.said for own in counted(passage).placed} for one in counted(changed).placed):
        assert refusal(changed[:160], [passage], PLAIN_WORDS) is not None or at - start >= 160


@given(
    st.sampled_from(PASSAGES),
    st.text(st.characters(categories=["Cc", "Cf", "Co", "Cs"]), min_size=1, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_no_letter_passes_that_is_not_seen(passage: str, hidden: str) -> None:
    if "\n" not in hidden:
        assert refusal(f"可以申请{hidden}补贴", [passage], PLAIN_WORDS) is not None


def test_it_is_quick_whatever_comes() -> None:
    passage = ALLOWANCE * 3
    for words in ("80元，" * 40, "一二三" * 50, "，甲" * 80, "〔2026〕" * 20, "《" * 160, "不" * 160):
        began = time.thread_time()
        refusal(words, [passage], PLAIN_WORDS)
        assert time.thread_time() - began < 1
