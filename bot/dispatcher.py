"""One turn: what was understood becomes actions, their events and replies; no service is known here."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot import trace
from bot.actions import ActionRegistry
from bot.commits import any_begun
from bot.conversation import FORM_ID, Conversation
from bot.errors import BotError, ServiceError
from bot.foreign import ANSWER_ENGLISH
from bot.forms.left import LEFT_SLOT, LeftForm
from bot.forms.loop import FormLoop, FormSpec
from bot.forms.moves import RESUME, SURE_CONFIDENCE
from bot.handover import CALL, HELD_SLOT, STAY, is_held
from bot.limits import KEEP
from bot.message import FORM_PAGE, FORM_PAGE_ID, Inbound, Reply, Wording, readable
from bot.privacy import mask_text, personal_numbers
from bot.scenes import FOLLOW, SCANS, SceneOpening, SceneReader, opens_nothing
from bot.text.choices import number_in, pick, reading
from bot.understanding import FALLBACK, Context, Recognizer, Understanding

log = logging.getLogger(__name__)
WISHES_ANSWERED = 3
CLICK = "event/click"
LOCATION = "location"
IMAGE = "image"
GREET_SCENE = "action_greet_scene"
AFFIRM = "affirm"


def _divided(heard: Understanding) -> str | None:  # noqa: ARG001 - the field's shape.
    """Leave every message as its clauses were read."""
    return None


def _all_wishes(heard: Understanding) -> tuple[str, ...]:
    """Give every wish that was heard, or what stands for none."""
    return heard.intents or (heard.intent,)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the composition root decides: which actions answer which wish, event or menu key.

    `routes` maps an intent to actions, `arrivals` a kind of message without words (`event/subscribe`, `image`) to an
    action (a kind that is not named gets no answer), `menu` a menu key to the words or the payload it
    stands for. `beside_danger` gives the wishes that words which cry for help are answered besides; all by default.
    Wishes that are answered in English where the message is in Latin letters are `foreign`.
    Steps of the wishes `binding` do what cannot be taken back, so that the question they answer must have come out.
    `united` gives the one wish that a message of several clauses is read as, or None where these are wishes of their own.
    `scenes` tells what a code opens that was scanned. `enclosing` maps a kind of message to the action that takes it up
    for the person who holds the talk, once that one has it.
    """

    routes: Mapping[str, tuple[str, ...]]
    arrivals: Mapping[str, str]
    menu: Mapping[str, str]
    forms: Mapping[str, FormSpec]
    beside_danger: Callable[[Understanding], tuple[str, ...]] = _all_wishes
    foreign: frozenset[str] = frozenset()
    binding: frozenset[str] = frozenset()
    united: Callable[[Understanding], str | None] = _divided
    scenes: SceneReader = opens_nothing
    enclosing: Mapping[str, str] = field(default_factory=dict)


class DangerLine(Protocol):
    """Gives what must be said before the replies to words that might mean danger; mostly nothing."""

    def __call__(self, heard: Understanding, replies: Sequence[Reply], *, in_form: bool) -> Sequence[Reply]:
        """Give what is said first."""
        ...


def no_floor(
    heard: Understanding,  # noqa: ARG001 - the protocol's name.
    replies: Sequence[Reply],  # noqa: ARG001 - the protocol's name.
    *,
    in_form: bool,  # noqa: ARG001 - the protocol's name.
) -> Sequence[Reply]:
    """Give nothing to say first."""
    return ()


