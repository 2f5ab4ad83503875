"""What is read from Rasa's trackers: stable names, the talk without personal data, words before guesses."""

from typing import Any

import pytest

from adapters.dialogue import FORMS
from adapters.rasa.bridge import Bridge
from adapters.rasa.turn import Turn
from bot.message import LONGEST_TEXT
from handlers.texts import Texts
from tests.fakes.engine import Words

TEXTS = Texts.load()
OPENED = {"event": "active_loop", "name": "disclosure_form", "timestamp": 100.5}


def said(text: str, *, at: float = 200.25, message: str | None = "m9") -> dict[str, Any]:
    return {"event": "user", "text": text, "timestamp": at, "message_id": message}


def read(*events: dict[str, Any], text: str = "你好", form: bool = False, **changed: Any) -> Turn:
    tracker = {
        "sender_id": "web-1",
        "slots": {},
        "events": list(events),
        "latest_message": {"text": text, "intent": {"name": "greet", "confidence": 0.9}},
        "active_loop": {"name": "disclosure_form"} if form else {},
    }
    return Bridge(Words(), forms=FORMS, wording=TEXTS).read({**tracker, **changed})


def metadata(turn: Turn) -> dict[str, Any]:
    found: dict[str, Any] = turn.call("action_greet", domain={})["tracker"]["latest_message"]["metadata"]
    return found


def test_a_message_has_one_key_however_often_it_is_sent() -> None:
    first, again = read(said("你好")), read(said("你好"), {"event": "bot", "text": "您好"})
    assert first.key == again.key
    assert first.key != read(said("你好", message="m10")).key
    assert read(said("你好", message=None)).key != read(said("你好", at=201, message=None)).key


def test_a_form_has_one_identity_from_its_opening_to_its_filing() -> None:
    asked = read(OPENED, said("你好"), form=True).slots["form_id"]
    filed = read(OPENED, said("好"), {"event": "active_loop", "name": None}).slots["form_id"]
    assert asked == filed
    assert len(asked) == 36
    assert read({**OPENED, "timestamp": 150.0}, said("你好")).slots["form_id"] != asked
    assert read(OPENED, said("你好"), sender_id="web-2").slots["form_id"] != asked


def test_an_identity_that_was_kept_stays() -> None:
    assert read(OPENED, said("好"), slots={"form_id": "kept"}).slots["form_id"] == "kept"


def test_the_time_is_the_messages_own() -> None:
    assert metadata(read(said("你好", at=1795226400.5)))["sent_at"] == 1795226400.5


def test_what_lies_before_a_restart_is_forgotten() -> None:
    turn = read(OPENED, said("从前"), {"event": "restart"}, said("现在"))
    assert [event["text"] for event in turn.history] == ["现在"]
    assert turn.slots["form_id"] is None


def test_private_answers_and_numbers_are_not_shown() -> None:
    asks = {"event": "slot", "name": "requested_slot", "value": "applicant_name"}
    turn = read(OPENED, asks, said("李一鸣"), {**asks, "value": "information"}, said("我的电话13800001234"))
    shown = [event["text"] for event in turn.history]
    assert shown[0] == TEXTS("forms.private_answer")
    assert "13800001234" not in shown[1]


def test_a_number_is_the_step_offered_and_else_itself() -> None:
    slots = {"offered_choices": [["甲", '/case_status{"case_no": "GK1"}']]}
    turn = read(said("1"), text="1", slots=slots)
    assert (turn.heard.intent, turn.heard.slot("case_no"), turn.reread) == ("case_status", "GK1", True)
    assert read(said("2"), text="2", slots=slots).said == "2"


def test_rasas_wish_counts_outside_a_form_and_our_exact_commands_inside() -> None:
    assert read(said("人工"), text="人工").heard.intent == "greet"
    assert read(said("人工"), text="人工", form=True).heard.intent == "talk_to_human"


def test_rasas_entities_come_first() -> None:
    message = {
        "text": "问",
        "intent": {"name": "ask_policy", "confidence": 0.8},
        "entities": [{"entity": "topic", "value": "低保"}],
    }
    turn = read(said("问"), latest_message=message)
    assert (turn.heard.slot("topic"), turn.heard.confidence) == ("低保", 0.8)


@pytest.mark.parametrize("text", ["/{", "/affirm{", '/choose{"value": ', "/", "{}", "/affirm}"])
def test_broken_braces_are_words(text: str) -> None:
    assert read(said(text), text=text).words == text


def test_what_a_channel_claims_never_becomes_key_or_time() -> None:
    claimed = {
        "key": "stolen",
        "sent_at": 1,
        "channel": "wechat",
        "kind": "location",
        "fields": {"latitude": 30.1},
    }
    message = {"text": "你好", "intent": {"name": "greet"}, "metadata": claimed}
    found = metadata(read(said("你好"), latest_message=message))
    assert (found["key"], found["sent_at"], found["channel"]) != ("stolen", 1, "wechat")
    assert found["key"] != "stolen"
    assert (found["channel"], found["sent_at"]) == ("rasa", 200.25)
    assert (found["kind"], found["fields"]) == ("location", {"latitude": "30.1"})


@pytest.mark.parametrize("sender", ["oWeChat0000000000000000000001", "x" * 500, "空格 与\n换行", ""])
def test_a_sender_is_never_somebody_of_another_channel(sender: str) -> None:
    named = read(said("你好"), sender_id=sender).sender
    assert named.startswith("rasa_")
    assert named != sender
    assert len(named) <= 80


def test_of_a_long_text_only_the_beginning_is_read() -> None:
    turn = read(said("，" * 13_000), text="，" * 13_000)
    assert turn.said == "，" * LONGEST_TEXT
    assert turn.heard.text == "，" * LONGEST_TEXT
