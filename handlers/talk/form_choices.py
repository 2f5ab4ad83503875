"""The numbered steps that fill a form's awaited field, what an answer says, and which form a message files."""

import uuid
from typing import Any

from rasa_sdk import Tracker

from bot.conversation import FORM_ID
from bot.message import Choice
from handlers.talk.turn import channel_of, hear, step

CHOOSE = "choose"


def chooses(label: str, value: str) -> Choice:
    """Give the numbered step that fills the awaited field."""
    return step(label, CHOOSE, value=value)


def chosen(value: Any, tracker: Tracker) -> str:
    """Give the words of an answer: those that a chosen step carries, else those typed."""
    said = str(value).strip()
    return hear(tracker).slot("value") if said.startswith(f"/{CHOOSE}") else said


def form_identity(tracker: Tracker) -> str:
    """Give which form is filed; outside our own form loop its citizen's message is the form's identity."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    key, channel, citizen = str(metadata.get("key") or ""), channel_of(tracker), str(tracker.sender_id)
    message = uuid.uuid5(uuid.NAMESPACE_OID, f"{channel}:{citizen}:{key}") if key else ""
    return str(tracker.slots.get(FORM_ID) or message)
