"""Calls that a real Rasa 3.6.21 sent while somebody filled the form, recorded once; all persons are invented."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.dialogue import FORMS
from adapters.rasa.actions import Actions
from adapters.rasa.bridge import Bridge
from bot.clock import SettableClock
from handlers.disclosure.application.prompts import AskField
from handlers.disclosure.application.validation import DisclosureForm
from intents import catalogue, recognizer
from tests.factories.office import OFFICE
from tests.factories.talk import SENT_AT, TEXTS
from tests.fakes.engine import Words

CALLS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("recorded.json").read_text("utf-8"))
FORM = FORMS["disclosure_form"]


@pytest.fixture(scope="module")
def actions(trained: Path) -> Actions:
    known = catalogue.load()
    return Actions(
        [
            DisclosureForm(TEXTS, clock=SettableClock(SENT_AT)),
            *(AskField(slot, TEXTS, office=OFFICE) for slot in FORM.order),
        ],
        domain=known.domain,
        forms=FORMS,
        recognizer=recognizer.build(known, trained, {}),
        wording=TEXTS,
    )


async def run(actions: Actions, name: str) -> tuple[list[tuple[str, Any]], list[dict[str, Any]]]:
    call = json.loads(json.dumps(CALLS[name]))
    told = await actions.run(call["next_action"], call["tracker"])
    return [(e.get("name") or e["event"], e.get("value")) for e in told["events"]], told["responses"]


async def test_on_opening_only_the_first_field_is_named(actions: Actions) -> None:
    assert await run(actions, "opening") == ([("requested_slot", "notice_accepted")], [])


async def test_a_typed_number_is_the_button(actions: Actions) -> None:
    events, said = await run(actions, "a number")
    assert dict(events)["notice_accepted"]["version"]
    assert dict(events)["requested_slot"] == "applicant_kind"
    assert said == []


async def test_a_call_for_a_person_is_handed_back(actions: Actions) -> None:
    assert await run(actions, "a command") == ([("applicant_name", None), ("disclosure_form", None)], [])


async def test_a_fault_is_said_and_the_question_after_it_is_not(actions: Actions) -> None:
    events, said = await run(actions, "a faulty answer")
    assert dict(events)["identity_number"] is None
    assert dict(events)["requested_slot"] == "identity_number"
    assert len(said) == 1
    assert await run(actions, "the question after a fault") == ([], [])


async def test_a_number_for_a_command_is_said_once_more_as_that_command(actions: Actions) -> None:
    events, said = await run(actions, "a number for a command")
    assert events[-1] == ("action_take_step", None)
    assert dict(events)["request_confirmed"] is None
    assert said == []


async def test_the_yes_completes_the_form(actions: Actions) -> None:
    events, _ = await run(actions, "the yes")
    assert (dict(events)["request_confirmed"], dict(events)["requested_slot"]) == (True, None)


def test_the_form_has_the_same_identity_in_every_call() -> None:
    bridge = Bridge(Words(), forms=FORMS, wording=TEXTS)
    found = {bridge.read(call["tracker"]).slots["form_id"] for call in CALLS.values()}
    assert len(found) == 1
    assert None not in found


def test_the_recorded_talk_is_shown_without_private_answers() -> None:
    turn = Bridge(Words(), forms=FORMS, wording=TEXTS).read(CALLS["filing"]["tracker"])
    talk = str(turn.history)
    assert TEXTS("forms.private_answer") in talk
    assert not [secret for secret in ("李一鸣", "339901198503142016", "13800001234") if secret in talk]
    assert turn.form is None
    assert turn.sent_at == pytest.approx(1795305198, abs=120)
