"""One citizen's conversation: a typed view of a Rasa tracker, small enough to be loaded at every message."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa_sdk.interfaces import Tracker

from bot.message import Choice, Inbound, Reply
from bot.understanding import Understanding

TALK_EVENTS = 40
# What travels with every turn; older talk is kept apart and read only when somebody asks for all of it.
TURN_EVENTS = 10
CHOICES = "offered_choices"
REQUESTED = "requested_slot"
FORM_ID = "form_id"


class Conversation:
    """What was said and filled so far; events of actions change it, nothing else does."""

    def __init__(
        self, tracker: Tracker, *, fresh: Iterable[dict[str, Any]] = (), forgotten: bool = False
    ) -> None:
        self._tracker = tracker
        self._fresh = list(fresh)
        self._forgotten = forgotten
        # Both are of one turn: whether the answer before may not have come out, and whether this one asks for a word
        # that binds.
        self.unheard = False
        self.binding = False

    @classmethod
    def new(cls, citizen: str) -> "Conversation":
        """Start the conversation of somebody who has not written before."""
        return cls(Tracker(citizen, {}, {}, [], False, None, {}, None))

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "Conversation":
        """Take up a conversation where `state` left it."""
        return cls(_tracker(state))

    def state(self) -> dict[str, Any]:
        """Give what has to be kept between two messages, as plain JSON values.

        The last `fresh` events were noted in this turn; `forgotten` says that nothing said before may be kept.
        """
        fresh = len(self._fresh)
        return {
            "sender_id": self._tracker.sender_id,
            "slots": {name: value for name, value in self._tracker.slots.items() if value is not None},
            "events": self._tracker.events[-max(TURN_EVENTS, fresh) :],
            "fresh": fresh,
            "forgotten": self._forgotten,
            "paused": self._tracker.is_paused(),
            "form": self.form,
        }

    def copy(self) -> "Conversation":
        """Give a copy to return to when a step fails; what was said and filled is replaced, never changed inside."""
        return Conversation(_tracker(self.state()), fresh=self._fresh, forgotten=self._forgotten)

    @property
    def citizen(self) -> str:
        """The channel's identifier of the person."""
        return str(self._tracker.sender_id)

    @property
    def slots(self) -> dict[str, Any]:
        """Everything filled so far."""
        return dict(self._tracker.slots)

    @property
    def form(self) -> str | None:
        """The name of the form being filled, if any."""
        name = self._tracker.active_loop_name
        return str(name) if name else None

    @property
    def awaited(self) -> str | None:
        """The field the citizen was asked for last."""
        name = self._tracker.slots.get(REQUESTED)
        return str(name) if name else None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The numbered steps offered in the last reply."""
        return tuple(Choice(*pair) for pair in self._tracker.slots.get(CHOICES) or ())

    @property
    def heard_at(self) -> float:
        """The POSIX time of the latest message, 0 before the first."""
        return float(((self._tracker.latest_message or {}).get("metadata") or {}).get("sent_at") or 0)

    def hear(self, inbound: Inbound, understanding: Understanding, *, shown: str, setting: str = "") -> None:
        """Note a message; `shown` is how it may be read back, without personal data, `setting` what is being done."""
        self._tracker.latest_message = {
            "text": inbound.text,
            **_read(understanding),
            "metadata": {
                "key": inbound.key,
                "channel": inbound.channel,
                "kind": inbound.kind,
                "fields": dict(inbound.fields),
                "sent_at": inbound.sent_at.timestamp(),
                "normal_text": understanding.text,
                "emergency": understanding.emergency,
                "limit": understanding.limit,
                "spelled": understanding.spelled or "",
                "setting": setting,
            },
        }
        self._note("user", shown, inbound.sent_at.timestamp())

    def attend(self, part: Understanding) -> None:
        """Turn to one of several wishes of the latest message: what follows hears its words and pieces only."""
        whole = self._tracker.latest_message
        self._tracker.latest_message = {
            **whole,
            "text": part.text,
            **_read(part),
            "metadata": {**whole["metadata"], "normal_text": part.text},
        }

    def hide(self, shown: str) -> None:
        """Let the latest message read `shown`: only now it turned out to hold a private answer."""
        for event in reversed(self._tracker.events):
            if event["event"] == "user":
                event["text"] = shown
                return

    @property
    def last_said(self) -> tuple[str, ...]:
        """What was answered to the message before the latest one, as it was noted; empty when that is not known."""
        said: list[str] = []
        for event in reversed(self._tracker.events[:-1]):
            if event["event"] == "user":
                break
            said.append(str(event["text"]))
        return tuple(reversed(said))

    @property
    def says_again(self) -> bool:
        """Whether the latest message reads as the one before it."""
        words = [event["text"] for event in self._tracker.events if event["event"] == "user"]
        return len(words) > 1 and words[-1] == words[-2]

    def say(self, reply: Reply, *, at: float) -> None:
        """Note what was answered, without what only the citizen should read."""
        self._note("bot", reply.noted or reply.text or (reply.card.title if reply.card else ""), at)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Remember the numbered steps of the latest reply; none means a bare number means nothing."""
        self._tracker.slots[CHOICES] = [[choice.label, choice.payload] for choice in choices] or None

    def apply(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Let the events that an action returned take effect."""
        for event in events:
            kind = event["event"]
            if kind == "slot":
                self._tracker.slots[event["name"]] = event["value"]
            elif kind in {"active_loop", "form"}:
                self._tracker.active_loop = {"name": event["name"]} if event["name"] else {}
            elif kind in {"pause", "resume"}:
                self._tracker._paused = kind == "pause"  # noqa: SLF001 - Rasa gives no setter
            elif kind == "restart":
                self._forget()

    def rasa(self, *, candidates: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give the tracker as Rasa's action protocol carries it; candidates are slot values yet to be checked."""
        events = list(self._tracker.events)
        events += [
            {"event": "slot", "name": name, "value": value} for name, value in (candidates or {}).items()
        ]
        return {
            "sender_id": self.citizen,
            "slots": {**self._tracker.slots, **(candidates or {})},
            "latest_message": self._tracker.latest_message,
            "events": events,
            "paused": self._tracker.is_paused(),
            "followup_action": None,
            "active_loop": dict(self._tracker.active_loop),
            "latest_action_name": None,
        }

    def _forget(self) -> None:
        """Drop everything said and filled (wechat-protocol §6: who leaves takes the personal data along)."""
        self._forgotten, self._fresh = True, []
        self._tracker.slots.clear()
        self._tracker.events.clear()
        self._tracker.active_loop = {}

    def _note(self, who: str, text: str, at: float) -> None:
        said = {"event": who, "text": text, "timestamp": at}
        self._fresh.append(said)
        self._tracker.events.append(said)


def _tracker(state: Mapping[str, Any]) -> Tracker:
    return Tracker(
        state["sender_id"],
        dict(state["slots"]),
        {},
        list(state["events"]),
        bool(state.get("paused")),
        None,
        {"name": state["form"]} if state.get("form") else {},
        None,
    )


def _read(understanding: Understanding) -> dict[str, Any]:
    """Give a reading as Rasa writes it."""
    return {
        "intent": {"name": understanding.intent, "confidence": understanding.confidence},
        "intent_ranking": [{"name": n, "confidence": c} for n, c in understanding.ranking],
        "entities": [
            {"entity": slot.name, "value": slot.value, "surface": slot.surface}
            for slot in understanding.slots
        ],
    }


def whole_talk(
    earlier: Sequence[Mapping[str, Any]], events: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Give the talk that is kept apart and the tracker's events as one, what stands in both once, the latest last."""
    most = min(len(earlier), len(events))
    shared = next((n for n in range(most, 0, -1) if list(earlier[-n:]) == list(events[:n])), 0)
    return [*earlier, *events[shared:]][-TALK_EVENTS:]


def transcript(events: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str, float], ...]:
    """Give the talk as (who, text, POSIX time), oldest first, from a tracker's events."""
    return tuple(
        (str(event["event"]), str(event.get("text") or ""), float(event.get("timestamp") or 0))
        for event in events
        if event.get("event") in {"user", "bot"}
    )
