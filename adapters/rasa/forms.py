"""The form loop in Rasa's terms: Rasa asks and keeps, this says when a message is a command or a digression.

Rasa's form takes every message for an answer until its check hands the message back; then the rule of the message's
wish runs and leads into the form again. The order of decisions is that of `bot.forms.FormLoop`.
"""

import itertools
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa_sdk.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    FollowupAction,
    SlotSet,
    UserUttered,
)

from adapters.rasa.names import COMMANDS, PICK_STEP, TAKE_STEP
from adapters.rasa.turn import Turn
from bot.conversation import FORM_ID, REQUESTED
from bot.forms import EXACT, GATHERED, LIKELY, REOPENED, SHORT, STAYING, SURE, FormSpec
from bot.message import Wording
from bot.understanding import FALLBACK, Understanding
from handlers.talk import step

Events = list[dict[str, Any]]
Told = tuple[Events, list[dict[str, Any]]]
"""Events and responses, as the protocol answers them."""
Run = Callable[..., Awaitable[Told]]
LISTEN = "action_listen"
FALL_BACK = "action_fallback"


async def check(turn: Turn, spec: FormSpec, *, run: Run) -> Told:
    """Check the awaited field, or hand the message back when it is a command or a digression.

    `run` runs the form's own validation with candidates for fields.
    """
    awaited = turn.awaited
    if awaited is None or not _answers(turn, awaited):
        return await run(turn)
    before = reopened_fields(turn)
    if awaited in before and spec.unchanged.fullmatch(turn.said):
        return await _restore(turn, awaited, before=before, run=run)
    if awaited != spec.gathers and turn.slots.get(spec.gathers) and spec.continuing.search(turn.said):
        return await _add(turn, spec, awaited, run=run)
    return await _hear(turn, spec, awaited, run=run)


async def _hear(turn: Turn, spec: FormSpec, awaited: str, *, run: Run) -> Told:
    """Tell a command, an answer and a digression apart."""
    if _commands(turn, SURE if awaited in spec.free else EXACT):
        return _hand_back(turn, spec, awaited)
    events, said = await run(_gathering(turn, spec, awaited), **{awaited: turn.said})
    if _value(events, awaited) is not None:
        return [*events, *_taken(spec, awaited, events, before=reopened_fields(turn))], said
    if _value(events, GATHERED) is None and (_commands(turn, LIKELY) or _digresses(turn, spec)):
        return _hand_back(turn, spec, awaited)
    return events, said


async def _restore(turn: Turn, awaited: str, *, before: dict[str, Any], run: Run) -> Told:
    """Give a reopened field its old value."""
    events: Events = [SlotSet(awaited, before.pop(awaited)), SlotSet(REOPENED, before or None)]
    asked, said = await run(turn.with_slots(**{event["name"]: event["value"] for event in events}))
    return [*events, *asked], said


async def _add(turn: Turn, spec: FormSpec, awaited: str, *, run: Run) -> Told:
    """Add words to the gathered field while another is asked; what it held stays where they do not fit."""
    emptied_one = turn.with_slots(**{awaited: None, spec.confirmation: None})
    events, said = await run(_gathering(emptied_one, spec, spec.gathers), **{spec.gathers: turn.said})
    if _value(events, spec.gathers) is None:
        events = [SlotSet(REQUESTED, awaited)]
    return [*events, SlotSet(awaited, None), SlotSet(spec.confirmation, None)], said


def _gathering(turn: Turn, spec: FormSpec, wanted: str) -> Turn:
    """Show a gathered field what was said for it before; Rasa has put the new words into its slot already."""
    if wanted != spec.gathers:
        return turn
    kept = turn.slots.get(GATHERED) if wanted == turn.awaited else turn.slots.get(wanted)
    return turn.with_slots(**{GATHERED: kept})


def _taken(spec: FormSpec, awaited: str, events: Events, *, before: dict[str, Any]) -> Events:
    """Neither a filled field nor what no longer fits beside it has an old value to return to."""
    if not before:
        return []
    gone = {awaited, *(event["name"] for event in events if event.get("name") in spec.order)}
    return [SlotSet(REOPENED, {name: value for name, value in before.items() if name not in gone} or None)]


def reopened_fields(turn: Turn) -> dict[str, Any]:
    """Give what reopened fields held before."""
    return dict(turn.slots.get(REOPENED) or {})


def _answers(turn: Turn, awaited: str) -> bool:
    """Whether Rasa hands over an answer; on the way back into a form, and on opening it, there is none."""
    place = max((n for n, event in enumerate(turn.recent) if event.get("event") == "action"), default=-1)
    return any(
        event.get("name") == awaited for event in turn.recent[place + 1 :] if event.get("event") == "slot"
    )


def _commands(turn: Turn, enough: float) -> bool:
    short = len(turn.said) <= SHORT or turn.said.startswith("/")
    return turn.heard.intent in COMMANDS and turn.heard.confidence >= enough and short


def _digresses(turn: Turn, spec: FormSpec) -> bool:
    return turn.heard.intent not in STAYING | {PICK_STEP} and turn.heard.intent != spec.entrance


def _hand_back(turn: Turn, spec: FormSpec, awaited: str) -> Told:
    events: Events = [SlotSet(awaited, None), ActionExecutionRejected(spec.name)]
    if turn.reread:
        events.append(FollowupAction(TAKE_STEP))
    return events, []


def _value(events: Events, name: str) -> Any:
    values = [event["value"] for event in events if event.get("event") == "slot" and event["name"] == name]
    return values[-1] if values else None


def already_asked(turn: Turn, name: str) -> bool:
    """Whether the check of this very call has said what is wrong with a field, which asks for it again.

    The check empties a faulty field before it names the next one; what is emptied afterwards was not spoken of.
    """
    place = max((n for n, event in enumerate(turn.recent) if event.get("event") == "action"), default=-1)
    checked = turn.recent[place + 1 :]
    told = any(event.get("event") == "bot" for event in checked)
    slots = (event for event in checked if event.get("event") == "slot")
    before = itertools.takewhile(lambda event: event.get("name") != REQUESTED, slots)
    return told and any(event.get("name") == name and event.get("value") is None for event in before)


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
        return [FollowupAction(LISTEN)], [{"text": wording("forms.which_field")}]
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
    """Give the events of the wish to leave: what was filled goes with the form, and Rasa waits in any case."""
    left = any(event.get("event") == "active_loop" for event in events)
    return [*events, *(emptied(turn.form) if left and turn.form else []), FollowupAction(LISTEN)]


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


def part_of(action: str, forms: Mapping[str, FormSpec]) -> tuple[FormSpec | None, str]:
    """Give the form that an action belongs to, and the field when it asks for one."""
    for spec in forms.values():
        asking = f"action_ask_{spec.name}_"
        if action in {spec.submit, f"validate_{spec.name}"}:
            return spec, ""
        if action.startswith(asking):
            return spec, action.removeprefix(asking)
    return None, ""
