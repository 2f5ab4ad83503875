"""A questionnaire as the office writes it: read as it is meant, and each fault told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from handlers.questionnaires.asking.outline import MOST_OPTIONS, MOST_QUESTIONS, read_outline
from handlers.questionnaires.asking.question import END, NEXT, AnswerShape
from handlers.texts import Texts
from tests.factories.opinions import OUTLINE

TEXTS = Texts.load()


def fault(text: str) -> InputError:
    with pytest.raises(InputError) as told:
        read_outline(text)
    assert TEXTS(told.value.text_key, **told.value.values)
    return told.value


def test_what_is_written_is_read() -> None:
    first, second, third, fourth = read_outline(OUTLINE)
    assert (first.shape, first.words) == (AnswerShape.SINGLE, "您平时怎么出门？")
    assert [(one.label, one.goes_to) for one in first.options] == [("坐公交", NEXT), ("自己开车", 3)]
    assert (second.shape, second.most, second.required) == (AnswerShape.MULTIPLE, 2, True)
    assert (third.low, third.high, third.low_words, third.high_words) == (1, 5, "很不满意", "很满意")
    assert (fourth.shape, fourth.required) == (AnswerShape.TEXT, False)


@pytest.mark.parametrize(
    "text",
    [
        "1、好吗?(单选)\n-好\n-不好\n",
        "  1. 好吗？（单选）\n\n   - 好\n   - 不好 -> 结束\n",
        "1．好吗？（选填，单选）\r\n· 好\r\n* 不好 => 结束",
    ],
)
def test_people_write_it_in_their_own_way(text: str) -> None:
    (question,) = read_outline(text)
    assert [one.label for one in question.options] == ["好", "不好"]
    assert question.options[1].goes_to in {NEXT, END}


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("- 好\n", "no_question", 1),
        ("随便写写\n", "no_question", 1),
        ("2. 好吗？（单选）\n- 好\n- 不好", "number", 1),
        ("1. 好吗？\n- 好", "kind", 1),
        ("1. （单选）\n- 好\n- 不好", "words", 1),
        ("1. 好吗？（单选）\n- 好", "few_options", 1),
        ("1. 好吗？（单选）\n- 好\n- 好", "option_twice", 3),
        ("1. 好吗？（单选）\n- 好\n-", "option", 3),
        ("1. 好吗？（填写）\n- 好", "option_here", 2),
        ("1. 好吗？（多选）\n- 好 → 2\n- 不好\n2. 呢？（填写）", "branch_here", 2),
        ("1. 好吗？（多选，最多3项）\n- 好\n- 不好", "most", 1),
        ("1. 好吗？（打分5-1）", "points", 1),
        ("1. 好吗？（打分1-99）", "points", 1),
        ("1. 好吗？（单选）\n- 好 → 9\n- 不好", "no_target", 1),
        ("1. 好吗？（单选）\n- 好 → 1\n- 不好", "back", 1),
        ("1. 好吗？（单选）\n- 好 → 哪里\n- 不好", "target", 2),
        ("1. 好吗？（单选）\n- 好 → 0\n- 不好", "target", 2),
        ("1. 好吗？（填写）\n→ 3\n2. 呢？（填写）\n3. 完了？（填写）", "lost", 3),
        ("1. 好吗？（填写）\n说明文字", "what", 2),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, kind: str, line: int) -> None:
    told = fault(text)
    assert told.text_key == f"questionnaires.refused.outline.{kind}"
    assert told.values["line"] == line


def test_nothing_and_too_much() -> None:
    assert fault("").text_key.endswith("empty")
    assert fault("\n \n").text_key.endswith("empty")
    assert fault("长" * 20_001).text_key.endswith("long")
    many = "\n".join(f"{at}. 第{at}题（填写）" for at in range(1, MOST_QUESTIONS + 2))
    assert fault(many).text_key.endswith("questions")
    options = "\n".join(f"- 选项{at}" for at in range(MOST_OPTIONS + 1))
    assert fault(f"1. 选哪个？（单选）\n{options}").text_key.endswith("options")


@given(st.text(max_size=400))
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    told: InputError | None = None
    try:
        assert read_outline(text)
    except InputError as error:
        told = error
    assert told is None or TEXTS(told.text_key, **told.values)