class Dispatcher:
    """Given a recogniser and actions, answers one message in the light of its conversation."""

    def __init__(
        self,
        *,
        recognizer: Recognizer,
        stage: ActionRegistry,
        plan: Plan,
        wording: Wording,
        floor: DangerLine = no_floor,
    ) -> None:
        self._recognizer = recognizer
        self._stage = stage
        self._plan = plan
        self._wording = wording
        self._floor = floor
        self._forms = FormLoop(stage, routes=plan.routes, wording=wording)

    async def turn(self, inbound: Inbound, conversation: Conversation) -> tuple[Conversation, list[Reply]]:
        """Give the conversation after the message, and what to say.

        A step that fails leaves the conversation as it was, so that the citizen can simply say it again. Whatever
        fails, who is in danger is told whom to call. Where the answer before may not have come out, a number that
        would choose from it does nothing: the answer is given again.
        """
        said, heard = self._hear(inbound, conversation)
        form = self._plan.forms.get(conversation.form or "")
        shown = self._shown(inbound, conversation, said)
        conversation.hear(inbound, heard, shown=shown, setting=form.topic if form else "")
        if not heard.emergency and self._is_unheard(inbound, conversation, heard):
            return conversation, self._once_more(inbound, conversation)
        heard = self._returning(conversation, said, heard)
        trace.note(heard)
        warned = await self._run("action_warn_emergency", conversation) if heard.emergency else []
        before = conversation.copy()
        try:
            replies = await self._answer(inbound, conversation, said=said, heard=heard)
        except ServiceError:
            if not warned:
                raise
            conversation, replies = before, [self._failure()]
        except BotError as error:
            conversation, replies = before, [Reply(self._wording(error.text_key, **error.values))]
        except Exception:
            log.exception("turn failed", extra={"key": inbound.key})
            conversation, replies = before, [self._failure()]
        named = form is not None and self._took_private(form, before, conversation)
        first = warned or ([] if named else self._floor(heard, replies, in_form=form is not None))
        replies = _without_repeats([*(replace(each, pressing=True) for each in first), *replies])
        self._remember(conversation, replies, at=inbound.sent_at.timestamp())
        conversation.binding = form is not None or self._binds(conversation)
        return conversation, replies

    def _binds(self, conversation: Conversation) -> bool:
        """Whether the next message may do what cannot be taken back: a form is filled, or such a step is offered."""
        steps = (reading(choice.payload) for choice in conversation.choices)
        return conversation.form is not None or any(
            step and step.intent in self._plan.binding for step in steps
        )

    @staticmethod
    def _is_unheard(inbound: Inbound, conversation: Conversation, heard: Understanding) -> bool:
        """Whether a message answers what the citizen may never have seen.

        A number then means the list that was seen before, and a yes said twice is the first one again. Words that name
        what they choose say by themselves what is meant.
        """
        if not conversation.unheard or not conversation.last_said:
            return False
        counts = bool(conversation.choices) and number_in(inbound.text) is not None
        return counts or (heard.intent == AFFIRM and conversation.says_again)

    def _once_more(self, inbound: Inbound, conversation: Conversation) -> list[Reply]:
        """Give the last answer again, with the steps that it offered; nothing is done."""
        again = Reply("\n\n".join(conversation.last_said), conversation.choices)
        replies = [Reply(self._wording("general.unheard")), again]
        self._remember(conversation, replies, at=inbound.sent_at.timestamp())
        conversation.binding = True
        return replies

    def _failure(self) -> Reply:
        """Give what is said of a failure; that nothing was done only when nothing was."""
        return Reply(self._wording("general.perhaps" if any_begun() else "general.failure"))

    @staticmethod
    def _took_private(form: FormSpec, before: Conversation, after: Conversation) -> bool:
        """Whether the message was a name or a number that the form took: it tells of no danger, whatever it sounds like."""
        awaited = before.awaited
        return awaited in form.private and before.form == after.form and after.slots.get(awaited) is not None

    def _hear(self, inbound: Inbound, conversation: Conversation) -> tuple[str, Understanding]:
        said = self._located(inbound, conversation) or self._words(inbound)
        chosen = pick(said, conversation.choices)
        said = chosen.payload if chosen else said
        if chosen or said != inbound.text:
            given = reading(said)
            if given is not None:
                return said, given
        form = self._plan.forms.get(conversation.form or "")
        located = form is not None and conversation.awaited in form.located
        context = Context(conversation.form, conversation.awaited, len(conversation.choices), located)
        if not said.strip():
            return said, Understanding(text="", intent=FALLBACK, confidence=0.0)
        return said, self._recognizer.recognize(said, context)

    def _located(self, inbound: Inbound, conversation: Conversation) -> str:
        """Give the words for a location that was sent in answer to a field of a form; empty for anything else."""
        form = self._plan.forms.get(conversation.form or "")
        if inbound.kind != LOCATION or form is None or conversation.awaited not in form.located:
            return ""
        return f"{self._sent(LOCATION)} {inbound.fields.get('label', '')}".strip()

    def _returning(self, conversation: Conversation, said: str, heard: Understanding) -> Understanding:
        """Give the reading of words that take leaving a form back, while it can be; what is over is forgotten."""
        if conversation.form or not conversation.slots.get(LEFT_SLOT):
            return heard
        left = LeftForm.kept(conversation.slots, now=conversation.heard_at)
        form = self._plan.forms.get(left.name) if left else None
        if left is None or form is None:
            conversation.apply([{"event": "slot", "name": LEFT_SLOT, "value": None}])
            return heard
        if not form.staying.fullmatch(said):
            return heard
        return replace(heard, intent=RESUME, intents=(RESUME,), wishes=(), confidence=1.0, limit=None)

    def _words(self, inbound: Inbound) -> str:
        """Give what a message says; a tapped menu item says what the plan tells, else its own key; a code what it opens."""
        if inbound.kind in SCANS:
            return self._opening(inbound).says
        if inbound.kind != CLICK:
            return inbound.text
        key = inbound.fields.get("key", "")
        return self._plan.menu.get(key, readable(key))

    def _shown(self, inbound: Inbound, conversation: Conversation, said: str) -> str:
        """Give the message as it may be read back: private answers by their field only, numbers hidden."""
        form = self._plan.forms.get(conversation.form or "")
        if form and conversation.awaited in form.private and not said.startswith("/"):
            return self._wording("forms.private_answer")
        words = said if inbound.kind == CLICK and not said.startswith("/") else inbound.text
        return mask_text(words) or self._sent(inbound.kind)

    def _sent(self, kind: str) -> str:
        """Give the words for a message without words."""
        try:
            return self._wording(f"general.wordless.{kind.removeprefix('event/')}")
        except KeyError:
            return self._wording("general.wordless.other")

    def _opening(self, inbound: Inbound) -> SceneOpening:
        """Give what the code opens that somebody scanned; nothing without one."""
        scene = inbound.fields.get("scene", "") if inbound.kind in SCANS else ""
        return self._plan.scenes(scene, inbound.sent_at) if scene else SceneOpening()

    async def _answer(
        self, inbound: Inbound, conversation: Conversation, *, said: str, heard: Understanding
    ) -> list[Reply]:
        if inbound.kind == FORM_PAGE:
            return await self._filled(inbound, conversation)
        if self._is_with_person(inbound, conversation, said=said):
            replies = await self._run(STAY, conversation)
            if is_held(conversation.slots) and (enclosing := self._plan.enclosing.get(inbound.kind)):
                replies += await self._run(enclosing, conversation)
            if replies or is_held(conversation.slots):
                return replies
        if not said:
            return await self._arrived(inbound, conversation)
        greeted = await self._run(GREET_SCENE, conversation) if inbound.kind == FOLLOW else []
        return [*greeted, *await self._answer_words(inbound, conversation, said=said, heard=heard)]

    async def _filled(self, inbound: Inbound, conversation: Conversation) -> list[Reply]:
        """Take what the page of a form brings; nothing where that form is not open any more."""
        form = self._plan.forms.get(conversation.form or "")
        if form is None or conversation.slots.get(FORM_ID) != inbound.fields.get(FORM_PAGE_ID):
            return []
        values = {name: value for name, value in inbound.fields.items() if name in form.on_page}
        return await self._forms.fill(form, conversation, values)

    async def _answer_words(
        self, inbound: Inbound, conversation: Conversation, *, said: str, heard: Understanding
    ) -> list[Reply]:
        form = self._plan.forms.get(conversation.form or "")
        hide = not form and personal_numbers(inbound.text)
        replies = await self._run("action_mention_hidden", conversation) if hide else []
        if heard.limit and not heard.emergency and not form:
            return [*replies, *await self._run(KEEP, conversation)]
        if self._is_foreign(heard) and not form:
            return [*replies, *await self._run(ANSWER_ENGLISH, conversation)]
        heard_of = self._plan.beside_danger(heard) if heard.emergency else _all_wishes(heard)
        wishes = heard_of[:WISHES_ANSWERED]
        if form:
            return [*replies, *await self._forms.step(form, conversation, heard, said)]
        if heard.wishes and (one := self._plan.united(heard)):
            return [*replies, *await self._act((one,), conversation)]
        parts = [part for part in heard.parts() if part.intent in wishes] if heard.wishes else []
        if not parts:
            return [*replies, *await self._act(wishes, conversation)]
        return [*replies, *await self._answer_parts(parts[:WISHES_ANSWERED], conversation)]

    def _is_foreign(self, heard: Understanding) -> bool:
        """Whether a message in Latin letters is to be answered in English; what is surely a call or an order is not."""
        sure = heard.intent == CALL or heard.confidence >= SURE_CONFIDENCE
        question = heard.intent in self._plan.foreign
        return heard.spelled is not None and not heard.emergency and (question or not sure)

    @staticmethod
    def _is_with_person(inbound: Inbound, conversation: Conversation, *, said: str) -> bool:
        """Whether a message is for the person who holds the talk; what was tapped is not."""
        held = conversation.slots.get(HELD_SLOT) and not conversation.form
        tapped = said.startswith("/") or inbound.kind.startswith("event/") or inbound.choice_id is not None
        return bool(held) and not tapped

    async def _answer_parts(self, parts: list[Understanding], conversation: Conversation) -> list[Reply]:
        """Answer each wish from its own words; a form that one of them opened has the last word.

        What is said of that form's own wish after it was opened is no wish besides: 满了就帮我排到后头.
        """
        replies: list[Reply] = []
        opened = None
        for part in parts:
            opened = conversation.form
            if (form := self._plan.forms.get(opened or "")) and part.intent == form.entrance:
                continue
            conversation.attend(part)
            replies += await self._act((part.intent,), conversation)
        form = self._plan.forms.get(conversation.form or "")
        return [*replies, *await self._forms.return_to(form, conversation)] if form and opened else replies

    async def _act(self, wishes: Sequence[str], conversation: Conversation) -> list[Reply]:
        """Run the actions of each wish in turn."""
        replies: list[Reply] = []
        for wish in wishes:
            for action in self._plan.routes.get(wish, self._plan.routes[FALLBACK]):
                replies += await self._run(action, conversation)
        return replies

    async def _arrived(self, inbound: Inbound, conversation: Conversation) -> list[Reply]:
        """Answer what came without words; a form that is open is taken up again."""
        arrival = self._plan.arrivals.get(inbound.kind)
        trouble = self._opening(inbound).trouble
        replies = [Reply(self._wording(trouble))] if trouble else []
        replies += await self._run(arrival, conversation) if arrival else []
        form = self._plan.forms.get(conversation.form or "")
        if form and inbound.kind == IMAGE and conversation.awaited in form.pictured:
            return [*replies, *await self._forms.enclosed(form, conversation)]
        return [*replies, *await self._forms.return_to(form, conversation)] if form and replies else replies

    async def _run(self, action: str, conversation: Conversation) -> list[Reply]:
        trace.note(trace.ActionRun(action))
        outcome = await self._stage.run(action, conversation)
        entered = conversation.form
        conversation.apply(outcome.events)
        replies = list(outcome.replies)
        if conversation.form and conversation.form != entered:
            conversation.apply([{"event": "slot", "name": FORM_ID, "value": None}])
            replies += await self._forms.begin(self._plan.forms[conversation.form], conversation)
        return replies

    @staticmethod
    def _remember(conversation: Conversation, replies: list[Reply], *, at: float) -> None:
        for reply in replies:
            conversation.say(reply, at=at)
        conversation.offer([choice for reply in replies for choice in reply.choices])


def _without_repeats(replies: list[Reply]) -> list[Reply]:
    """Say and offer everything once: the numbers go on from one reply to the next, as two wishes bring two lists."""
    offered: set[str] = set()
    kept: list[Reply] = []
    for reply in replies:
        fresh = tuple(choice for choice in reply.choices if choice.payload not in offered)
        if not fresh and reply.text and any(reply.text == said.text for said in kept):
            continue
        offered |= {choice.payload for choice in fresh}
        kept.append(replace(reply, choices=fresh))
    return kept
