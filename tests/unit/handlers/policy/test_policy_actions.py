"""A question is answered by quoting, with what the document is worth and where it stands."""

from pathlib import Path

import pytest
from rasa_sdk import Action

from bot.text.choices import reading
from knowledge.documents.document import Document, Validity
from tests.factories.library import ALLOWANCE, COMING, OLD
from tests.factories.policy_talk import ask, kept
from tests.factories.talks import TEXTS, run, tracker
from tests.fakes.answering import FakeAnswering, answer


async def test_the_quote_comes_first_and_the_source_last(stage: dict[str, Action]) -> None:
    said = await ask(stage, "高龄津贴多少钱")
    assert said.text == (
        "【智能回复】80周岁以上每人每月60元。\n"
        "出自《甲县高龄津贴发放办法》（甲政发〔2026〕3号，2026年1月15日，有效）（示例）"
    )
    assert [label for label, _ in said.steps] == ["更多", "原文", "怎么办理"]
    for _, payload in said.steps:
        assert reading(payload) is not None


async def test_the_answer_is_kept_for_what_comes_next(stage: dict[str, Action]) -> None:
    last = kept(await ask(stage, "高龄津贴多少钱 13900001234", topic="高龄津贴"))
    assert (last.topic, last.document) == ("高龄津贴", "allowance")
    assert "13900001234" not in last.question
    assert last.pages == (("allowance", 0), ("allowance", 1), ("guide", 0))


async def test_a_long_quote_ends_with_a_sentence(stage: dict[str, Action], answering: FakeAnswering) -> None:
    answering.known["长"] = answer(ALLOWANCE, "一句话写到这里就完了。" * 60)
    said = await ask(stage, "长")
    body = said.text.split("\n出自")[0]
    assert body.endswith("。")
    assert len(body) <= 300


async def test_one_item_of_a_list_is_quoted_with_the_others(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    items = "（一）60元；\n（二）150元；\n（三）500元。\n别的。"
    answering.known["分档"] = answer(ALLOWANCE, "（一）60元；", text=items)
    assert "（三）500元。\n出自" in (await ask(stage, "分档")).text


@pytest.mark.parametrize(
    "heading", ["# 甲县高龄津贴发放办法", "甲县高龄津贴发放办法", "## 第一章\n\n### 一、标准"]
)
async def test_a_quote_that_is_only_a_heading_gives_way_to_what_stands_under_it(
    stage: dict[str, Action], answering: FakeAnswering, heading: str
) -> None:
    answering.known["标题"] = answer(ALLOWANCE, heading, text=f"{heading}\n\n每人每月60元。")
    assert (await ask(stage, "标题")).text.startswith("【智能回复】每人每月60元。\n出自")


async def test_a_document_that_is_only_its_title_is_quoted_by_it(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["标题"] = answer(ALLOWANCE, "# 甲县高龄津贴发放办法")
    assert (await ask(stage, "标题")).text.startswith("【智能回复】甲县高龄津贴发放办法\n出自")


async def test_an_ended_document_says_so_first_and_leads_to_what_counts(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["老办法"] = answer(OLD, "原来每月50元。", successor=ALLOWANCE)
    said = await ask(stage, "老办法多少钱")
    assert said.text.startswith("【智能回复】请注意：这份文件已废止，现在按《甲县高龄津贴发放办法》办。")
    understood = reading(said.steps[0][1])
    assert understood is not None
    assert (understood.slot("about"), understood.slot("without")) == ("allowance", "old")
    await ask(stage, "1", said="老办法多少钱", about="allowance", without="old")
    assert answering.asked[-1] == ("老办法多少钱", "allowance", frozenset({"old"}))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (COMING, "从2027年1月1日起施行，现在还没有生效"),
        (Document("a", "甲", validity=Validity.AMENDED), "后来作过修改"),
        (Document("a", "甲", validity=Validity.LAPSED), "已失效，下面是原来的规定，不能再照着办"),
        (
            Document("a", "中华人民共和国合同法", validity=Validity.ABOLISHED),
            "已废止，2021年1月1日起执行《中华人民共和国民法典》。下面是原来的规定，不能再照着办",
        ),
    ],
)
async def test_what_a_document_is_worth_is_said_before_its_words(
    stage: dict[str, Action], answering: FakeAnswering, document: Document, words: str
) -> None:
    answering.known["甲"] = answer(document, "每月60元。")
    notice, quote = (await ask(stage, "甲")).text.split("\n")[:2]
    assert words in notice
    assert quote == "每月60元。"


async def test_asking_whether_a_document_counts_is_answered(stage: dict[str, Action]) -> None:
    assert "这份文件现在有效" in (await ask(stage, "高龄津贴办法还有效吗")).text


async def test_a_document_nobody_registered_is_not_called_valid(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["甲"] = answer(
        Document("a", "甲", number="甲政发〔2020〕1号", validity=Validity.UNREGISTERED), "每月60元。"
    )
    said = (await ask(stage, "甲")).text
    assert said.endswith("出自《甲》（甲政发〔2020〕1号，效力未登记）")
    asked = (await ask(stage, "甲还有效吗")).text
    assert "没有登记日期和效力，我不能说它现在还算数" in asked
    assert "现在有效" not in asked


async def test_inside_a_form_an_answer_offers_no_numbers(stage: dict[str, Action]) -> None:
    said = await run(stage["action_ask_policy"], tracker("高龄津贴", form="some_form"))
    assert said.steps == []


def test_every_text_of_the_slice_is_used() -> None:
    code = "".join(
        path.read_text("utf-8")
        for path in [*Path("handlers/policy").rglob("*.py"), Path("handlers/published/sources.py")]
    )
    families = (
        "policy.standing.",
        "policy.show.",
        "policy.scope.kinds.",
        "policy.scope.drop.",
        "policy.lacking.",
        "policy.companions.kinds.",
        "policy.companions.see.",
        "policy.likely.unsaid.",
    )
    keys = [key for key in list(TEXTS.keys()) if key.startswith("policy.") and not key.startswith(families)]
    assert [key for key in keys if key not in code] == []
