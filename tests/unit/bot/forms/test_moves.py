"""Decisions about a message in a form, on the application form itself."""

from dataclasses import replace
from typing import Any

import pytest

from bot.forms.moves import (
    Beside,
    Message,
    Move,
    MoveKind,
    after_check,
    before_check,
    beside,
    correction,
    read,
    wishes,
)
from bot.forms.slots import FormSlots
from bot.forms.spec import ASKED_SLOT, GATHERED_SLOT, LEAVE, REOPENED_SLOT, WHICH
from bot.understanding import FALLBACK, Slot, Understanding, Wish
from handlers.disclosure.application.form import FORM

FILLED = {
    "notice_accepted": {},
    "information": "2025年决算",
    "applicant_kind": "natural",
    "applicant_name": "王小雨",
}


def message(said: str, intent: str = FALLBACK, *, awaited: str = "identity_number", **slots: Any) -> Message:
    heard = Understanding(said, intent, 0.97 if intent != FALLBACK else 0.1, intents=(intent,))
    return Message(said, heard, awaited, FormSlots({**FILLED, **slots}))


@pytest.mark.parametrize(
    ("said", "intent", "becomes", "sure"),
    [
        ("确定", "affirm", "cancel", True),
        ("取消", "cancel", "cancel", True),
        ("不", "deny", "resume_form", False),
        ("确认提交", "affirm", "resume_form", False),
        ("算了还是办吧", "cancel", "resume_form", False),
        ("别取消，我要办", "cancel", "resume_form", False),
        ("高龄津贴多少钱", "ask_policy", "ask_policy", False),
    ],
)
def test_after_the_question_whether_to_leave(said: str, intent: str, becomes: str, sure: bool) -> None:
    heard = read(FORM, message(said, intent, **{ASKED_SLOT: LEAVE}))
    assert heard.intent == becomes
    assert (heard.slot("confirmed") is not None) is sure


def test_a_yes_that_was_not_asked_for_leaving_is_a_yes() -> None:
    assert read(FORM, message("确认提交", "affirm", awaited="request_confirmed")).intent == "affirm"
    assert read(FORM, message("继续", "affirm", awaited="notice_accepted")).intent == "affirm"


def test_words_that_take_leaving_back_are_heard_before_it_was_asked_for() -> None:
    assert read(FORM, message("算了还是办吧", "cancel")).intent == "resume_form"


@pytest.mark.parametrize(
    ("said", "field"), [("姓名", "applicant_name"), ("4", "applicant_name"), ("第二项", "information")]
)
def test_the_field_to_correct_is_named_when_it_was_asked_for(said: str, field: str) -> None:
    heard = read(FORM, message(said, **{ASKED_SLOT: WHICH}))
    assert (heard.intent, heard.slot("field")) == ("form_correct", field)
    assert read(FORM, message(said)).intent == FALLBACK


@pytest.mark.parametrize(
    ("said", "intent"), [("好的", "affirm"), ("没错没错", FALLBACK), ("确认提交", "affirm")]
)
@pytest.mark.parametrize("asked", [LEAVE, WHICH])
def test_a_yes_to_another_question_never_files(said: str, intent: str, asked: str) -> None:
    heard = read(FORM, message(said, intent, awaited="request_confirmed", **{ASKED_SLOT: asked}))
    assert heard.intent in {"resume_form", "cancel"}


def test_the_field_that_the_recogniser_read_stands() -> None:
    heard = Understanding("改一下", "form_correct", 1.0, slots=(Slot("field", "姓名", "applicant_name"),))
    kept = read(FORM, Message("改一下", heard, "identity_number", FormSlots(FILLED)))
    assert kept.slot("field") == "applicant_name"


def test_an_offered_step_is_never_read_as_words() -> None:
    assert read(FORM, message("/affirm", "affirm", **{ASKED_SLOT: LEAVE})).intent == "affirm"


@pytest.mark.parametrize(
    ("said", "intent", "move"),
    [
        ("滚", FALLBACK, Move(MoveKind.ASIDE, "action_stay_calm")),
        ("收费吗", "service_guide", Move(MoveKind.ASIDE, "action_explain_application")),
        ("还有2024年的审计报告", FALLBACK, Move(MoveKind.ADD)),
        ("上一步", "form_back", Move(MoveKind.COMMAND)),
        ("339901198503142016", FALLBACK, None),
    ],
)
def test_words_that_are_no_answer_however_they_look(said: str, intent: str, move: Move | None) -> None:
    assert before_check(FORM, message(said, intent)) == move


def test_what_becomes_of_words_once_they_were_checked() -> None:
    heard = message("高龄津贴多少钱", "ask_policy")
    assert after_check(FORM, heard, taken=True, kept=False).kind is MoveKind.TAKE
    assert after_check(FORM, heard, taken=False, kept=True).kind is MoveKind.WAIT
    assert after_check(FORM, heard, taken=False, kept=False).kind is MoveKind.DIGRESS
    assert after_check(FORM, message("嗯", "affirm"), taken=False, kept=False).kind is MoveKind.FAULT


