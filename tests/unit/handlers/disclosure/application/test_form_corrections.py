"""A field filled already is corrected by number or name, and keeps what still fits."""

import pytest

from tests.factories.application_form import PERSON, TEXTS, answer, correct, start
from tests.factories.talk import Talk


@pytest.mark.parametrize("words", ["不改", "算了，不改了", "保持不变"])
async def test_a_reopened_field_shows_its_old_value_and_keeps_it_at_a_word(talk: Talk, words: str) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    assert "原来写的是：13800001234" in await correct(talk, "电话")
    assert "请核对" in await answer(talk, words)
    assert talk.conversation.slots["contact_phone"] == "13800001234"


async def test_an_old_value_that_no_longer_fits_is_not_offered(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON[:4], "上一步", "上一步")
    asked = await answer(talk, "单位")
    assert "单位全称" in asked
    assert "原来写的是" not in asked


@pytest.mark.parametrize(
    ("field", "slot"),
    [
        ("2", "information"),
        ("3", "applicant_kind"),
        ("4", "applicant_name"),
        ("5", "identity_number"),
        ("6", "contact_phone"),
        ("7", "delivery"),
        ("申请人姓名", "applicant_name"),
        ("电话", "contact_phone"),
        ("证件号", "identity_number"),
        ("identity_number", "identity_number"),
        ("类型", "applicant_kind"),
    ],
)
async def test_the_numbers_of_the_summary_are_those_of_correction(talk: Talk, field: str, slot: str) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    await correct(talk, field)
    assert talk.conversation.awaited == slot


async def test_turning_into_an_organisation_asks_name_code_and_contact_anew(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    await correct(talk, "3")
    assert "单位全称" in await answer(talk, "单位")
    assert talk.conversation.slots.get("identity_number") is None
    assert talk.conversation.slots.get("contact_phone") is None
    assert talk.conversation.slots["information"] == "青岚县2025年财政决算报告"


async def test_correcting_the_kind_to_what_it_was_keeps_the_rest(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    await correct(talk, "3")
    assert "请核对" in await answer(talk, "个人")


async def test_the_same_kind_again_keeps_the_name_before_there_is_a_number(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON[:4])
    await correct(talk, "3")
    assert "身份证号码" in await answer(talk, "个人")
    assert talk.conversation.slots["applicant_name"] == "李一鸣"


async def test_changing_from_post_to_another_way_drops_the_address(talk: Talk) -> None:
    await start(talk)
    checked = await answer(talk, *PERSON, "2", "青岚县石桥镇下坝村15号")
    assert "石桥镇下坝村15号" in checked
    await correct(talk, "7")
    checked = await answer(talk, "到窗口领取")
    assert "收件地址" not in checked
    assert talk.conversation.slots.get("delivery_address") is None


async def test_a_private_answer_that_came_with_a_correction_is_not_noted_in_the_talk(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON)
    said = await answer(talk, "姓名改成李二鸣")
    assert talk.conversation.slots["applicant_name"] == "李二鸣"
    assert "怎么拿到答复" in said
    told = [event["text"] for event in talk.conversation.state()["events"]]
    assert "李二鸣" not in str(told)
    assert TEXTS("forms.private_answer") in told


async def test_a_correction_that_does_not_fit_says_why_and_keeps_the_old_value(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON)
    assert await answer(talk, "电话改成12345") == TEXTS("disclosure.fault.phone_length")
    assert "怎么拿到答复" in await answer(talk, "不改")
    assert talk.conversation.slots["contact_phone"] == "13800001234"
