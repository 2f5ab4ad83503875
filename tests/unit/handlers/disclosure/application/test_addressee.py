"""Whom an application goes to: named in the first words or in the middle of the form, else the county's own office."""

import pytest

from handlers.disclosure.application.addressee import (
    ADDRESSEE,
    AddresseeChoice,
    ChooseAddressee,
    named_in_form,
)
from handlers.disclosure.application.entrance import opening
from handlers.disclosure.application.prompts import summary
from tests.factories.proceedings import AGENCIES
from tests.factories.talk import TEXTS, Talk, words

CHOICE = AddresseeChoice(AGENCIES)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("我要向教育局申请公开2025年学区划分文件", "jiaoyu"),
        ("向青岚县教育局申请公开学区划分", "jiaoyu"),
        ("我要申请公开教育局的学区划分文件", ""),
        ("向县政府申请公开工作报告", ""),
        ("向火星局申请公开飞船清单", ""),
        ("申请公开2025年决算", ""),
    ],
)
def test_an_agency_named_as_addressee(said: str, key: str) -> None:
    assert CHOICE.told(said) == key


@pytest.mark.parametrize(
    ("said", "awaited", "named"),
    [
        ("寄给教育局", "request_confirmed", True),
        ("改寄给青岚县教育局。", "information", True),
        ("申请机关改成教育局", "delivery", True),
        ("寄给教育局", "delivery_address", False),
        ("寄给我家", "information", False),
        ("寄给教育局的那份文件", "information", False),
    ],
)
def test_naming_it_in_the_form(said: str, awaited: str, *, named: bool) -> None:
    assert named_in_form(said, awaited) is named


def test_two_that_fit_are_nobody() -> None:
    assert CHOICE.named("局") is None
    assert CHOICE.named("人民政府") is AGENCIES.home


async def test_what_was_chosen_is_kept_and_read_back() -> None:
    talk = Talk([ChooseAddressee(TEXTS, choice=CHOICE)])
    outcome = await talk.run("action_choose_addressee", "寄给教育局")
    assert "青岚县教育局" in words(outcome.replies)
    assert talk.conversation.slots[ADDRESSEE] == "jiaoyu"
    assert CHOICE.key_of(talk.conversation.slots) == "jiaoyu"
    outcome = await talk.run("action_choose_addressee", "寄给火星局")
    assert "没有听出是哪个机关" in words(outcome.replies)
    assert CHOICE.key_of(talk.conversation.slots) == "jiaoyu"


def test_the_summary_says_whom_it_goes_to_and_a_new_form_begins_with_nobody() -> None:
    filled = {
        "notice_accepted": {"version": "1", "at": "2026-11-20T10:00:00+08:00"},
        "information": "学区划分",
        "applicant_kind": "natural",
        "applicant_name": "李一鸣",
        "identity_number": "339901198503142016",
        "contact_phone": "13800001234",
        "delivery": "electronic",
    }
    line = CHOICE.line({**filled, ADDRESSEE: "jiaoyu"}, TEXTS)
    assert "寄给：青岚县教育局" in summary(filled, TEXTS, own=False, addressee=line)
    assert "青岚县人民政府" in CHOICE.line(filled, TEXTS)
    events = {event.get("name"): event.get("value") for event in opening("学区划分")}
    assert events[ADDRESSEE] is None
