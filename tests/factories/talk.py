"""A citizen's side of a talk with some actions: what is said, how it was understood, what comes back."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from rasa_sdk.interfaces import Action

from bot.actions import ActionOutcome, ActionRegistry
from bot.conversation import Conversation
from bot.forms.loop import FormLoop
from bot.forms.spec import FormSpec
from bot.message import Inbound, Reply
from bot.text.choices import pick, reading
from bot.understanding import FALLBACK, Slot, Understanding
from handlers.texts import Texts

TEXTS = Texts.load()
SENT_AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Talk:
    """One citizen writing to registered actions; the intent is given, since no recogniser is under test."""

    def __init__(self, actions: Iterable[Action], *, citizen: str = "openid-1") -> None:
        self.stage = ActionRegistry(actions, domain={"version": "3.1"})
        self.conversation = Conversation.new(citizen)
        self._count = 0

    def hear(
        self, text: str, *, intent: str = FALLBACK, slots: Mapping[str, str] | None = None
    ) -> tuple[str, Understanding]:
        """Let the citizen write a text, or choose by number what was offered last."""
        self._count += 1
        chosen = pick(text, self.conversation.choices)
        said = chosen.payload if chosen else text
        understood = reading(said) if chosen else None
        understood = understood or Understanding(
            text=said,
            intent=intent,
            confidence=0.95,
            intents=(intent,),
            slots=tuple(Slot(name, value, value) for name, value in (slots or {}).items()),
        )
        inbound = Inbound("wechat", self.conversation.citizen, f"key-{self._count}", "text", SENT_AT, text)
        self.conversation.hear(inbound, understood, shown=text)
        return said, understood

    async def run(
        self, action: str, text: str, *, intent: str = FALLBACK, slots: Mapping[str, str] | None = None
    ) -> ActionOutcome:
        """Write a text and let one action answer it."""
        self.hear(text, intent=intent, slots=slots)
        outcome = await self.stage.run(action, self.conversation)
        self.conversation.apply(outcome.events)
        self._offer(outcome.replies)
        return outcome

    async def fill(self, spec: FormSpec, text: str, *, intent: str = FALLBACK) -> list[Reply]:
        """Write a text inside a form."""
        said, understood = self.hear(text, intent=intent)
        replies = await self._loop().step(spec, self.conversation, understood, said)
        self._offer(replies)
        return replies

    async def begin(self, spec: FormSpec) -> list[Reply]:
        """Enter a form that an action opened."""
        replies = await self._loop().begin(spec, self.conversation)
        self._offer(replies)
        return replies

    def _loop(self) -> FormLoop:
        return FormLoop(self.stage, routes={}, wording=TEXTS)

    def _offer(self, replies: Iterable[Reply]) -> None:
        offered = [reply.choices for reply in replies if reply.choices]
        self.conversation.offer(offered[-1] if offered else ())


def words(replies: Iterable[Reply]) -> str:
    """Give everything said, in one text."""
    return "\n".join(reply.text for reply in replies)


def labels(replies: Iterable[Reply]) -> list[str]:
    """Give the numbered steps offered last."""
    offered: list[Any] = [reply.choices for reply in replies if reply.choices]
    return [choice.label for choice in offered[-1]] if offered else []


def cards(replies: Iterable[Reply]) -> list[tuple[str, str]]:
    """Give the links shown beside the words: what they say and where they lead."""
    return [(reply.card.title, reply.card.url) for reply in replies if reply.card]
