"""Before a question is searched for: what a catalogue item consists of, and what a guide says about one material."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.clock import Clock, local_date
from bot.message import Wording
from bot.privacy import mask_text
from handlers.guides.guide import read
from handlers.guides.materials import ASKS_FOR_MATERIAL, Needed, asks_later
from handlers.guides.meant import guides_meant
from handlers.published.catalogue_items import item_named, shown
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer, recall
from handlers.talk.turn import Heard, hear, say, step
from knowledge.documents.document import Document

Events = list[dict[str, Any]]
QUESTION_LETTERS = 80
PAGES_OFFERED = 5
CARRIED_SLOTS = ("guide", "about", "said")


class Details:
    """Answers from the catalogue or a guide's list of materials where that is what is asked."""

    def __init__(self, wording: Wording, *, library: Library, sources: Sources, clock: Clock) -> None:
        self._wording = wording
        self._library = library
        self._sources = sources
        self._clock = clock
        self._needed = Needed(wording)

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Answer; None when neither an item nor a material is asked for that is known."""
        heard = hear(tracker)
        # A step that was chosen has its own meaning, and danger comes before any paper.
        if not heard.said or heard.emergency or any(heard.slot(name) for name in CARRIED_SLOTS):
            return None
        item = item_named(await self._library.items(), heard.said)
        if item is not None:
            return self._show(dispatcher, tracker, heard, item)
        if ASKS_FOR_MATERIAL.search(heard.said) or asks_later(heard.said):
            return await self._about_materials(dispatcher, tracker, heard)
        return None

    def _show(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard, item: Document
    ) -> Events:
        text, steps = shown(item, self._wording, self._sources, local_date(self._clock.now()))
        say(dispatcher, tracker, text, steps=steps, assurance=_assured(item, text))
        return [_kept(heard, item)]

    async def _about_materials(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """Answer from the guide that is named, else from the one talked about; None when neither has the material."""
        for guide in await guides_meant(self._library, heard, recall(tracker)):
            answer = self._needed.answer(read(guide, self._library.text(guide.id)), heard.said)
            if not answer:
                continue
            text = self._wording(
                "guides.needed.show",
                title=guide.title,
                sample=self._wording("policy.source.sample") if guide.sample else "",
                text=answer,
                source=self._sources.line(guide, local_date(self._clock.now())),
            )
            steps = (
                step(
                    self._wording("guides.steps.materials"),
                    "service_guide",
                    guide=guide.id,
                    element="materials",
                ),
                step(self._wording("guides.steps.whole"), "service_guide", guide=guide.id),
                step(self._wording("guides.steps.source"), "show_source", document=guide.id),
            )
            say(dispatcher, tracker, text, steps=steps, assurance=_assured(guide, answer))
            return [_kept(heard, guide)]
        return None


def _assured(document: Document, text: str) -> Assurance:
    """Give the claim of what is told from a document without reservation; nothing estimated how likely it is right."""
    return Assurance(Degree.SURE, quotations=(Quotation(document.id, text),))


def _kept(heard: Heard, document: Document) -> dict[str, Any]:
    pages = tuple((document.id, number) for number in range(PAGES_OFFERED))
    return LastAnswer(mask_text(heard.said)[:QUESTION_LETTERS], document.title, document.id, pages).event()
