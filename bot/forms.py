"""The form loop: asks field after field, survives digression, going back, correction, restart and days of silence."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.actions import Outcome, Stage
from bot.conversation import FORM_ID, REQUESTED, Conversation
from bot.message import Reply, Wording
from bot.understanding import FALLBACK, Understanding

EXACT = 0.95
SURE = 0.85
LIKELY = 0.6
SHORT = 24
STAYING = frozenset({FALLBACK, "affirm", "deny", "thanks", "out_of_scope"})


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form: its fields in order, the words by which a citizen names each, and the action that files it.

    Fields are numbered for the citizen as they stand in `order`; `private` ones are never noted in the talk; `free`
    ones take any words, so that a likely wish to leave must outrank them. `entrance` is the intent that starts the
    form, `topic` what a question asked meanwhile is about when it names nothing itself.
    """

    name: str
    order: tuple[str, ...]
    submit: str
    entrance: str
    confirmation: str
    topic: str = ""
    private: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def named(self, said: str) -> str | None:
        """Give the field that a number, a word of the citizen or its own name names."""
        if said.isdigit():
            place = int(said)
            return self.order[place - 1] if 0 < place <= len(self.order) else None
        if said in self.order:
            return said
        return next(
            (name for name, words in self.words.items() if any(word in said for word in words)),
            None,
        )


class FormLoop:
    """Carries a form forward by one message."""

    def __init__(self, stage: Stage, *, routes: Mapping[str, tuple[str, ...]], wording: Wording) -> None:
        self._stage = stage
        self._routes = routes
        self._wording = wording

    async def begin(self, spec: FormSpec, conversation: Conversation) -> list[Reply]:
        """Ask the first field that is not yet filled; a fresh form gets an identity of its own."""
        if not conversation.slots.get(FORM_ID):
            conversation.apply([_slot(FORM_ID, str(uuid.uuid4()))])
        return await self._proceed(spec, conversation)

    async def step(
        self, spec: FormSpec, conversation: Conversation, heard: Understanding, said: str
    ) -> list[Reply]:
        """Take the citizen's words as a command on the form, as the awaited field, or as a digression.

        Exact words command; a guess commands only where no answer could be told from it, or where none fitted.
        """
        awaited = conversation.awaited or spec.order[0]
        enough = SURE if awaited in spec.free else EXACT
        if (
            _commands(heard, said, enough)
            and (done := await self._command(spec, conversation, heard)) is not None
        ):
            return done
        checked = await self._stage.run(f"validate_{spec.name}", conversation, candidates={awaited: said})
        if _filled(checked, awaited):
            conversation.apply(checked.events)
            return [*checked.replies, *await self._proceed(spec, conversation, checked)]
        if (
            _commands(heard, said, LIKELY)
            and (done := await self._command(spec, conversation, heard)) is not None
        ):
            return done
        if heard.intent not in STAYING and heard.intent != spec.entrance:
            return await self._digress(spec, conversation, heard)
        return list(checked.replies) or await self._ask(spec, conversation, awaited)

    async def _command(
        self, spec: FormSpec, conversation: Conversation, heard: Understanding
    ) -> list[Reply] | None:
        if heard.intent == "form_back":
            return await self._reopen(spec, conversation, self._before(spec, conversation))
        if heard.intent == "form_correct":
            return await self._correct(spec, conversation, heard.slot("field") or "")
        if heard.intent == "resume_form":
            return await self._ask(spec, conversation, conversation.awaited or spec.order[0])
        if heard.intent == "cancel":
            return await self._leave(spec, conversation, sure=heard.slot("confirmed") is not None)
        if heard.intent in {"talk_to_human", "help"}:
            return await self._digress(spec, conversation, heard)
        return None

    async def _proceed(
        self, spec: FormSpec, conversation: Conversation, checked: Outcome | None = None
    ) -> list[Reply]:
        checked = checked or await self._stage.run(f"validate_{spec.name}", conversation)
        wanted = _requested(checked, default=_missing(spec, conversation))
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

    async def _digress(self, spec: FormSpec, conversation: Conversation, heard: Understanding) -> list[Reply]:
        replies: list[Reply] = []
        for action in self._routes.get(heard.intent, ()):
            outcome = await self._stage.run(action, conversation)
            conversation.apply(outcome.events)
            replies += outcome.replies
        back = await self._ask(spec, conversation, conversation.awaited or spec.order[0])
        return [*replies, Reply(self._wording("forms.return")), *back]

    async def _correct(self, spec: FormSpec, conversation: Conversation, said: str) -> list[Reply]:
        wanted = spec.named(said)
        if wanted is None or conversation.slots.get(wanted) is None:
            return [Reply(self._wording("forms.which_field"))]
        return await self._reopen(spec, conversation, wanted)

    async def _reopen(self, spec: FormSpec, conversation: Conversation, wanted: str) -> list[Reply]:
        conversation.apply([_slot(wanted, None), _slot(spec.confirmation, None)])
        return await self._ask(spec, conversation, wanted)

    async def _leave(self, spec: FormSpec, conversation: Conversation, *, sure: bool) -> list[Reply]:
        filled = sum(conversation.slots.get(name) is not None for name in spec.order)
        asked = await self._stage.run(
            "action_cancel_form", conversation, candidates={"cancel_sure": sure, "filled_fields": filled}
        )
        conversation.apply(asked.events)
        if conversation.form is None:
            self._close(spec, conversation)
        return list(asked.replies)

    def _before(self, spec: FormSpec, conversation: Conversation) -> str:
        """Give the filled field nearest before the awaited one; at the start there is nowhere to go back to."""
        awaited = conversation.awaited or spec.order[0]
        earlier = spec.order[: spec.order.index(awaited)] if awaited in spec.order else spec.order
        filled = [name for name in earlier if conversation.slots.get(name) is not None]
        return filled[-1] if filled else awaited

    def _close(self, spec: FormSpec, conversation: Conversation) -> None:
        gone = [*spec.order, REQUESTED, FORM_ID]
        conversation.apply([{"event": "active_loop", "name": None}, *(_slot(name, None) for name in gone)])


def _commands(heard: Understanding, said: str, enough: float) -> bool:
    """Whether words may act on the form: only short, sure ones, so that a long answer is never lost to a guess."""
    return heard.confidence >= enough and (len(said) <= SHORT or said.startswith("/"))


def _filled(checked: Outcome, awaited: str) -> bool:
    values = [event["value"] for event in checked.events if event.get("name") == awaited]
    return bool(values) and values[-1] is not None


def _requested(checked: Outcome, *, default: str | None) -> str | None:
    """Give the field that the validating action asks for next; without its word, the first empty one."""
    asked = [event["value"] for event in checked.events if event.get("name") == REQUESTED]
    return asked[-1] if asked else default


def _missing(spec: FormSpec, conversation: Conversation) -> str | None:
    return next((name for name in spec.order if conversation.slots.get(name) is None), None)


def _slot(name: str, value: object) -> dict[str, object]:
    return {"event": "slot", "name": name, "value": value}
