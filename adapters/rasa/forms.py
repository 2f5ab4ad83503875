"""The form loop in Rasa's terms: Rasa asks and keeps; what a message does to the form is decided in `bot.forms.moves`.

Rasa's form takes every message for an answer until its check hands the message back; then the rule of the message's
wish runs and leads into the form again.
"""

import itertools
from collections.abc import Mapping

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet

from adapters.rasa.form_moves import Events, Run, Told, filled, forgotten, value_of
from adapters.rasa.names import PICK_STEP, TAKE_STEP
from adapters.rasa.turn import Turn
from bot.conversation import REQUESTED
from bot.forms import moves
from bot.forms.moves import MoveKind
from bot.forms.slots import FormSlots
from bot.forms.spec import DOUBTED_SLOT, GATHERED_SLOT, REOPENED_SLOT, FormSpec
from bot.message import Wording


async def check(turn: Turn, spec: FormSpec, *, run: Run, wording: Wording) -> Told:
    """Check the awaited field, or hand the message back when it is a command or a digression."""
    awaited = turn.awaited
    if awaited is None or not _answers(turn, awaited):
        return await run(f"validate_{spec.name}", turn)
    if moves.cries_for_help(spec, turn.message(awaited)):
        return [SlotSet(REQUESTED, awaited), *_asked_anew(awaited)], [{"text": wording("forms.kept")}]
    move = moves.before_check(spec, turn.message(awaited))
    if move is None:
        return await _checked(turn, spec, awaited, run=run)
    if move.kind is MoveKind.COMMAND:
        return _hand_back(turn, spec, awaited)
    if move.kind is MoveKind.RESTORE:
        events, said = await _restore(turn, spec, awaited, run=run)
    elif move.kind is MoveKind.ADD:
        events, said = await _add(turn, spec, awaited, run=run)
    else:
        events, said = await _aside(turn, awaited, action=move.action, run=run, wording=wording)
    return [*events, *forgotten(turn)], said


async def _checked(turn: Turn, spec: FormSpec, awaited: str, *, run: Run) -> Told:
    """Let the form's own check tell an answer, the beginning of one, and a digression apart."""
    told, said = await run(f"validate_{spec.name}", turn, **{awaited: turn.said})
    taken, kept = value_of(told, awaited) is not None, value_of(told, GATHERED_SLOT) is not None
    move = moves.after_check(spec, turn.message(awaited), taken=taken, kept=kept)
    # A bare number that names no step is no other wish.
    if move.kind in {MoveKind.COMMAND, MoveKind.DIGRESS} and turn.heard.intent != PICK_STEP:
        events, said = _hand_back(turn, spec, awaited)
        doubted = value_of(told, DOUBTED_SLOT)
        return ([SlotSet(DOUBTED_SLOT, doubted), *events] if doubted else events), said
    further = filled(turn, spec, awaited, told) if taken else []
    return [*told, *further, *forgotten(turn)], said


async def _restore(turn: Turn, spec: FormSpec, awaited: str, *, run: Run) -> Told:
    """Give a reopened field its old value."""
    before = FormSlots(turn.slots).reopened
    events: Events = [SlotSet(awaited, before.pop(awaited)), SlotSet(REOPENED_SLOT, before or None)]
    restored = turn.with_slots(**{event["name"]: event["value"] for event in events})
    asked, said = await run(f"validate_{spec.name}", restored)
    return [*events, *asked], said


async def _add(turn: Turn, spec: FormSpec, awaited: str, *, run: Run) -> Told:
    """Add words to the gathered field while another is asked; what it held stays where they do not fit."""
    held = FormSlots(turn.slots).with_piece(spec.gathers, str(turn.slots[spec.gathers]))
    emptied_one = turn.with_slots(**{awaited: None, spec.confirmation: None, GATHERED_SLOT: held})
    events, said = await run(f"validate_{spec.name}", emptied_one, **{spec.gathers: turn.said})
    if value_of(events, spec.gathers) is None:
        events = [SlotSet(REQUESTED, awaited)]
    left = FormSlots(turn.slots).without(spec.gathers)
    return [
        *events,
        *_asked_anew(awaited),
        SlotSet(spec.confirmation, None),
        SlotSet(GATHERED_SLOT, left),
    ], said


async def _aside(turn: Turn, awaited: str, *, action: str, run: Run, wording: Wording) -> Told:
    """Answer words spoken to the form itself, then let Rasa ask the field again."""
    events, said = await run(action, turn)
    back = [{"text": wording("forms.return")}] if said else []
    return [*events, SlotSet(REQUESTED, awaited), *_asked_anew(awaited)], [*said, *back]


def _asked_anew(awaited: str) -> Events:
    """Empty the awaited field after the next one was named, so that it is asked for; see `already_asked`."""
    return [SlotSet(awaited, None)]


def _answers(turn: Turn, awaited: str) -> bool:
    """Whether Rasa hands over an answer; on the way back into a form, and on opening it, there is none."""
    place = max((n for n, event in enumerate(turn.recent) if event.get("event") == "action"), default=-1)
    return any(
        event.get("name") == awaited for event in turn.recent[place + 1 :] if event.get("event") == "slot"
    )


def _hand_back(turn: Turn, spec: FormSpec, awaited: str) -> Told:
    events: Events = [SlotSet(awaited, None), ActionExecutionRejected(spec.name)]
    if turn.reread:
        events.append(FollowupAction(TAKE_STEP))
    return events, []


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
