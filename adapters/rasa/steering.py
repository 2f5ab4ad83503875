"""Moves in a form that our own form loop makes itself: back, correction, leaving, a failed filing, a numbered step."""

from typing import Any

from rasa_sdk.events import ActionExecuted, ActiveLoop, FollowupAction, SlotSet, UserUttered

from adapters.rasa.names import PICK_STEP
from adapters.rasa.turn import Turn
from bot.conversation import FORM_ID, REQUESTED
from bot.forms import GATHERED, REOPENED, FormSpec
from bot.message import Wording
from bot.understanding import FALLBACK, Understanding
from handlers.talk import step

Events = list[dict[str, Any]]
Told = tuple[Events, list[dict[str, Any]]]
"""Events and responses, as the protocol answers them."""
LISTEN = "action_listen"
FALL_BACK = "action_fallback"


def take_step(turn: Turn) -> Events:
    """Say the message once more as what it stands for, so that Rasa's rules go on from there."""
    heard = turn.heard
    if turn.said == turn.words and heard.intent in {FALLBACK, PICK_STEP}:
        return [FollowupAction(FALL_BACK)]
    text = turn.said if turn.said.startswith("/") else _payload(heard)
    parsed = {
        "text": text,
        "intent": {"name": heard.intent, "confidence": 1.0},
        "intent_ranking": [{"name": heard.intent, "confidence": 1.0}],
        "entities": [{"entity": slot.name, "value": slot.value} for slot in heard.slots],
    }
    return [ActionExecuted(LISTEN), UserUttered(text, parsed)]


def _payload(heard: Understanding) -> str:
    return step("", heard.intent, **{slot.name: slot.value for slot in heard.slots}).payload


def steer(turn: Turn, *, wording: Wording) -> Told:
    """Reopen the field before, or the one named; taking up a form only asks again."""
    spec, intent = turn.form, turn.heard.intent
    if spec is None or intent == "resume_form":
        return [], []
    if intent == "form_back":
        return _reopened(spec, _before(spec, turn), turn=turn), []
    named = spec.named(turn.heard.slot("field") or "")
    if named is None or turn.slots.get(named) is None:
        return _waiting(spec), [{"text": wording("forms.which_field")}]
    return _reopened(spec, named, turn=turn), []


def _reopened(spec: FormSpec, name: str, *, turn: Turn) -> Events:
    held, before = turn.slots.get(name), reopened_fields(turn)
    kept = before if held is None else {**before, name: held}
    gathered = [SlotSet(GATHERED, None)] if name == spec.gathers else []
    return [SlotSet(name, None), SlotSet(spec.confirmation, None), SlotSet(REOPENED, kept or None), *gathered]


def _before(spec: FormSpec, turn: Turn) -> str:
    awaited = turn.awaited or spec.order[0]
    filled = [name for name in spec.order[: spec.order.index(awaited)] if turn.slots.get(name) is not None]
    return filled[-1] if filled else awaited


def leaving(turn: Turn) -> dict[str, Any]:
    """Give what the action behind a wish to leave wants to know."""
    order = turn.form.order if turn.form else ()
    return {
        "cancel_sure": turn.heard.slot("confirmed") is not None,
        "filled_fields": sum(turn.slots.get(name) is not None for name in order),
    }


def after_leaving(turn: Turn, events: Events) -> Events:
    """Give the events of the wish to leave: what was filled goes with the form, or the form waits for an answer."""
    if turn.form is None:
        return events
    left = any(event.get("event") == "active_loop" for event in events)
    return [*events, *emptied(turn.form), FollowupAction(LISTEN)] if left else [*events, *_waiting(turn.form)]


def _waiting(spec: FormSpec) -> Events:
    """Give the events after which the form takes the next message; one that handed a message back would not."""
    return [ActiveLoop(spec.name), FollowupAction(LISTEN)]


def emptied(spec: FormSpec) -> Events:
    """Give the events that keep nothing of a form."""
    return [SlotSet(name, None) for name in (*spec.order, REQUESTED, FORM_ID, GATHERED, REOPENED)]


def reopened(turn: Turn, spec: FormSpec) -> Events:
    """Give the events after a filing that failed: the same form waits for the same yes, so that nothing is lost."""
    return [
        ActiveLoop(spec.name),
        SlotSet(FORM_ID, turn.slots.get(FORM_ID)),
        SlotSet(spec.confirmation, None),
    ]


def reopened_fields(turn: Turn) -> dict[str, Any]:
    """Give what reopened fields held before."""
    return dict(turn.slots.get(REOPENED) or {})
