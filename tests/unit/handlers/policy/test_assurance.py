"""What the policy's replies claim: the words they really show, and how sure they are of them."""

from dataclasses import replace

import pytest
from rasa_sdk import Action

from bot.assurance import Assurance, Degree, Quotation
from handlers.policy.assurance import assured
from knowledge.answers.answer import Further, Matter
from tests.factories.library import ALLOWANCE, GUIDE, HOUSING
from tests.factories.policy_talk import ANSWER, QUOTE, ask, kept
from tests.factories.talks import run, tracker
from tests.fakes.answering import FakeAnswering, answer, decline


def test_a_quote_is_sure() -> None:
    assert assured(ANSWER) == Assurance(Degree.SURE, 0.9, (Quotation("allowance", QUOTE),))


def test_a_quote_that_lacks_what_was_asked_for_has_a_reservation() -> None:
    vague = replace(answer(ALLOWANCE, "高龄津贴按月发放。"), question="高龄津贴多少钱")
    assert assured(vague).degree is Degree.LIKELY


def test_approved_words_are_shown_whole() -> None:
    approved = replace(
        answer(ALLOWANCE, "每人每月60元。", text="**答**：每人每月60元。凭身份证领。"), approved=True
    )
    assert assured(approved).quotations == (Quotation("allowance", "答：每人每月60元。凭身份证领。"),)


def test_a_no_shows_nothing_and_tells_how_near_it_was() -> None:
    assert assured(decline(ALLOWANCE)) == Assurance(Degree.NONE, 0.2)


@pytest.mark.parametrize(
    ("text", "degree", "documents"),
    [("高龄津贴多少钱", Degree.SURE, ["allowance"]), ("月球上种菜给多少钱", Degree.NONE, [])],
)
async def test_the_action_says_it(
    stage: dict[str, Action], text: str, degree: Degree, documents: list[str]
) -> None:
    [claim] = (await ask(stage, text)).claims
    assert (claim.degree, [one.document for one in claim.quotations]) == (degree, documents)


async def test_what_is_claimed_to_be_shown_can_be_read(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["长"] = answer(ALLOWANCE, "一句话写到这里就完了。" * 60)
    answering.known["表"] = answer(GUIDE, "# 高龄津贴申领\n\n|项|钱|\n|--|--|\n|八十岁|60元|\n")
    answering.known["租"] = answer(
        HOUSING, "**申报材料**：\n- 身份证；", text="**申报材料**：\n- 身份证；\n- 户口簿。"
    )
    for text in ("长问题一个", "表里写了多少", "租房要什么"):
        said = await ask(stage, text)
        [claim] = said.claims
        assert claim.quotations, text
        assert all(one.text in said.text for one in claim.quotations), text


async def test_reading_on_shows_words_and_claims_nothing(stage: dict[str, Action]) -> None:
    last = kept(await ask(stage, "高龄津贴多少钱"))
    more = await run(
        stage["action_more_answer"], tracker("更多", slots={"last_answer": last.event()["value"]})
    )
    [claim] = more.claims
    assert (claim.degree, claim.confidence) == (Degree.NONE, None)
    [shown] = claim.quotations
    assert shown.document == "allowance"
    assert shown.text in more.text


async def test_two_passages_that_come_near_are_shown_with_what_else_may_be_meant(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    near = answer(ALLOWANCE, "80周岁以上每人每月60元。").best
    beside = answer(HOUSING, "租金每平方米每月8元。").best
    answering.known["都要多少"] = replace(
        decline(ALLOWANCE, HOUSING, GUIDE),
        likely=(near, beside),
        matters=(Matter(GUIDE),),
        further=(Further(ALLOWANCE, 1),),
    )
    said = await ask(stage, "都要多少")
    [claim] = said.claims
    assert claim.degree is Degree.LIKELY
    assert [one.document for one in claim.quotations] == [ALLOWANCE.id, HOUSING.id]
    assert all(one.text in said.text for one in claim.quotations)
    assert "最接近的是下面这些，请您看看是不是要问的：\n80周岁以上" in said.text
    assert "\n也可能是这一段：\n租金" in said.text
    assert said.text.count("出自《") == 2
    labels = [label for label, _ in said.steps]
    assert labels[0] == f"《{GUIDE.title}》"
    assert not any(ALLOWANCE.title in label or HOUSING.title in label for label in labels)
    assert "找工作人员（人工）" in labels


async def test_one_passage_that_is_probably_meant_is_only_to_be_looked_at(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    near = answer(ALLOWANCE, "80周岁以上每人每月60元。").best
    answering.known["岁数补贴"] = replace(decline(ALLOWANCE), likely=(near,))
    assert "这一段可能就是您要问的" in (await ask(stage, "岁数补贴")).text
    answering.known["岁数补贴"] = replace(decline(ALLOWANCE), likely=(replace(near, score=0.2),))
    assert "没有查到完全对得上的规定" in (await ask(stage, "岁数补贴")).text
