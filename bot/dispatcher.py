"""One turn: what was understood becomes actions, their events and replies; no service is known here."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.actions import ActionRegistry
from bot.conversation import FORM_ID, Conversation
from bot.errors import BotError, ServiceError
from bot.forms.loop import FormLoop, FormSpec
from bot.message import Inbound, Reply, Wording, readable
from bot.privacy import mask_text, personal_numbers
from bot.text.choices import pick, reading
from bot.understanding import FALLBACK, Context, Recognizer, Understanding

log = logging.getLogger(__name__)
WISHES_ANSWERED = 3
CLICK = "event/click"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the composition root decides: which actions answer which wish, event or menu key.

    `routes` maps an intent to actions, `arrivals` a kind of message without words (`event/subscribe`, `image`) to an
    action (a kind that is not named gets no answer), `menu` a menu key to the words or the payload it
    stands for. Of words that cry for help only the wishes `beside_danger` are answered besides; None means all.
    """

    routes: Mapping[str, tuple[str, ...]]
    arrivals: Mapping[str, str]
    menu: Mapping[str, str]
    forms: Mapping[str, FormSpec]
    beside_danger: frozenset[str] | None = None


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
        fails, who is in danger is told whom to call.
        """
        said, heard = self._hear(inbound, conversation)
        form = self._plan.forms.get(conversation.form or "")
        shown = self._shown(inbound, conversation, said)
        conversation.hear(inbound, heard, shown=shown, setting=form.topic if form else "")
        warned = await self._run("action_warn_emergency", conversation) if heard.emergency else []
        before = conversation.copy()
        try:
            replies = await self._answer(inbound, conversation, said=said, heard=heard)
        except ServiceError:
            if not warned:
                raise
            conversation, replies = before, [Reply(self._wording("general.failure"))]
        except BotError as error:
            conversation, replies = before, [Reply(self._wording(error.text_key, **error.values))]
        except Exception:
            log.exception("turn failed", extra={"key": inbound.key})
            conversation, replies = before, [Reply(self._wording("general.failure"))]
        first = warned or self._floor(heard, replies, in_form=form is not None)
        replies = _without_repeats([*first, *replies])
        self._remember(conversation, replies, at=inbound.sent_at.timestamp())
        return conversation, replies

    def _hear(self, inbound: Inbound, conversation: Conversation) -> tuple[str, Understanding]:
        said = self._words(inbound)
        chosen = pick(said, conversation.choices)
        said = chosen.payload if chosen else said
        if chosen or said != inbound.text:
            given = reading(said)
            if given is not None:
                return said, given
        context = Context(conversation.form, conversation.awaited, len(conversation.choices))
        if not said.strip():
            return said, Understanding(text="", intent=FALLBACK, confidence=0.0)
        return said, self._recognizer.recognize(said, context)

    def _words(self, inbound: Inbound) -> str:
        """Give what a message says; a tapped menu item says what the plan tells, else its own key."""
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

    async def _answer(
        self, inbound: Inbound, conversation: Conversation, *, said: str, heard: Understanding
    ) -> list[Reply]:
        if not said:
            return await self._arrived(inbound, conversation)
        form = self._plan.forms.get(conversation.form or "")
        hide = not form and personal_numbers(inbound.text)
        replies = await self._run("action_mention_hidden", conversation) if hide else []
        wishes = heard.intents[:WISHES_ANSWERED] or (heard.intent,)
        if heard.emergency and self._plan.beside_danger is not None:
            wishes = tuple(wish for wish in wishes if wish in self._plan.beside_danger)
        if form:
            return [*replies, *await self._forms.step(form, conversation, heard, said)]
        parts = [part for part in heard.parts() if part.intent in wishes] if heard.wishes else []
        if not parts:
            return [*replies, *await self._act(wishes, conversation)]
        return [*replies, *await self._answer_parts(parts[:WISHES_ANSWERED], conversation)]

    async def _answer_parts(self, parts: list[Understanding], conversation: Conversation) -> list[Reply]:
        """Answer each wish from its own words; a form that one of them opened has the last word."""
        replies: list[Reply] = []
        for part in parts:
            opened = conversation.form
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
        replies = await self._run(arrival, conversation) if arrival else []
        form = self._plan.forms.get(conversation.form or "")
        return [*replies, *await self._forms.return_to(form, conversation)] if form and replies else replies

    async def _run(self, action: str, conversation: Conversation) -> list[Reply]:
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
