"""Reads a Rasa server's tracker as the handlers know a message: its key, time, words, dangers, numbered steps."""

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from adapters.rasa.turn import CHANNEL, Event, Turn
from bot.conversation import CHOICES, FORM_ID, REQUESTED, TALK_EVENTS
from bot.forms.moves import COMMANDS, CORRECT, EXACT_CONFIDENCE, Message, read
from bot.forms.slots import FormSlots
from bot.forms.spec import FormSpec
from bot.message import Choice, Wording, readable
from bot.privacy import mask_text
from bot.text.choices import pick, reading
from bot.understanding import FALLBACK, Context, Recognizer, Slot, Understanding

NAME = re.compile(r"[A-Za-z0-9@._-]{1,64}")


# Wishes that in a form are told by our own exact words, whatever Rasa makes of them.
OUR_OWN = COMMANDS | {"affirm", "deny"}


class TrackerError(ValueError):
    """What was sent is not a tracker as Rasa sends it."""


class Bridge:
    """Reads Rasa's trackers; `recognizer` reads what Rasa's own pipeline does not: numbers, dates, dangers, commands."""

    def __init__(self, recognizer: Recognizer, *, forms: Mapping[str, FormSpec], wording: Wording) -> None:
        self._recognizer = recognizer
        self._forms = forms
        self._wording = wording

    def read(self, tracker: Mapping[str, Any]) -> Turn:
        """Give the turn of a tracker; raises TrackerError when it is not one of Rasa's."""
        try:
            return self._read(tracker)
        except (ArithmeticError, AttributeError, KeyError, OSError, TypeError, ValueError) as error:
            raise TrackerError from error

    def _read(self, tracker: Mapping[str, Any]) -> Turn:
        events = _since_restart(tracker.get("events") or ())
        slots = dict(tracker["slots"])
        form = self._forms.get((tracker.get("active_loop") or {}).get("name") or "")
        message: Mapping[str, Any] = tracker.get("latest_message") or {}
        words = readable(str(message.get("text") or ""))
        choices = tuple(Choice(str(label), str(payload)) for label, payload in slots.get(CHOICES) or ())
        chosen = pick(words, choices)
        said = chosen.payload if chosen else words
        awaited = str(slots[REQUESTED]) if form and slots.get(REQUESTED) else None
        located = form is not None and awaited in form.located
        context = Context(form.name if form else None, awaited, len(choices), located)
        heard = self._heard(message, said, context=context)
        place, spoken = _latest(events)
        sender = _citizen(str(tracker["sender_id"]))
        sent_at = float(spoken.get("timestamp") or 0)
        # Whoever reads it later takes it for an instant; what is none is told here.
        datetime.fromtimestamp(sent_at, UTC)
        return Turn(
            sender=sender,
            words=words,
            said=said,
            heard=read(form, Message(said, heard, awaited or "", FormSlots(slots))) if form else heard,
            routed=str((message.get("intent") or {}).get("name") or FALLBACK),
            form=form,
            awaited=awaited,
            slots=slots | {FORM_ID: slots.get(FORM_ID) or self._identity(sender, events)},
            history=self._history(events),
            recent=tuple(events[place:]),
            key=f"{CHANNEL}:{_digest(sender, spoken.get('message_id') or repr(sent_at))}",
            sent_at=sent_at,
            given=dict(message.get("metadata") or {}),
        )

    def _heard(self, message: Mapping[str, Any], said: str, *, context: Context) -> Understanding:
        """Give the reading: a step's own; in a form our exact commands; else Rasa's wish with our numbers and dangers."""
        if (step := _payload(said)) is not None:
            return step
        ours = self._recognizer.recognize(said, context) if said.strip() else Understanding("", FALLBACK, 0.0)
        if context.form and ours.intent in OUR_OWN and ours.confidence >= EXACT_CONFIDENCE:
            return ours
        intent: Mapping[str, Any] = message.get("intent") or {}
        theirs = [
            Slot(str(found["entity"]), str(found["value"]), str(found["value"]))
            for found in message.get("entities") or ()
        ]
        named = {slot.name for slot in theirs}
        return replace(
            ours,
            intent=str(intent.get("name") or FALLBACK),
            confidence=float(intent.get("confidence") or 0),
            intents=(str(intent.get("name") or FALLBACK),),
            wishes=(),
            slots=(*theirs, *(slot for slot in ours.slots if slot.name not in named)),
            ranking=tuple(
                (str(rank["name"]), float(rank["confidence"])) for rank in message.get("intent_ranking") or ()
            ),
        )

    def _identity(self, sender: str, events: Sequence[Event]) -> str | None:
        """Give the identity of the form filled last: who opened it and when, the same however often it is sent."""
        opened: Any = None
        active = False
        for event in events:
            if event.get("event") == "active_loop":
                # Naming an open form again only lets it take the next message; it stays the same form.
                opened = event.get("timestamp") if event.get("name") and not active else opened
                active = bool(event.get("name"))
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{sender} {opened!r}")) if opened else None

    def _history(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Give the talk as it may be read by staff: private answers by their field only, numbers hidden."""
        told: list[Event] = []
        form: FormSpec | None = None
        awaited: str | None = None
        for event in events:
            kind, name = event.get("event"), event.get("name")
            if kind == "active_loop":
                form = self._forms.get(str(name))
            elif kind == "slot" and name == REQUESTED:
                awaited = event.get("value")
            elif kind in {"user", "bot"}:
                text = str(event.get("text") or "")
                private = kind == "user" and form and _is_private(text, form, awaited)
                shown = self._wording("forms.private_answer") if private else text
                shown = mask_text(readable(shown)) if kind == "user" else shown
                told.append({"event": kind, "text": shown, "timestamp": event.get("timestamp")})
        return tuple(told[-TALK_EVENTS:])


def _is_private(text: str, form: FormSpec, awaited: str | None) -> bool:
    """Whether words answer a private field, be it that they correct it."""
    corrects = text.startswith(f"/{CORRECT}") and "value" in text
    return corrects or (awaited in form.private and not text.startswith("/"))


def _citizen(sender: str) -> str:
    """Give our name of Rasa's sender, which never equals one of another channel.

    Rasa's REST channel takes any name that a caller claims, so a name alone must not open somebody's WeChat cases.
    """
    return f"{CHANNEL}_{sender if NAME.fullmatch(sender) else _digest(sender)}"


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:40]


def _payload(said: str) -> Understanding | None:
    try:
        return reading(said)
    except ValueError:
        # Broken braces were typed by somebody and are words.
        return None


def _since_restart(events: Sequence[Event]) -> Sequence[Event]:
    """Rasa sends everything ever said; what lies before a restart was taken back."""
    places = [place for place, event in enumerate(events) if event.get("event") == "restart"]
    return events[places[-1] + 1 :] if places else events


def _latest(events: Sequence[Event]) -> tuple[int, Event]:
    """Give the place after the latest message among the events, and the message."""
    for place in range(len(events) - 1, -1, -1):
        if events[place].get("event") == "user":
            return place + 1, events[place]
    return len(events), {}
