"""A plain tracker as the engine would hand it over, and what an action said to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import MARK, Assurance
from bot.clock import SHANGHAI
from bot.conversation import Conversation
from bot.message import Inbound
from bot.understanding import Slot, Understanding
from handlers.county.profile import County, load
from handlers.texts import Texts

NOON = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
SAMPLE = Path("knowledge/data/qinglan")
TEXTS = Texts.load()


def county() -> County:
    """Give the sample county."""
    return load(SAMPLE / "county.yml")


def tracker(
    text: str = "",
    *,
    intent: str = "nlu_fallback",
    entities: Mapping[str, str] | None = None,
    ranking: Sequence[str] = (),
    kind: str = "text",
    fields: Mapping[str, str] | None = None,
    emergency: str | None = None,
    slots: Mapping[str, Any] | None = None,
    told: Sequence[str] = (),
    form: str | None = None,
    normal: str | None = None,
    channel: str = "wechat",
) -> Tracker:
    """Give the tracker of a citizen who has just sent a message; `told` is what the bot said before."""
    conversation = Conversation.from_state(
        {
            "sender_id": "citizen",
            "slots": dict(slots or {}),
            "events": [{"event": "bot", "text": said, "timestamp": 0.0} for said in told],
            "form": form,
        }
    )
    inbound = Inbound(channel, "citizen", "m:1", kind, NOON, text=text, fields=fields or {})
    understanding = Understanding(
        text=normal if normal is not None else text,
        intent=intent,
        confidence=0.9,
        slots=tuple(Slot(name, value, value) for name, value in (entities or {}).items()),
        ranking=tuple((name, 0.3) for name in ranking),
        emergency=emergency,
    )
    conversation.hear(inbound, understanding, shown=text)
    return Tracker.from_dict(conversation.rasa())


@dataclass(frozen=True)
class Said:
    """What an action did: its words, its numbered steps as (label, payload), the slots and events it returned.

    `claims` tell how sure its words are and what they quote, where it said so.
    """

    texts: list[str]
    steps: list[tuple[str, str]]
    slots: dict[str, Any]
    events: list[dict[str, Any]]
    claims: list[Assurance]

    @property
    def text(self) -> str:
        """All words together."""
        return "\n".join(self.texts)


async def run(action: Action, heard: Tracker) -> Said:
    """Run an action on a tracker."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, heard, {})
    messages = dispatcher.messages
    return Said(
        texts=[message["text"] for message in messages],
        steps=[(b["title"], b["payload"]) for message in messages for b in message["buttons"]],
        slots={event["name"]: event["value"] for event in events if event["event"] == "slot"},
        events=list(events),
        claims=[Assurance.of(message[MARK]) for message in messages if MARK in message],
    )
