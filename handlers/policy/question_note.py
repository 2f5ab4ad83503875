"""What an answered or declined question leaves behind for those who keep the knowledge."""

from collections.abc import Mapping
from contextvars import ContextVar
from time import perf_counter
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from handlers.policy.missing_figure import lacking
from handlers.published.interpreters import addressee
from handlers.published.library import Library
from handlers.talk.last_answer import SLOT as LAST_ANSWER
from handlers.talk.turn import Heard, hear
from knowledge.answers.answer import Answer, Decline
from knowledge.documents.document import Kind
from knowledge.questions.note import Notebook, QuestionNote, QuestionOutcome

Events = list[dict[str, Any]]


def note_of(
    tracker: Tracker, heard: Heard, result: Answer | Decline, *, outcome: QuestionOutcome, seconds: float
) -> QuestionNote:
    """Give the note of a question: an answer's document and passage, or what came nearest to one."""
    metadata: Mapping[str, Any] = (tracker.latest_message or {}).get("metadata") or {}
    best = result.best if isinstance(result, Answer) else None
    near = (best.citation.document,) if best else result.nearest if isinstance(result, Decline) else ()
    document = near[0] if near else None
    asked = addressee(result) if isinstance(result, Decline) else None
    return QuestionNote(
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
        interpreter=asked.person if asked else "",
        interpreter_unit=asked.unit if asked else "",
    )


def outcome_of(answer: Answer) -> QuestionOutcome:
    """Give how an answered question ended: in part, where the quote lacks what was asked for."""
    in_part = not answer.approved and lacking(answer.question, answer.best.text)
    return QuestionOutcome.PARTIAL if in_part else QuestionOutcome.ANSWERED


_handed_on: ContextVar[bool] = ContextVar("handed_on", default=False)


class HandsOn(Action):
    """Stands before the policies for the action for guides: what is handed on to them is noted by them."""

    def __init__(self, policies: Action) -> None:
        self._policies = policies

    def name(self) -> str:
        """Give the name of the action it stands before."""
        return str(self._policies.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Remember for this turn that the question was handed on."""
        _handed_on.set(True)
        events: Events = await self._policies.run(dispatcher, tracker, domain)
        return events


class NoteGuides(Action):
    """Notes what became of a question for a service guide, told by what the action for guides remembers of it.

    A question that this action hands on to the policies, by `HandsOn`, is noted there and only there.
    """

    def __init__(self, guides: Action, *, library: Library, notebook: Notebook) -> None:
        self._guides = guides
        self._library = library
        self._notebook = notebook

    def name(self) -> str:
        """Give the name of the action it stands before."""
        return str(self._guides.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Let the action speak, then note it; a guide chosen by its number was not asked for anew."""
        began = perf_counter()
        _handed_on.set(False)
        events: Events = await self._guides.run(dispatcher, tracker, domain)
        seconds, heard = perf_counter() - began, hear(tracker)
        if _handed_on.get():
            return events
        kept = [event["value"] for event in events if event.get("name") == LAST_ANSWER]
        if not kept or not heard.said or heard.slot("guide"):
            return events
        document = self._library.document(str(kept[-1]["document"])) if kept[-1] else None
        if document is None or document.kind is Kind.GUIDE:
            outcome = QuestionOutcome.ANSWERED if document else QuestionOutcome.DECLINED
            near = Decline(
                heard.said, (document,) if document else (), unit="", unit_phone="", confidence=0.0
            )
            self._notebook.note(note_of(tracker, heard, near, outcome=outcome, seconds=seconds))
        return events
