"""The form loop in Rasa's terms: Rasa asks and keeps, this says when a message is a command or a digression.

Rasa's form takes every message for an answer until its check hands the message back; then the rule of the message's
wish runs and leads into the form again. The order of decisions is that of `bot.forms.FormLoop`.
"""

import itertools
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet

from adapters.rasa.names import COMMANDS, PICK_STEP, TAKE_STEP
from adapters.rasa.steering import Events, Told, reopened_fields
from adapters.rasa.turn import Turn
from bot.conversation import REQUESTED
from bot.forms import EXACT, GATHERED, LIKELY, REOPENED, SHORT, SURE, FormSpec, leads_away

Run = Callable[..., Awaitable[Told]]


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
    return turn.heard.intent != PICK_STEP and leads_away(turn.heard, spec)


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


def part_of(action: str, forms: Mapping[str, FormSpec]) -> tuple[FormSpec | None, str]:
    """Give the form that an action belongs to, and the field when it asks for one."""
    for spec in forms.values():
        asking = f"action_ask_{spec.name}_"
        if action in {spec.submit, f"validate_{spec.name}"}:
            return spec, ""
        if action.startswith(asking):
            return spec, action.removeprefix(asking)
    return None, ""
