"""The form loop: asks field after field, survives digression, going back, correction, restart and days of silence."""

import uuid
from collections.abc import Mapping, Sequence

from bot.actions import ActionOutcome, ActionRegistry
from bot.conversation import FORM_ID, REQUESTED, Conversation
from bot.forms import moves
from bot.forms.left import LEFT_SLOT, LeftForm
from bot.forms.moves import Beside, Message, Move, MoveKind
from bot.forms.slots import FormSlots
from bot.forms.spec import (
    ASKED_SLOT,
    DOUBTED_SLOT,
    ENCLOSED,
    FAULTS_SLOT,
    GATHERED_SLOT,
    LEAVE,
    MARKS,
    REOPENED_SLOT,
    WHICH,
    FormSpec,
)
from bot.message import Reply, Wording
from bot.understanding import FALLBACK, Understanding

# The dispatcher knows forms by this module alone.
__all__ = ["FormLoop", "FormSpec"]


class FormLoop:
    """Carries a form forward by one message; what a message does is decided in `bot.forms.moves`."""

    def __init__(
        self, stage: ActionRegistry, *, routes: Mapping[str, tuple[str, ...]], wording: Wording
    ) -> None:
        self._stage = stage
        self._routes = routes
        self._wording = wording

    async def begin(self, spec: FormSpec, conversation: Conversation) -> list[Reply]:
        """Ask the first field that is not yet filled; a fresh form gets an identity of its own."""
        conversation.apply([_slot(LEFT_SLOT, None)])
        if not conversation.slots.get(FORM_ID):
            conversation.apply([_slot(FORM_ID, str(uuid.uuid4()))])
        return await self._proceed(spec, conversation)

    async def step(
        self, spec: FormSpec, conversation: Conversation, heard: Understanding, said: str
    ) -> list[Reply]:
        """Take the citizen's words as a command on the form, as the awaited field, or as a digression."""
        awaited = conversation.awaited or spec.order[0]
        message = Message(said, heard, awaited, FormSlots(conversation.slots))
        if moves.cries_for_help(spec, message):
            return [Reply(self._wording("forms.kept"))]
        message = Message(said, moves.read(spec, message), awaited, FormSlots(conversation.slots))
        conversation.apply([_slot(ASKED_SLOT, None)])
        if (both := moves.beside(spec, message)) is not None:
            answered = await self._take_and_digress(spec, conversation, awaited, both=both)
            if answered is not None:
                return answered
        move = moves.before_check(spec, message)
        checked = ActionOutcome((), ())
        if move is None:
            checked = await self._check(spec, conversation, awaited, said=said)
            taken, kept = _value(checked, awaited) is not None, _value(checked, GATHERED_SLOT) is not None
            move = moves.after_check(spec, message, taken=taken, kept=kept)
        return await self._make(spec, conversation, move, message=message, checked=checked)

    async def _make(
        self,
        spec: FormSpec,
        conversation: Conversation,
        move: Move,
        *,
        message: Message,
        checked: ActionOutcome,
    ) -> list[Reply]:
        awaited = message.awaited
        match move.kind:
            case MoveKind.COMMAND:
                replies = await self._command(spec, conversation, message.heard)
            case MoveKind.RESTORE:
                replies = await self._restore(spec, conversation, awaited)
            case MoveKind.ADD:
                replies = await self._add(spec, conversation, message.said)
            case MoveKind.ASIDE:
                replies = await self._aside(spec, conversation, move.action)
            case MoveKind.TAKE:
                replies = await self._take(spec, conversation, awaited, checked=checked)
            case MoveKind.WAIT:
                conversation.apply([_slot(GATHERED_SLOT, _value(checked, GATHERED_SLOT))])
                replies = list(checked.replies)
            case MoveKind.DIGRESS:
                replies = await self._digress(spec, conversation, message.heard)
            case MoveKind.QUESTION:
                replies = await self._question(spec, conversation, move.action, checked=checked)
            case MoveKind.FAULT:
                replies = list(checked.replies) or await self._ask(spec, conversation, awaited)
        return replies

    async def enclosed(self, spec: FormSpec, conversation: Conversation) -> list[Reply]:
        """Take a picture for the answer to the awaited field; whether it could be kept, the check of the field tells."""
        heard = Understanding(text="", intent=FALLBACK, confidence=0.0)
        return await self.step(spec, conversation, heard, ENCLOSED)

    async def fill(
        self, spec: FormSpec, conversation: Conversation, values: Mapping[str, str]
    ) -> list[Reply]:
        """Take fields as a page brings them, by the checks of the talk; give one reply for each that is wrong, in order.

        Where all are good the next empty field is asked, or the form is filed. The yes to the whole counts only where
        nothing else is missing: else the last answer in the talk would file what nobody saw.
        """
        faults: dict[str, str] = {}
        for name in (each for each in spec.on_page if each in values):
            if name == spec.confirmation and (faults or not await self._is_whole(spec, conversation)):
                continue
            # The page shows the whole field, so that nothing is added to what was half told.
            conversation.apply([_slot(GATHERED_SLOT, FormSlots(conversation.slots).without(name))])
            checked = await self._check(spec, conversation, name, said=values[name])
            if _value(checked, name) is None:
                faults[name] = "\n".join(reply.text for reply in checked.replies)
                continue
            self._apply_taken(spec, conversation, name, checked=checked)
        conversation.apply([_slot(FAULTS_SLOT, faults or None)])
        told = [Reply(words) for words in faults.values()]
        return told or await self._proceed(spec, conversation)

    async def _is_whole(self, spec: FormSpec, conversation: Conversation) -> bool:
        """Whether nothing is missing but the yes to the whole."""
        checked = await self._stage.run(f"validate_{spec.name}", conversation)
        return (
            _requested(checked, default=FormSlots(conversation.slots).first_empty(spec)) == spec.confirmation
        )

    async def return_to(self, spec: FormSpec, conversation: Conversation) -> list[Reply]:
        """Ask the awaited field once more, after something else was answered."""
        back = await self._ask(spec, conversation, conversation.awaited or spec.order[0])
        return [Reply(self._wording("forms.return")), *back]

    async def _check(
        self, spec: FormSpec, conversation: Conversation, wanted: str, *, said: str
    ) -> ActionOutcome:
        """Let the form's own action check an answer; what it doubts is kept, so that it is asked about once."""
        checked = await self._stage.run(f"validate_{spec.name}", conversation, candidates={wanted: said})
        if (doubted := _value(checked, DOUBTED_SLOT)) is not None:
            conversation.apply([_slot(DOUBTED_SLOT, doubted)])
        return checked

    async def _add(self, spec: FormSpec, conversation: Conversation, said: str) -> list[Reply]:
        """Add words to the gathered field while another one is asked; what it held stays where they do not fit."""
        awaited, slots = conversation.awaited or spec.order[0], conversation.slots
        held = slots[spec.gathers]
        conversation.apply([_slot(GATHERED_SLOT, FormSlots(slots).with_piece(spec.gathers, str(held)))])
        checked = await self._check(spec, conversation, spec.gathers, said=said)
        if _value(checked, spec.gathers) is not None:
            conversation.apply([*checked.events, _slot(spec.confirmation, None)])
        conversation.apply([_slot(GATHERED_SLOT, FormSlots(conversation.slots).without(spec.gathers))])
        return [*checked.replies, *await self._ask(spec, conversation, awaited)]

    async def _aside(self, spec: FormSpec, conversation: Conversation, action: str) -> list[Reply]:
        outcome = await self._stage.run(action, conversation)
        conversation.apply(outcome.events)
        if outcome.replies:
            return [*outcome.replies, *await self.return_to(spec, conversation)]
        return await self._ask(spec, conversation, conversation.awaited or spec.order[0])

    async def _question(
        self, spec: FormSpec, conversation: Conversation, action: str, *, checked: ActionOutcome
    ) -> list[Reply]:
        """Answer a question beside the form, or say what is wrong with the words where nobody answers."""
        known = self._stage.knows(action)
        outcome = await self._stage.run(action, conversation) if known else ActionOutcome((), ())
        if not outcome.replies:
            awaited = conversation.awaited or spec.order[0]
            return list(checked.replies) or await self._ask(spec, conversation, awaited)
        conversation.apply(outcome.events)
        return [*outcome.replies, *await self.return_to(spec, conversation)]

    async def _restore(self, spec: FormSpec, conversation: Conversation, wanted: str) -> list[Reply]:
        before = FormSlots(conversation.slots).reopened
        conversation.apply([_slot(wanted, before.pop(wanted)), _slot(REOPENED_SLOT, before or None)])
        return await self._proceed(spec, conversation)

    async def _take(
        self, spec: FormSpec, conversation: Conversation, taken: str, *, checked: ActionOutcome
    ) -> list[Reply]:
        """Fill a field and go on to the next."""
        self._apply_taken(spec, conversation, taken, checked=checked)
        return [*checked.replies, *await self._proceed(spec, conversation, checked)]

    @staticmethod
    def _apply_taken(
        spec: FormSpec, conversation: Conversation, taken: str, *, checked: ActionOutcome
    ) -> None:
        conversation.apply(checked.events)
        slots = conversation.slots
        changed = {taken, *(str(event.get("name")) for event in checked.events)}
        conversation.apply(
            [
                _slot(REOPENED_SLOT, FormSlots(slots).still_reopened(spec, changed)),
                # What was half told for a field that is not asked any more goes with it.
                _slot(GATHERED_SLOT, FormSlots(slots).without(*changed)),
                *([_slot(DOUBTED_SLOT, None)] if taken == spec.gathers else []),
            ]
        )

    async def _command(self, spec: FormSpec, conversation: Conversation, heard: Understanding) -> list[Reply]:
        awaited = conversation.awaited or spec.order[0]
        if heard.intent == moves.BACK:
            return await self._reopen(
                spec, conversation, FormSlots(conversation.slots).field_before(spec, awaited)
            )
        if heard.intent == moves.CORRECT:
            return await self._correct(spec, conversation, heard)
        if heard.intent == moves.RESUME:
            return await self._ask(spec, conversation, awaited)
        if heard.intent == moves.CANCEL:
            return await self._leave(spec, conversation, sure=heard.slot("confirmed") is not None)
        return await self._digress(spec, conversation, heard)

    async def _proceed(
        self, spec: FormSpec, conversation: Conversation, checked: ActionOutcome | None = None
    ) -> list[Reply]:
        checked = checked or await self._stage.run(f"validate_{spec.name}", conversation)
        wanted = _requested(checked, default=FormSlots(conversation.slots).first_empty(spec))
        if wanted is not None:
            return await self._ask(spec, conversation, wanted)
        filed = await self._stage.run(spec.submit, conversation)
        conversation.apply(filed.events)
        self._close(spec, conversation)
        return list(filed.replies)

    async def _ask(self, spec: FormSpec, conversation: Conversation, wanted: str) -> list[Reply]:
        conversation.apply([_slot(REQUESTED, wanted)])
        asked = await self._stage.run(f"action_ask_{spec.name}_{wanted}", conversation)
        conversation.apply(asked.events)
        return list(asked.replies)

    async def _take_and_digress(
        self, spec: FormSpec, conversation: Conversation, awaited: str, *, both: Beside
    ) -> list[Reply] | None:
        """Fill the field, answer what was asked besides, and go on; None where the words before are no answer."""
        checked = await self._check(spec, conversation, awaited, said=both.answer)
        if _value(checked, awaited) is not None:
            going_on = await self._take(spec, conversation, awaited, checked=checked)
        elif _value(checked, GATHERED_SLOT) is not None:
            conversation.apply([_slot(GATHERED_SLOT, _value(checked, GATHERED_SLOT))])
            going_on = list(checked.replies)
        else:
            return None
        answers = await self._answers(conversation, both.wishes)
        # What the form asks next is said last; once it is filed, nothing is asked.
        return [*answers, *going_on] if conversation.form else [*going_on, *answers]

    async def _digress(self, spec: FormSpec, conversation: Conversation, heard: Understanding) -> list[Reply]:
        replies = await self._answers(conversation, moves.wishes(spec, heard), alone=not heard.wishes)
        return [*replies, *await self.return_to(spec, conversation)]

    async def _answers(
        self, conversation: Conversation, wishes: Sequence[Understanding], *, alone: bool = False
    ) -> list[Reply]:
        """Answer wishes beside the form, each from its own words, or from the whole message where it is alone."""
        replies: list[Reply] = []
        for wish in wishes:
            if not alone:
                conversation.attend(wish)
            for action in self._routes.get(wish.intent, ()):
                outcome = await self._stage.run(action, conversation)
                conversation.apply(outcome.events)
                replies += outcome.replies
        return replies

    async def _correct(self, spec: FormSpec, conversation: Conversation, heard: Understanding) -> list[Reply]:
        awaited = conversation.awaited or spec.order[0]
        wanted = moves.correction(spec, FormSlots(conversation.slots), awaited, heard)
        if not wanted.field:
            conversation.apply([_slot(ASKED_SLOT, WHICH)])
            listed = await self._stage.run(f"action_ask_{spec.name}_correction", conversation)
            return list(listed.replies)
        if wanted.early:
            back = await self._ask(spec, conversation, awaited)
            return [Reply(self._wording("forms.not_yet")), *back]
        asked = await self._reopen(spec, conversation, wanted.field, leaving=awaited)
        if not wanted.value:
            return asked
        if wanted.field in spec.private:
            conversation.hide(self._wording("forms.private_answer"))
        checked = await self._check(spec, conversation, wanted.field, said=wanted.value)
        if _value(checked, wanted.field) is None:
            return list(checked.replies) or asked
        return await self._take(spec, conversation, wanted.field, checked=checked)

    async def _reopen(
        self, spec: FormSpec, conversation: Conversation, wanted: str, *, leaving: str = ""
    ) -> list[Reply]:
        opened = FormSlots(conversation.slots).reopening(spec, wanted, leaving=leaving)
        conversation.apply([_slot(name, value) for name, value in opened.items()])
        return await self._ask(spec, conversation, wanted)

    async def _leave(self, spec: FormSpec, conversation: Conversation, *, sure: bool) -> list[Reply]:
        filled = FormSlots(conversation.slots).filled(spec)
        asked = await self._stage.run(
            "action_cancel_form", conversation, candidates={"cancel_sure": sure, "filled_fields": filled}
        )
        conversation.apply(asked.events)
        if conversation.form is None:
            left = LeftForm.of(spec, conversation.slots, at=conversation.heard_at)
            self._close(spec, conversation)
            conversation.apply([_slot(LEFT_SLOT, left.plain())])
        else:
            conversation.apply([_slot(ASKED_SLOT, LEAVE)])
        return list(asked.replies)

    def _close(self, spec: FormSpec, conversation: Conversation) -> None:
        gone = [*spec.on_page, REQUESTED, FORM_ID, *MARKS]
        conversation.apply([{"event": "active_loop", "name": None}, *(_slot(name, None) for name in gone)])


def _value(checked: ActionOutcome, name: str) -> object:
    """Give what a check made of a field; None where it took nothing."""
    values = [event["value"] for event in checked.events if event.get("name") == name]
    return values[-1] if values else None


def _requested(checked: ActionOutcome, *, default: str | None) -> str | None:
    """Give the field that the validating action asks for next; without its word, the first empty one."""
    asked = [event["value"] for event in checked.events if event.get("name") == REQUESTED]
    return asked[-1] if asked else default


def _slot(name: str, value: object) -> dict[str, object]:
    return {"event": "slot", "name": name, "value": value}
