"""Answers English and pinyin: which published document is about it, whether it is there in English, and who helps."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree
from bot.foreign import ANSWER_ENGLISH
from bot.message import Wording
from handlers.county.profile import County
from handlers.foreign.english import load
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import recall
from handlers.talk.turn import hear, say, step
from knowledge.answers.answer import Answer, Answering, Decline
from knowledge.documents.document import Document

Events = list[dict[str, Any]]
IN_ENGLISH = re.compile(r"英文|英语|(?i:english)")
# Asks for the English of what was answered before.
VERSION = re.compile(r"(?i:\b(?:english|translat))")
HAN = re.compile(r"[㐀-鿿]{2}")


class AnswerEnglish(Action):
    """Says in short English which document answers, and leads to it and to a person; it translates nothing."""

    def __init__(
        self, wording: Wording, *, answering: Answering, library: Library, sources: Sources, county: County
    ) -> None:
        self._wording = wording
        self._answering = answering
        self._library = library
        self._sources = sources
        self._county = county

    def name(self) -> str:
        """Give the name under which the engine calls it."""
        return ANSWER_ENGLISH

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it; whom to call in danger stands before anything else."""
        heard = hear(tracker)
        number = load().danger(heard.said)
        danger = self._wording(f"foreign.danger.{number}") if number else ""
        document = self._found(heard.said, heard.spelled, tracker) if not number else None
        parts = [danger, self._about(document) if document else "", self._wording("foreign.help")]
        if not (danger or document):
            parts.insert(1, self._wording("foreign.none"))
        steps = (step(self._wording("foreign.person"), "talk_to_human"),)
        told = Assurance(Degree.LIKELY if document else Degree.NONE)
        say(dispatcher, tracker, "\n".join(filter(None, parts)), steps=steps, assurance=told)
        return []

    def _found(self, said: str, spelled: str, tracker: Tracker) -> Document | None:
        """Give the document that is about it: of pinyin by the words it spells, of English by the table's words."""
        last = recall(tracker) if VERSION.search(said) else None
        if last is not None:
            return self._library.document(last.document)
        question = load().question(said) or (spelled if HAN.search(spelled) else "")
        if not question:
            return None
        result = self._answering.answer(question, today=hear(tracker).on)
        return _nearest(result)

    def _about(self, document: Document) -> str:
        english = next(
            (
                one
                for one in self._library.interpretations(document.id)
                if IN_ENGLISH.search(f"{one.language} {one.title}")
            ),
            None,
        )
        version = (
            self._wording("foreign.version", link=self._sources.link(english))
            if english
            else self._wording("foreign.no_version")
        )
        return self._wording(
            "foreign.document",
            title=self._sources.title(document),
            link=self._sources.link(document),
            version=version,
        )


def _nearest(result: Answer | Decline) -> Document | None:
    """Give the document cited, or of a no the one whose words are near enough to be shown with a reservation."""
    if isinstance(result, Answer):
        return result.citation.document
    return result.likely[0].citation.document if result.likely else None