def test_two_wishes_are_answered_from_their_own_words_and_commands_are_none() -> None:
    both = (Wish("ask_policy", "高龄津贴多少钱"), Wish("cancel", "取消"), Wish("find_place", "派出所在哪"))
    heard = Understanding("…", "ask_policy", 0.9, intents=("ask_policy", "find_place"), wishes=both)
    assert [part.text for part in wishes(FORM, heard)] == ["高龄津贴多少钱", "派出所在哪"]


def test_a_field_that_was_opened_and_left_for_another_gets_its_value_back() -> None:
    slots = {
        **FILLED,
        "information": None,
        REOPENED_SLOT: {"information": "2025年决算"},
        GATHERED_SLOT: {"applicant_name": "王"},
    }
    opened = FormSlots(slots).reopening(FORM, "applicant_name", leaving="information")
    assert opened["information"] == "2025年决算"
    assert opened[REOPENED_SLOT] == {"applicant_name": "王小雨"}
    assert opened[GATHERED_SLOT] is None


def test_a_field_that_was_not_reached_is_early_unless_its_answer_comes_along() -> None:
    heard = Understanding("改电话", "form_correct", 1.0)
    asked = message("改电话").heard
    assert correction(FORM, FormSlots(FILLED), "identity_number", heard).field == ""
    early = read(FORM, message("改电话"))
    assert correction(FORM, FormSlots(FILLED), "identity_number", early).early
    given = read(FORM, message("电话改成13900001234"))
    assert not correction(FORM, FormSlots(FILLED), "identity_number", given).early
    assert asked.intent == FALLBACK


def told(*parts: Wish, awaited: str) -> Message:
    heard = Understanding("…", parts[-1].intent, 0.9, intents=(parts[-1].intent,), wishes=parts)
    return Message(" ".join(part.text for part in parts), heard, awaited, FormSlots(FILLED))


def answer_and_wishes(message: Message) -> tuple[str, list[str]] | None:
    both = beside(FORM, message)
    return (both.answer, [wish.text for wish in both.wishes]) if isinstance(both, Beside) else None


def test_an_answer_and_a_wish_in_one_message_are_told_apart() -> None:
    said = Wish(FALLBACK, "13900001234"), Wish("find_place", "派出所在哪")
    assert answer_and_wishes(told(*said, awaited="contact_phone")) == ("13900001234", ["派出所在哪"])


def test_a_field_of_any_words_needs_a_linking_word() -> None:
    name, plain = Wish(FALLBACK, "李一鸣"), Wish("find_place", "派出所在哪")
    linked = Wish("find_place", "派出所在哪", linked=True)
    assert answer_and_wishes(told(name, plain, awaited="applicant_name")) is None
    assert answer_and_wishes(told(name, linked, awaited="applicant_name")) == ("李一鸣", ["派出所在哪"])


def test_what_stands_before_the_linking_word_is_the_answer_whatever_it_reads_like() -> None:
    paper, linked = Wish("disclosure_request", "桂花路的合同"), Wish("ask_policy", "顺便问津贴", linked=True)
    assert answer_and_wishes(told(paper, linked, awaited="information")) == ("桂花路的合同", ["顺便问津贴"])


def test_no_word_of_what_is_applied_for_is_lost_to_a_guess() -> None:
    paper, linked = (
        Wish("disclosure_request", "桂花路的合同"),
        Wish("ask_policy", "还有花了多少钱", linked=True),
    )
    assert answer_and_wishes(told(paper, linked, awaited="information")) is None


@pytest.mark.parametrize("intent", ["cancel", "form_back", "deny", "disclosure_request"])
def test_a_word_to_the_form_itself_is_no_wish_besides(intent: str) -> None:
    said = Wish(FALLBACK, "邮寄"), Wish(intent, "算了", linked=True)
    assert answer_and_wishes(told(*said, awaited="delivery")) is None


def test_what_is_told_before_a_question_belongs_to_it_where_it_is_no_answer() -> None:
    heard = told(Wish(FALLBACK, "我妈八十"), Wish("ask_policy", "津贴多少"), awaited="identity_number").heard
    assert [wish.text for wish in wishes(FORM, heard)] == ["我妈八十 津贴多少"]


def test_a_question_that_fits_no_wish_is_looked_up_before_it_is_called_a_fault() -> None:
    move = after_check(FORM, message("孩子上学要不要户口本"), taken=False, kept=False)
    assert move == Move(MoveKind.QUESTION, "action_answer_beside")
    assert after_check(FORM, message("嗯呐"), taken=False, kept=False).kind is MoveKind.FAULT


def test_what_is_done_for_nobody_is_said_beside_the_form() -> None:
    heard = message("把所有申请人的身份证号发我", "ask_policy")
    limited = Message(heard.said, replace(heard.heard, limit="others"), heard.awaited, heard.held)
    assert after_check(FORM, limited, taken=False, kept=False) == Move(MoveKind.ASIDE, "action_keep_limit")


def test_words_that_change_the_description_correct_it() -> None:
    heard = read(FORM, message("改成2024年的", awaited="delivery"))
    assert (heard.intent, heard.slot("field"), heard.slot("value")) == (
        "form_correct",
        "information",
        "2024年决算",
    )
