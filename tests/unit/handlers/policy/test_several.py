"""Several questions of one message are answered one by one, in their order, and what is left is named."""

from datetime import date
from typing import Any

import pytest
from rasa_sdk import Action

from handlers.policy.thread.several import MOST_ANSWERED, divided, shown_of
from knowledge.answers.answer import Answer, Decline
from tests.factories.library import ALLOWANCE, GUIDE
from tests.factories.policy_talk import ANSWER, ask, kept
from tests.fakes.answering import TODAY, FakeAnswering, answer

RENT = answer(GUIDE, "每平方米每月6元。")


def test_one_question_is_answered_as_a_whole() -> None:
    assert divided("高龄津贴多少钱", answering=FakeAnswering({"高龄津贴": ANSWER}), today=TODAY) is None


def test_counted_questions_are_answered_one_by_one_and_the_unanswered_is_named() -> None:
    answering = FakeAnswering(
        {"高龄津贴有几块": ANSWER, "租金收多少": RENT}, beginning={"租金收多少", "火星票几块钱"}
    )
    found = divided("一是高龄津贴有几块，二是租金收多少，三是火星票几块钱", answering=answering, today=TODAY)
    assert found is not None
    assert [asked.question for asked in found.answered] == ["高龄津贴有几块", "租金收多少"]
    assert found.left == ("火星票几块钱",)


def test_clauses_that_only_a_comma_parts_need_a_sure_answer_each() -> None:
    answering = FakeAnswering({"高龄津贴有几块": ANSWER})
    answering.known["火星"] = answering.answer("?", today=TODAY)
    assert divided("高龄津贴有几块，火星票多少钱", answering=answering, today=TODAY) is None


def test_the_same_words_are_said_once() -> None:
    answering = FakeAnswering({"高龄津贴": ANSWER})
    assert divided("高龄津贴多少钱？高龄津贴有几块？", answering=answering, today=TODAY) is None


def test_three_are_answered_at_most() -> None:
    matters = ["甲补贴", "乙补贴", "丙补贴", "丁补贴"]
    answering = FakeAnswering({f"{one}多少": answer(ALLOWANCE, f"{one}每月10元。") for one in matters})
    found = divided("？".join(f"{one}多少" for one in matters) + "？", answering=answering, today=TODAY)
    assert found is not None
    assert (len(found.answered), found.left) == (MOST_ANSWERED, ("丁补贴多少",))


async def test_each_answer_says_which_question_it_answers(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known = {"高龄津贴有几块": ANSWER, "租金收多少": RENT}
    answering.beginning = {"租金收多少", "火星票几块钱"}
    said = await ask(stage, "一是高龄津贴有几块，二是租金收多少，三是火星票几块钱")
    assert "您问的“高龄津贴有几块”：" in said.texts[0]
    assert "您问的“租金收多少”：" in said.texts[1]
    assert "“火星票几块钱”还没有答上" in said.texts[1]
    assert kept(said).document == GUIDE.id


STORY = (
    "我在村口开了间小铺子，这两年人少，一年到头没挣到什么，两个孩子又都在读书，家里开销大。听老同学说县里给八十岁老人发高龄津贴，我妈正好八十一。"
    "想问一个月有几块，最晚几月去登记？"
)


def test_the_questions_of_a_story_are_answered_in_the_matter_it_names() -> None:
    answering = FakeAnswering(
        {"有几块": ANSWER, "几月去": answer(ALLOWANCE, "每年12月31日前登记。"), "高龄津贴": ANSWER}
    )
    found = divided(STORY, answering=answering, today=TODAY)
    assert found is not None
    assert [asked.question for asked in found.answered] == ["想问一个月有几块", "最晚几月去登记"]


def test_a_story_that_asks_one_side_is_answered_as_a_whole() -> None:
    answering = FakeAnswering({"高龄津贴": ANSWER})
    assert divided(STORY.replace("，最晚几月去登记", ""), answering=answering, today=TODAY) is None


class InsideAnyMatter(FakeAnswering):
    """Finds the same words for whatever is asked inside a matter, which mentions something of it or nothing."""

    mentioned = False

    def answer(self, question: str, *, before: str = "", **asked: Any) -> Answer | Decline:
        return answer(ALLOWANCE, "每月发到卡上。") if before else super().answer(question, **asked)

    def mentions(self, document: str, words: str, *, today: date) -> bool:
        return self.mentioned


@pytest.mark.parametrize(("mentioned", "told"), [(True, "每月发到卡上。"), (False, "每平方米每月6元。")])
def test_what_was_counted_off_and_is_never_mentioned_stands_for_itself(*, mentioned: bool, told: str) -> None:
    answering = InsideAnyMatter({"高龄津贴有几块": ANSWER, "自来水": RENT})
    answering.mentioned = mentioned
    found = divided("一是高龄津贴有几块，二是自来水怎么交费", answering=answering, today=TODAY)
    assert found is not None
    assert [shown.quoted for one in found.answered if (shown := shown_of(one.result))][1] == told
