"""The form leads to one masked summary and files only after a plain yes."""

from pathlib import Path

import pytest
import yaml

from bot.conversation import FORM_ID
from handlers.disclosure.application.actions import application
from handlers.disclosure.application.form import FORM, required, steps
from handlers.disclosure.application.validation import DisclosureForm
from handlers.disclosure.case import fields
from tests.factories.application_form import IDENTITY, PERSON, TEXTS, Files, answer, start
from tests.factories.office import OFFICE
from tests.factories.talk import SENT_AT, Talk, labels, words

ROOT = Path(__file__).parents[5]


async def test_a_person_is_led_through_to_a_summary_of_their_own_data(talk: Talk, files: Files) -> None:
    notice = await start(talk)
    assert OFFICE.name in notice
    assert OFFICE.phone in notice
    assert "（1/6）" in await answer(talk, "1")
    assert "（2/6）" in await answer(talk, "青岚县2025年财政决算报告")
    assert "（3/6）" in await answer(talk, "1")
    asked = await answer(talk, "李一鸣")
    assert "（4/6）" in asked
    assert TEXTS("disclosure.notice.sensitive") in asked
    assert "（5/6）" in await answer(talk, IDENTITY)
    assert "（6/6）" in await answer(talk, "138 0000 1234")
    checked = await answer(talk, "1")
    assert IDENTITY not in checked
    for shown in (
        "4. 姓名或单位名称：李一鸣",
        "339***********2016",
        "6. 联系电话：13800001234",
        "2. 需要的信息：青岚县2025年财政决算报告",
    ):
        assert shown in checked
    assert files.filed == []
    assert await answer(talk, "1") == "filed"
    assert talk.conversation.form is None
    [slots] = files.filed
    filed = application(slots)
    assert (filed.applicant_name, filed.identity_number, filed.contact.phone) == (
        "李一鸣",
        IDENTITY,
        "13800001234",
    )
    assert (filed.notice_version, filed.notice_at) == (TEXTS("disclosure.notice.version"), SENT_AT)
    assert filed.delivery_address == ""
    assert slots[FORM_ID]
    assert talk.conversation.slots.get("identity_number") is None


async def test_an_organisation_gives_code_and_contact_person_and_an_address_for_post(
    talk: Talk, files: Files
) -> None:
    await start(talk)
    assert "单位全称" in await answer(talk, "1", "桂花路改造工程的招投标文件", "2")
    assert "信用代码" in await answer(talk, "青岚县茶叶专业合作社")
    assert "联系人姓名" in await answer(talk, "91350100M000100Y43")
    await answer(talk, "李四 13800001234")
    assert "（7/7）" in await answer(talk, "2")
    checked = await answer(talk, "云岭省青岚县青溪街道人民路12号3栋")
    assert "8. 收件地址：云岭省青岚县青溪街道人民路12号3栋" in checked
    assert "青岚县茶叶专业合作社" in checked
    assert "李四 13800001234" in checked
    await answer(talk, "确认提交")
    filed = application(files.filed[0])
    assert filed.contact.person == "李四"
    assert filed.delivery_address == "云岭省青岚县青溪街道人民路12号3栋"


@pytest.mark.parametrize(
    ("before", "text", "fault"),
    [
        (0, "什么意思", "accepting.again"),
        (1, "123", "fault.information_short"),
        (2, "不知道", "fault.kind_unclear"),
        (3, "12345", "fault.name_person"),
        (4, "339901198503142017", "fault.identity_checksum"),
        (5, "6612210", "fault.phone_area_code"),
        (6, "都行", "fault.delivery_unclear"),
    ],
)
async def test_a_fault_is_named_and_the_field_asked_again(
    talk: Talk, before: int, text: str, fault: str
) -> None:
    await start(talk)
    await answer(talk, *PERSON[:before])
    awaited = talk.conversation.awaited
    assert await answer(talk, text) == TEXTS(f"disclosure.{fault}")
    assert talk.conversation.awaited == awaited
    assert talk.conversation.slots.get(awaited or "") is None


