"""Moves in a form that our own form loop makes itself: back, correction, leaving, a failed filing, a numbered step."""

from collections.abc import Awaitable, Callable
from typing import Any

from rasa_sdk.events import ActionExecuted, ActiveLoop, FollowupAction, SlotSet, UserUttered

from adapters.rasa.names import PICK_STEP
from adapters.rasa.turn import Turn
from bot.conversation import FORM_ID, REQUESTED
from bot.forms import moves
from bot.forms.slots import FormSlots
from bot.forms.spec import (
    ASKED_SLOT,
    DOUBTED_SLOT,
    GATHERED_SLOT,
    LEAVE,
    MARKS,
    REOPENED_SLOT,
    WHICH,
    FormSpec,
)
from bot.message import Wording
from bot.understanding import FALLBACK, Understanding
from handlers.talk.turn import step

Events = list[dict[str, Any]]
Told = tuple[Events, list[dict[str, Any]]]
"""Events and responses, as the protocol answers them."""
Run = Callable[..., Awaitable[Told]]
"""Runs an action by its name on a turn, with candidates for fields."""
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


async def steer(turn: Turn, *, run: Run, wording: Wording) -> Told:
    """Reopen the field before, or the one named; taking up a form only asks again."""
    spec, intent = turn.form, turn.heard.intent
    if spec is None or intent == moves.RESUME:
        return forgotten(turn), []
    awaited = turn.awaited or spec.order[0]
    if intent == moves.BACK:
        return [
            *_reopening(turn, spec, FormSlots(turn.slots).field_before(spec, awaited)),
            *forgotten(turn),
        ], []
    wanted = moves.correction(spec, FormSlots(turn.slots), awaited, turn.heard)
    if not wanted.field:
        _, listed = await run(f"action_ask_{spec.name}_correction", turn)
        return [SlotSet(ASKED_SLOT, WHICH), *_waiting(spec)], listed
    if wanted.early:
        return forgotten(turn), [{"text": wording("forms.not_yet")}]
    opened = [*_reopening(turn, spec, wanted.field, leaving=awaited), *forgotten(turn)]
    return await _corrected(turn, spec, wanted, opened=opened, run=run) if wanted.value else (opened, [])


async def _corrected(
    turn: Turn, spec: FormSpec, wanted: moves.Correction, *, opened: Events, run: Run
) -> Told:
    """Fill a reopened field with the answer that came with the wish to correct it, if it fits."""
    reopened_turn = turn.with_slots(**{event["name"]: event["value"] for event in opened})
    events, said = await run(f"validate_{spec.name}", reopened_turn, **{wanted.field: wanted.value})
    if value_of(events, wanted.field) is None:
        return opened, said
    kept = [event for event in events if event.get("name") != REQUESTED]
    return [*opened, *kept, *filled(reopened_turn, spec, wanted.field, events)], said


def _reopening(turn: Turn, spec: FormSpec, name: str, *, leaving: str = "") -> Events:
    opened = FormSlots(turn.slots).reopening(spec, name, leaving=leaving)
    return [SlotSet(slot, value) for slot, value in opened.items()]


def filled(turn: Turn, spec: FormSpec, name: str, events: Events) -> Events:
    """Give the events after which neither a filled field nor what no longer fits beside it has an old value."""
    changed = {name, *(str(event.get("name")) for event in events)}
    return [
        SlotSet(REOPENED_SLOT, FormSlots(turn.slots).still_reopened(spec, changed)),
        SlotSet(GATHERED_SLOT, FormSlots(turn.slots).without(*changed)),
        *([SlotSet(DOUBTED_SLOT, None)] if name == spec.gathers else []),
    ]


def forgotten(turn: Turn) -> Events:
    """Give the event after which the form's last question besides its fields waits for no answer any more."""
    return [SlotSet(ASKED_SLOT, None)] if turn.slots.get(ASKED_SLOT) else []


def value_of(events: Events, name: str) -> Any:
    """Give what a check made of a field; None where it took nothing."""
    values = [event["value"] for event in events if event.get("event") == "slot" and event["name"] == name]
    return values[-1] if values else None


def leaving(turn: Turn) -> dict[str, Any]:
    """Give what the action behind a wish to leave wants to know."""
    return {
        "cancel_sure": turn.heard.slot("confirmed") is not None,
        "filled_fields": FormSlots(turn.slots).filled(turn.form) if turn.form else 0,
    }


def after_leaving(turn: Turn, events: Events) -> Events:
    """Give the events of the wish to leave: what was filled goes with the form, or the form waits for an answer."""
    if turn.form is None:
        return events
    left = any(event.get("event") == "active_loop" for event in events)
    if left:
        return [*events, *emptied(turn.form), FollowupAction(LISTEN)]
    return [*events, SlotSet(ASKED_SLOT, LEAVE), *_waiting(turn.form)]


def _waiting(spec: FormSpec) -> Events:
    """Give the events after which the form takes the next message; one that handed a message back would not."""
    return [ActiveLoop(spec.name), FollowupAction(LISTEN)]


def emptied(spec: FormSpec) -> Events:
    """Give the events that keep nothing of a form."""
    return [SlotSet(name, None) for name in (*spec.on_page, REQUESTED, FORM_ID, *MARKS)]


def reopened(turn: Turn, spec: FormSpec) -> Events:
    """Give the events after a filing that failed: the same form waits for the same yes, so that nothing is lost."""
    return [
        ActiveLoop(spec.name),
        SlotSet(FORM_ID, turn.slots.get(FORM_ID)),
        SlotSet(spec.confirmation, None),
    ]
