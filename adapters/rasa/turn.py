"""One call of a Rasa server in our terms, and the call of our own executor that it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.forms.moves import Message
from bot.forms.slots import FormSlots
from bot.forms.spec import FormSpec
from bot.understanding import Understanding

Event = Mapping[str, Any]
CHANNEL = "rasa"


@dataclass(frozen=True, slots=True)
class Turn:
    """What Rasa asks for, in our terms.

    `words` is the message as it came, `said` what it says (a number stands for the step it names), `heard` how it is
    read, `routed` the wish by which Rasa itself goes on. `history` holds the talk without personal data, `recent`
    Rasa's own events since the message, `key` and `sent_at` are the message's.
    """

    sender: str
    words: str
    said: str
    heard: Understanding
    routed: str
    form: FormSpec | None
    awaited: str | None
    slots: Mapping[str, Any]
    history: tuple[Event, ...]
    recent: tuple[Event, ...]
    key: str
    sent_at: float
    given: Mapping[str, Any]

    @property
    def fresh(self) -> bool:
        """Whether nothing was answered to the message yet."""
        return not any(event.get("event") == "bot" for event in self.recent)

    @property
    def reread(self) -> bool:
        """Whether the message means another thing than Rasa takes it for."""
        return self.heard.intent != self.routed or self.said != self.words

    def with_slots(self, **values: Any) -> "Turn":
        """Give the turn with slots as they shall be."""
        return replace(self, slots={**self.slots, **values})

    def message(self, awaited: str) -> Message:
        """Give the message as the form's moves know it; Rasa has put its words into the awaited slot already."""
        return Message(self.said, self.heard, awaited, FormSlots({**self.slots, awaited: None}))

    def call(self, action: str, *, domain: Mapping[str, Any], **values: Any) -> dict[str, Any]:
        """Give the call of an action for the executor; `values` are slots that have yet to be checked."""
        candidates = [{"event": "slot", "name": name, "value": value} for name, value in values.items()]
        return {
            "next_action": action,
            "domain": dict(domain),
            "domain_digest": None,
            "tracker": {
                "sender_id": self.sender,
                "slots": {**self.slots, **values},
                "latest_message": self._message(),
                "events": [*map(dict, self.history), *candidates],
                "paused": False,
                "followup_action": None,
                "active_loop": {"name": self.form.name} if self.form else {},
                "latest_action_name": None,
            },
        }

    def _message(self) -> dict[str, Any]:
        heard = self.heard
        return {
            "text": self.said,
            "intent": {"name": heard.intent, "confidence": heard.confidence},
            "intent_ranking": [{"name": name, "confidence": share} for name, share in heard.ranking],
            "entities": [
                {"entity": slot.name, "value": slot.value, "surface": slot.surface} for slot in heard.slots
            ],
            "metadata": {
                "key": self.key,
                "channel": CHANNEL,
                "kind": str(self.given.get("kind") or "text"),
                "fields": _fields(self.given),
                "sent_at": self.sent_at,
                "normal_text": self.said,
                "emergency": heard.emergency,
                "limit": heard.limit,
                "spelled": heard.spelled or "",
                "setting": self.form.topic if self.form else "",
            },
        }


def _fields(given: Mapping[str, Any]) -> dict[str, str]:
    """Give what a channel adds to a message (a position, say).

    Key, time and sender are never taken from it, since some channels of Rasa pass on what a browser claims.
    """
    fields = given.get("fields")
    return {str(name): str(value) for name, value in fields.items()} if isinstance(fields, Mapping) else {}