async def test_after_a_fault_the_numbered_steps_still_work(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON[:2], "不知道")
    assert "姓名" in await answer(talk, "1")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("嗯", "nlu_fallback"),
        ("随便吧", "nlu_fallback"),
        ("不", "deny"),
        ("谢谢", "thanks"),
        ("好的，不过电话好像写错了你帮我看看", "affirm"),
    ],
)
async def test_only_a_plain_yes_files(talk: Talk, files: Files, text: str, intent: str) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    replies = await talk.fill(FORM, text, intent=intent)
    assert words(replies) == TEXTS("disclosure.confirming.again")
    assert labels(replies) == ["确认提交", "修改", "取消"]
    assert files.filed == []


async def test_a_spoken_yes_files(talk: Talk, files: Files) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    await talk.fill(FORM, "没问题，提交吧", intent="affirm")
    assert len(files.filed) == 1


async def test_cancelling_files_nothing(talk: Talk, files: Files) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    assert await answer(talk, "3") == "left"
    assert files.filed == []
    assert talk.conversation.slots.get("identity_number") is None


@pytest.mark.parametrize("yes", ["我已阅读，继续", "看完了，继续", "我已阅读，继续申请。"])
async def test_a_yes_said_twice_is_no_description(talk: Talk, yes: str) -> None:
    """The platform lost the answer to it, and asked the citizen to say it again."""
    await start(talk)
    assert "（1/6）" in await answer(talk, yes)
    again = await answer(talk, yes)
    assert TEXTS("disclosure.fault.information_short") in again
    assert talk.conversation.slots.get("information") is None
    assert "（2/6）" in await answer(talk, "青岚县2025年财政决算报告")


def test_an_address_is_required_for_post_only() -> None:
    assert "delivery_address" in required({"delivery": "post"})
    assert "delivery_address" not in required({"delivery": "counter"})


def test_every_field_has_a_question_a_check_and_a_line() -> None:
    for slot in FORM.order:
        assert hasattr(DisclosureForm, f"validate_{slot}")
        if slot not in {"notice_accepted", "request_confirmed"}:
            assert f"disclosure.ask.{slot}" in TEXTS
        if slot != FORM.confirmation:
            assert f"disclosure.summary.{slot}" in TEXTS


def test_the_words_of_the_recogniser_name_the_same_fields() -> None:
    patterns = yaml.safe_load((ROOT / "intents" / "data" / "patterns.yml").read_text("utf-8"))
    assert set(patterns["fields"]) <= set(FORM.order)
    domain = yaml.safe_load((ROOT / "intents" / "data" / "domain.yml").read_text("utf-8"))
    assert tuple(domain["forms"][FORM.name]["required_slots"]) == FORM.order
    asked = {f"action_ask_{FORM.name}_{slot}" for slot in FORM.order}
    assert asked | {FORM.submit, f"validate_{FORM.name}"} <= set(domain["actions"])


async def test_the_list_of_what_may_be_corrected_shows_the_own_data_and_keeps_them_masked(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON)
    replies = await talk.fill(FORM, "我想改一下", intent="nlu_fallback")
    listed, kept = words(replies), words(reply.kept() for reply in replies)
    assert "4. 姓名或单位名称：李一鸣" in listed
    assert "4. 姓名或单位名称：李*" in kept
    assert "13800001234" not in kept
    assert IDENTITY not in listed
    assert "请写联系电话" in await answer(talk, "6")


def test_every_way_that_the_talk_offers_is_taken_as_it_is_called() -> None:
    offered = [choice.label for choice in steps(TEXTS, "delivery")]
    assert [fields.delivery(label) for label in offered] == [
        fields.CheckedField(way) for way in ("electronic", "post", "counter")
    ]
