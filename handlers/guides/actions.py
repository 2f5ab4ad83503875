"""Shows how something is done: finds the guide, tells it in short, and gives any part of it in full."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.clock import Clock, local_date
from bot.message import Card, Choice, Wording
from bot.privacy import mask_text
from handlers.county.profile import County
from handlers.guides.guide import Guide, read
from handlers.guides.guide_text import Showing
from handlers.guides.matching import asks_beyond, element_asked, is_for_lost, matter
from handlers.guides.search import Search, names_matter
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer, recall
from handlers.talk.turn import Heard, hear, say, step
from knowledge.answers.answer import Answering
from knowledge.documents.document import Document, Kind
from knowledge.documents.guide import HEADINGS
from knowledge.documents.guide_steps import flows
from knowledge.documents.personal_list import questions

Events = list[dict[str, Any]]
GUIDES_SHOWN = 3
PAGE_DIGITS = 3
QUESTION_LETTERS = 80
SAID_LETTERS = 20
NAMED_LETTERS = 4
PAGES_OFFERED = 5


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
        self._library = library
        self._search = Search(library, answering)
        self._showing = Showing(wording, sources)
        self._sources = sources
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
        # Words of danger never continue the talk before them.
        last = None if heard.emergency else recall(tracker)
        if heard.emergency and not names_matter(heard):
            return []
        if not heard.said or not (last or names_matter(heard)):
            say(dispatcher, tracker, self._wording("guides.empty"))
            return []
        found = await self._search.find(heard, last, today=local_date(self._clock.now()))
        if found.guides and not self._meant_otherwise(heard, found.guides[0]):
            return self._offer(dispatcher, tracker, heard, guides=found.guides)
        if found.stray and not found.guides and not self._tells_of(heard, found.stray):
            return self._none(dispatcher, tracker, heard, stray=found.stray)
        events: Events = await self._otherwise.run(dispatcher, tracker, domain)
        return events

    def _tells_of(self, heard: Heard, guide: Document) -> bool:
        """Whether a guide of another title speaks of what a message names: its words then answer it."""
        named = matter(heard.slot("topic") or heard.said)
        return len(named) >= NAMED_LETTERS and named in self._library.text(guide.id)

    def _meant_otherwise(self, heard: Heard, guide: Document) -> bool:
        """Whether a message asks for something that no element tells and that a document answers.

        Who lost a paper is told nothing by the guide for getting it first: there words that come near will do.
        """
        if element_asked(heard.said) or not asks_beyond(heard.said, guide.title):
            return False
        lost = is_for_lost(heard.said, guide.title)
        return self._search.answers(heard, today=local_date(self._clock.now()), nearly=lost)

    def _offer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard, *, guides: Sequence[Document]
    ) -> Events:
        """Show the one guide, or number several."""
        element = element_asked(heard.said)
        if len(guides) == 1:
            return self._show(dispatcher, tracker, heard, document=guides[0], element=element)
        steps = tuple(
            step(guide.title, "service_guide", guide=guide.id, element=element)
            for guide in guides[:GUIDES_SHOWN]
        )
        say(
            dispatcher, tracker, self._wording("guides.choose"), steps=steps, ask=self._wording("talk.choose")
        )
        return []

    def _none(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard, *, stray: Document
    ) -> Events:
        """Say that no guide covers the matter, rather than show the materials of another one unasked."""
        said = mask_text(heard.slot("topic") or heard.said)[:SAID_LETTERS]
        steps = (
            step(stray.title, "service_guide", guide=stray.id),
            step(self._wording("guides.steps.person"), "talk_to_human"),
            step(self._wording("guides.steps.again"), "help", about="guide"),
        )
        text = self._wording("guides.none", said=said, hotline=self._county.hotline, title=stray.title)
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose"))
        # What was asked about stays the matter of the talk, though no guide is called so.
        return [LastAnswer(mask_text(heard.said)[:QUESTION_LETTERS], said, stray.id).event()]

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
        shown = Assurance(Degree.SURE, quotations=(Quotation(document.id, text),))
        card = self._checklist(guide, element) or self._flow(guide, element)
        say(dispatcher, tracker, text, steps=steps, assurance=shown, card=card)
        pages = tuple((document.id, number) for number in range(PAGES_OFFERED))
        question = mask_text(heard.said)[:QUESTION_LETTERS] or document.title
        return [LastAnswer(question, document.title, document.id, pages).event()]

    def _checklist(self, guide: Guide, element: str) -> Card | None:
        """Give the link to where the materials are listed for one person, where not everybody brings the same."""
        if element not in {"", "materials"} or not questions(guide.materials()).any:
            return None
        address = self._sources.checklist(guide.document)
        return Card(self._wording("guides.checklist"), guide.document.title, address)

    def _flow(self, guide: Guide, element: str) -> Card | None:
        """Give the link to the picture of the steps, where the guide tells them one by one."""
        if element not in {"", "steps"} or not flows(guide.parts.get("steps", "")):
            return None
        return Card(self._wording("guides.flow"), guide.document.title, self._sources.flow(guide.document))

    def _words(self, guide: Guide, element: str, *, heard: Heard) -> tuple[str, tuple[Choice, ...]]:
        today = local_date(self._clock.now())
        whole, steps = self._showing.whole(guide, today=today)
        if not element:
            return whole, steps
        if not guide.element(element):
            return self._missing(guide, element), steps
        page = heard.slot("page")
        number = int(page) if page.isascii() and page.isdigit() and len(page) <= PAGE_DIGITS else 0
        return self._showing.element(guide, element, page=number, today=today)

    def _missing(self, guide: Guide, element: str) -> str:
        name = self._wording(f"guides.names.{element}")
        if phone := guide.element("phone"):
            return self._wording("guides.missing", name=name, phone=phone)
        return self._wording("guides.missing_phone", name=name, hotline=self._county.hotline)


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
