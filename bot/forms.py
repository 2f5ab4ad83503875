"""The form loop: asks field after field, survives digression, going back, correction, restart and days of silence."""

import re
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
# What was said so far for a field that takes several messages, and what reopened fields held before.
GATHERED = "gathered_so_far"
REOPENED = "reopened_fields"
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form: its fields in order, the words by which a citizen names each, and the action that files it.

    Fields are numbered for the citizen as they stand in `order`; `private` ones are never noted in the talk; `free`
    ones take any words, so that a likely wish to leave must outrank them. `entrance` is the intent that starts the
    form, `topic` what a question asked meanwhile is about when it names nothing itself. Words like `continuing` are
    added to the field `gathers`, whatever is being asked; words like `unchanged` give a reopened field its old value.
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
    gathers: str = ""
    continuing: re.Pattern[str] = NEVER
    unchanged: re.Pattern[str] = NEVER

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
        if awaited in _reopened(conversation) and spec.unchanged.fullmatch(said):
            return await self._restore(spec, conversation, awaited)
        if awaited != spec.gathers and conversation.slots.get(spec.gathers) and spec.continuing.search(said):
            return await self._add(spec, conversation, said)
        return await self._hear(spec, conversation, heard, said=said, awaited=awaited)

    async def _hear(
        self, spec: FormSpec, conversation: Conversation, heard: Understanding, *, said: str, awaited: str
    ) -> list[Reply]:
        """Tell a command, an answer and a digression apart."""
        enough = SURE if awaited in spec.free else EXACT
        if (
            _commands(heard, said, enough)
            and (done := await self._command(spec, conversation, heard)) is not None
        ):
            return done
        checked = await self._check(spec, conversation, awaited, said=said)
        if _value(checked, awaited) is not None:
            self._take(spec, conversation, awaited, checked=checked)
            return [*checked.replies, *await self._proceed(spec, conversation, checked)]
        if (gathered := _value(checked, GATHERED)) is not None:
            conversation.apply([_slot(GATHERED, gathered)])
            return list(checked.replies)
        return await self._stray(spec, conversation, heard, said=said, checked=checked)

    async def _stray(
        self, spec: FormSpec, conversation: Conversation, heard: Understanding, *, said: str, checked: Outcome
    ) -> list[Reply]:
        """Take words that did not fit as a likely command or a digression, else tell what is wrong with them."""
        if (
            _commands(heard, said, LIKELY)
            and (done := await self._command(spec, conversation, heard)) is not None
        ):
            return done
        if leads_away(heard, spec):
            return await self._digress(spec, conversation, heard)
        return list(checked.replies) or await self._ask(
            spec, conversation, conversation.awaited or spec.order[0]
        )

    async def return_to(self, spec: FormSpec, conversation: Conversation) -> list[Reply]:
        """Ask the awaited field once more, after something else was answered."""
        back = await self._ask(spec, conversation, conversation.awaited or spec.order[0])
        return [Reply(self._wording("forms.return")), *back]

    async def _check(self, spec: FormSpec, conversation: Conversation, wanted: str, *, said: str) -> Outcome:
        """Let the form's own action check an answer; a gathered field is shown what was said before."""
        if wanted == spec.gathers:
            before = conversation.slots.get(wanted) or conversation.slots.get(GATHERED)
            conversation.apply([_slot(GATHERED, before)])
        return await self._stage.run(f"validate_{spec.name}", conversation, candidates={wanted: said})

    async def _add(self, spec: FormSpec, conversation: Conversation, said: str) -> list[Reply]:
        """Add words to the gathered field while another one is asked; what it held stays where they do not fit."""
        awaited = conversation.awaited or spec.order[0]
        checked = await self._check(spec, conversation, spec.gathers, said=said)
        if _value(checked, spec.gathers) is not None:
            conversation.apply([*checked.events, _slot(spec.confirmation, None)])
        return [*checked.replies, *await self._ask(spec, conversation, awaited)]

    async def _restore(self, spec: FormSpec, conversation: Conversation, wanted: str) -> list[Reply]:
        before = _reopened(conversation)
        conversation.apply([_slot(wanted, before.pop(wanted)), _slot(REOPENED, before)])
        return await self._proceed(spec, conversation)

    def _take(self, spec: FormSpec, conversation: Conversation, taken: str, *, checked: Outcome) -> None:
        """Fill a field; neither it nor what no longer fits beside it has an old value to return to."""
        conversation.apply(checked.events)
        gone = {taken, *(event["name"] for event in checked.events if event.get("name") in spec.order)}
        kept = {name: value for name, value in _reopened(conversation).items() if name not in gone}
        conversation.apply([_slot(REOPENED, kept or None)])

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
        return [*replies, *await self.return_to(spec, conversation)]

    async def _correct(self, spec: FormSpec, conversation: Conversation, said: str) -> list[Reply]:
        wanted = spec.named(said)
        if wanted is None or conversation.slots.get(wanted) is None:
            return [Reply(self._wording("forms.which_field"))]
        return await self._reopen(spec, conversation, wanted)

    async def _reopen(self, spec: FormSpec, conversation: Conversation, wanted: str) -> list[Reply]:
        before = conversation.slots.get(wanted)
        kept = _reopened(conversation) if before is None else {**_reopened(conversation), wanted: before}
        conversation.apply(
            [_slot(wanted, None), _slot(spec.confirmation, None), _slot(REOPENED, kept or None)]
        )
        if wanted == spec.gathers:
            conversation.apply([_slot(GATHERED, None)])
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
        gone = [*spec.order, REQUESTED, FORM_ID, GATHERED, REOPENED]
        conversation.apply([{"event": "active_loop", "name": None}, *(_slot(name, None) for name in gone)])


def leads_away(heard: Understanding, spec: FormSpec) -> bool:
    """Whether words that fit no field are another wish; short names read like greetings, so a greeting is exact."""
    if heard.intent in STAYING or heard.intent == spec.entrance:
        return False
    return heard.intent != "greet" or heard.confidence >= EXACT


def _commands(heard: Understanding, said: str, enough: float) -> bool:
    """Whether words may act on the form: only short, sure ones, so that a long answer is never lost to a guess."""
    return heard.confidence >= enough and (len(said) <= SHORT or said.startswith("/"))


def _value(checked: Outcome, name: str) -> object:
    """Give what a check made of a field; None where it took nothing."""
    values = [event["value"] for event in checked.events if event.get("name") == name]
    return values[-1] if values else None


def _reopened(conversation: Conversation) -> dict[str, object]:
    return dict(conversation.slots.get(REOPENED) or {})


def _requested(checked: Outcome, *, default: str | None) -> str | None:
    """Give the field that the validating action asks for next; without its word, the first empty one."""
    asked = [event["value"] for event in checked.events if event.get("name") == REQUESTED]
    return asked[-1] if asked else default


def _missing(spec: FormSpec, conversation: Conversation) -> str | None:
    return next((name for name in spec.order if conversation.slots.get(name) is None), None)


def _slot(name: str, value: object) -> dict[str, object]:
    return {"event": "slot", "name": name, "value": value}
