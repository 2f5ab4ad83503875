"""Shows how something is done: finds the guide, tells it in short, and gives any part of it in full."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.county import County
from handlers.guides.finding import SHORTEST, akin, by_documents, by_title, element_asked, matter
from handlers.guides.guide import HEADINGS, Guide, read
from handlers.guides.showing import Showing
from handlers.library import Library
from handlers.recall import LastAnswer, recall
from handlers.sources import Sources
from handlers.talk import Heard, hear, say, step
from knowledge.answers import Answer, Decline
from knowledge.document import Document, Kind

Events = list[dict[str, Any]]
SHOWN = 3
KEPT = 80
READ_ON = 5


class Answering(Protocol):
    """Whatever finds the published documents that answer a question."""

    def answer(
        self, question: str, *, today: date, about: str | None = None, without: frozenset[str] = frozenset()
    ) -> Answer | Decline:
        """Give an answer or an honest no."""
        ...


class ShowGuide(Action):
    """Answers how to get something done; what no guide covers is answered by `otherwise`, the policy action."""

    def __init__(
        self,
        wording: Wording,
        *,
        answering: Answering,
        library: Library,
        sources: Sources,
        county: County,
        clock: Clock,
        otherwise: Action,
    ) -> None:
        self._wording = wording
        self._answering = answering
        self._library = library
        self._showing = Showing(wording, sources)
        self._county = county
        self._clock = clock
        self._otherwise = otherwise

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_show_guide"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Show the guide chosen, the one that is meant, or several to choose from."""
        heard = hear(tracker)
        if heard.slot("guide"):
            return self._chosen(dispatcher, tracker, heard)
        last = recall(tracker)
        if not heard.said or not (last or names_matter(heard)):
            say(dispatcher, tracker, self._wording("guides.empty"))
            return []
        found = await self._found(heard, last)
        element = element_asked(heard.said)
        if len(found) == 1:
            return self._show(dispatcher, tracker, heard, document=found[0], element=element)
        if found:
            steps = tuple(
                step(guide.title, "service_guide", guide=guide.id, element=element) for guide in found[:SHOWN]
            )
            say(dispatcher, tracker, self._wording("guides.choose"), steps=steps)
            return []
        events: Events = await self._otherwise.run(dispatcher, tracker, domain)
        return events

    async def _found(self, heard: Heard, last: LastAnswer | None) -> list[Document]:
        """Give the guides meant: those named, else those of the documents that answer, else the one talked about."""
        guides = await self._library.guides()
        if named := by_title(guides, heard.slot("topic"), heard.said):
            return self._narrowed(heard, named)
        about = self._library.document(last.document) if last else None
        if about and not names_matter(heard):
            return by_documents(guides, [about])[:1]
        result = self._answering.answer(heard.said, today=local_date(self._clock.now()))
        if isinstance(result, Answer):
            return akin(by_documents(guides, [result.citation.document]), heard.said)[:1]
        near = akin(by_documents(guides, result.nearest), heard.said) if result.unit else []
        return near if len(near) != 1 else []

    def _narrowed(self, heard: Heard, named: list[Document]) -> list[Document]:
        """Give the guides that bear the name in the order in which they fit the whole question."""
        if len(named) == 1:
            return named
        result = self._answering.answer(heard.said, today=local_date(self._clock.now()))
        near = (result.citation.document,) if isinstance(result, Answer) else result.nearest
        first = by_documents(named, near)
        return [*first, *(guide for guide in named if guide not in first)]

    def _chosen(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        document = self._library.document(heard.slot("guide"))
        if document is None or document.kind is not Kind.GUIDE:
            say(dispatcher, tracker, self._wording("guides.gone"))
            return []
        return self._show(dispatcher, tracker, heard, document=document, element=heard.slot("element"))

    def _show(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        heard: Heard,
        *,
        document: Document,
        element: str,
    ) -> Events:
        guide = read(document, self._library.text(document.id))
        text, steps = self._words(guide, element if element in HEADINGS else "", heard=heard)
        say(dispatcher, tracker, text, steps=steps)
        pages = tuple((document.id, number) for number in range(READ_ON))
        question = mask_text(heard.said)[:KEPT] or document.title
        return [LastAnswer(question, document.title, document.id, pages).event()]

    def _words(self, guide: Guide, element: str, *, heard: Heard) -> tuple[str, tuple[Choice, ...]]:
        today = local_date(self._clock.now())
        whole, steps = self._showing.whole(guide, today=today)
        if not element:
            return whole, steps
        if not guide.element(element):
            return self._missing(guide, element), steps
        page = heard.slot("page")
        number = int(page) if page.isascii() and page.isdigit() and len(page) <= SHOWN else 0
        return self._showing.element(guide, element, page=number, today=today)

    def _missing(self, guide: Guide, element: str) -> str:
        name = self._wording(f"guides.names.{element}")
        if phone := guide.element("phone"):
            return self._wording("guides.missing", name=name, phone=phone)
        return self._wording("guides.missing_phone", name=name, hotline=self._county.hotline)


def names_matter(heard: Heard) -> bool:
    """Whether a message says what it is about; 办这个要钱吗 does not."""
    return len(matter(heard.slot("topic") or heard.said)) >= SHORTEST


def actions(
    wording: Wording,
    *,
    answering: Answering,
    library: Library,
    sources: Sources,
    county: County,
    clock: Clock,
    otherwise: Action,
) -> list[Action]:
    """Give the actions of this slice; `otherwise` is the policy action, for what no guide covers."""
    return [
        ShowGuide(
            wording,
            answering=answering,
            library=library,
            sources=sources,
            county=county,
            clock=clock,
            otherwise=otherwise,
        )
    ]
