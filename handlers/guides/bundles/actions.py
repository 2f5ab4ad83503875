"""Whoever tells of an event in a life is told all that has to be done for it, once, whatever the message was taken for."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.message import Wording
from bot.privacy import mask_text
from handlers.guides.bundles.catalogue import LifeEvent, LifeEvents
from handlers.guides.bundles.showing import BundleShowing
from handlers.guides.bundles.whole import WholeBundle, whole
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard, hear, reading_of, say

QUESTION_LETTERS = 80
LONGEST_WORDS_LETTERS = 60
PAGE_DIGITS = 3


class ShowBundle:
    """Looks for an event in a message, or for the step that carries one."""

    def __init__(self, wording: Wording, *, bundles: LifeEvents, library: Library, sources: Sources) -> None:
        self._wording = wording
        self._bundles = bundles
        self._library = library
        self._showing = BundleShowing(wording, sources)

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Tell of it; None where no event is meant, or none of its guides is public."""
        heard = hear(tracker)
        if heard.emergency or heard.kind != "text" or tracker.active_loop_name:
            return None
        bundle = self._meant(heard, tracker)
        told = whole(bundle, self._library) if bundle else None
        return self._tell(dispatcher, tracker, heard, told) if told and told.guides else None

    def _meant(self, heard: Heard, tracker: Tracker) -> LifeEvent | None:
        if key := heard.slot("bundle"):
            return self._bundles.one(key)
        typed = str((tracker.latest_message or {}).get("text") or "")
        if reading_of(typed) or len(heard.said) > LONGEST_WORDS_LETTERS:
            return None
        return self._bundles.meant(heard.said)

    def _tell(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard, told: WholeBundle
    ) -> list[dict[str, Any]]:
        element, page = heard.slot("element"), heard.slot("page")
        ask = ""
        if element == "materials":
            number = int(page) if page.isascii() and page.isdigit() and len(page) <= PAGE_DIGITS else 0
            text, steps = self._showing.materials(told, number)
        elif element == "steps":
            text, steps = self._showing.matters(told)
            ask = self._wording("talk.choose")
        else:
            text, steps = self._showing.overview(told)
        quoted = tuple(Quotation(guide.document.id, text) for guide in told.guides[:1])
        card = self._showing.checklist(told) if element != "steps" else None
        say(
            dispatcher, tracker, text, steps=steps, ask=ask, card=card,
            assurance=Assurance(Degree.SURE, quotations=quoted),
        )  # fmt: skip
        question = mask_text(heard.said)[:QUESTION_LETTERS] or told.bundle.name
        return [LastAnswer(question, told.bundle.name, told.guides[0].document.id).event()]
