"""What an answered or declined question leaves behind for those who keep the knowledge."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from handlers.talk import Heard
from knowledge.answers import Answer, Decline
from knowledge.asked import Note, Outcome


def note_of(
    tracker: Tracker, heard: Heard, result: Answer | Decline, *, outcome: Outcome, seconds: float
) -> Note:
    """Give the note of a question: an answer's document and passage, or what came nearest to one."""
    metadata: Mapping[str, Any] = (tracker.latest_message or {}).get("metadata") or {}
    best = result.best if isinstance(result, Answer) else None
    near = (best.citation.document,) if best else result.nearest if isinstance(result, Decline) else ()
    document = near[0] if near else None
    return Note(
        key=str(metadata.get("key") or ""),
        at=float(metadata.get("sent_at") or 0),
        channel=str(metadata.get("channel") or ""),
        citizen=str(tracker.sender_id),
        question=heard.said,
        outcome=outcome,
        theme=document.theme if document else "",
        unit=(document.unit or document.issuer) if document else "",
        document=document.id if document else "",
        passage=best.number if best else None,
        score=best.score if best else None,
        confidence=result.confidence,
        ms=seconds * 1000,
    )
