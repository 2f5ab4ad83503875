"""Answers questions from published documents: ask, read on (更多), see the source (原文)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.county import County
from handlers.library import Library
from handlers.policy.asking import Answering, Asked, ask
from handlers.policy.quoting import Quoting, near
from handlers.recall import SLOT as LAST_ANSWER
from handlers.recall import LastAnswer, Page, recall
from handlers.sources import Sources, ended
from handlers.talk import Heard, hear, say, step
from knowledge.answers import Answer, Decline
from knowledge.document import Document, Kind

Events = list[dict[str, Any]]
STEPS = 3
FURTHER = 5
CARRIED = 100
# A quote that is most of its passage already need not be shown again with its surroundings.
MOST = 0.6


class AskPolicy(Action):
    """Answers a question with a quote and its source, or says no and who may know."""

    def __init__(
        self,
        wording: Wording,
        *,
        answering: Answering,
        library: Library,
        sources: Sources,
        quoting: Quoting,
        clock: Clock,
    ) -> None:
        self._wording = wording
        self._answering = answering
        self._library = library
        self._sources = sources
        self._quoting = quoting
        self._clock = clock

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_ask_policy"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Answer the latest message."""
        heard = hear(tracker)
        if not heard.said:
            say(dispatcher, tracker, self._wording("policy.decline.empty"))
            return []
        today = local_date(self._clock.now())
        asked = ask(heard, recall(tracker), answering=self._answering, today=today)
        if isinstance(asked.result, Answer):
            return self._quote(dispatcher, tracker, asked, answer=asked.result, today=today)
        if asked.named:
            return self._name(dispatcher, tracker, asked, document=asked.named, today=today)
        return self._decline(dispatcher, tracker, heard, asked=asked, decline=asked.result, today=today)

    def _quote(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked, *, answer: Answer, today: date
    ) -> Events:
        pages = tuple(page for page in _pages(answer) if self._library.excerpt(*page))
        text = self._quoting.answer(
            answer, today=today, joined=asked.joined, validity_asked=asked.of_validity
        )
        steps = self._steps(asked, answer, pages=pages, today=today)
        say(dispatcher, tracker, text, steps=steps)
        return [_kept(asked, answer.citation.document, pages)]

    def _name(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        asked: Asked,
        *,
        document: Document,
        today: date,
    ) -> Events:
        """Show the document whose number was asked for, when nothing but the number was asked."""
        successor = self._library.document(document.successor)
        pages: tuple[Page, ...] = tuple((document.id, number) for number in range(FURTHER))
        more = step(self._wording("policy.steps.more"), "more_answer")
        person = step(self._wording("policy.steps.person"), "talk_to_human")
        text = self._quoting.particulars(document, successor=successor, today=today)
        say(dispatcher, tracker, text, steps=(more, person))
        return [_kept(asked, document, pages)]

    def _decline(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        heard: Heard,
        *,
        asked: Asked,
        decline: Decline,
        today: date,
    ) -> Events:
        documents = [
            document for document in near(decline, today=today) if document.id != heard.slot("about")
        ]
        text = self._quoting.decline(decline, number=asked.missing_number, offered=bool(documents))
        say(dispatcher, tracker, text, steps=self._ways_out(heard, documents))
        # What comes next must not be read as a follow-up of something older.
        return [SlotSet(LAST_ANSWER, None)]

    def _steps(
        self, asked: Asked, answer: Answer, *, pages: tuple[Page, ...], today: date
    ) -> tuple[Choice, ...]:
        """Give what is most useful next, three at most: the rule that counts now comes before all."""
        cited, successor = answer.citation.document, answer.citation.successor
        steps: list[Choice] = []
        if successor and ended(cited, today):
            said = mask_text(asked.question)[:CARRIED]
            label = self._wording("policy.steps.successor")
            steps.append(step(label, "ask_policy", said=said, about=successor.id, without=cited.id))
        if pages:
            steps.append(step(self._wording("policy.steps.more"), "more_answer"))
        steps.append(step(self._wording("policy.steps.source"), "show_source", document=cited.id))
        guide = _guide(answer)
        if guide:
            steps.append(step(self._wording("policy.steps.guide"), "service_guide", guide=guide.id))
        steps.append(step(self._wording("policy.steps.person"), "talk_to_human"))
        return tuple(steps[:STEPS])

    def _ways_out(self, heard: Heard, documents: Sequence[Document]) -> tuple[Choice, ...]:
        """Give what may help after a no: documents that come near, a person, a request for disclosure."""
        said = mask_text(heard.said)[:CARRIED]
        steps = [
            step(self._sources.title(document), "ask_policy", said=said, about=document.id)
            for document in documents
        ]
        steps += [
            step(self._wording("policy.steps.person"), "talk_to_human"),
            step(
                self._wording("policy.steps.disclosure"),
                "disclosure_request",
                topic=mask_text(heard.slot("topic") or heard.said)[:CARRIED],
            ),
            step(self._wording("policy.steps.again"), "help", about="policy"),
        ]
        return tuple(steps[:STEPS])


class MoreAnswer(Action):
    """Shows the next passage of the last answer."""

    def __init__(self, wording: Wording, *, library: Library, quoting: Quoting, clock: Clock) -> None:
        self._wording = wording
        self._library = library
        self._quoting = quoting
        self._clock = clock

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_more_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Show it; a passage that was withdrawn meanwhile is passed over."""
        last = recall(tracker)
        if last is None:
            say(dispatcher, tracker, self._wording("policy.more.nothing"))
            return []
        readable = [(page, found) for page in last.pages if (found := self._library.excerpt(*page))]
        person = step(self._wording("policy.steps.person"), "talk_to_human")
        source = self._wording("policy.steps.source")
        if not readable:
            whole = step(source, "show_source", document=last.document)
            say(dispatcher, tracker, self._wording("policy.more.end"), steps=(whole, person))
            return [LastAnswer(last.question, last.topic, last.document).event()]
        rest = tuple(page for page, _ in readable[1:])
        excerpt = readable[0][1]
        more = [step(self._wording("policy.steps.more"), "more_answer")] if rest else []
        steps = (*more, step(source, "show_source", document=excerpt.document.id), person)
        text = self._quoting.page(excerpt, today=local_date(self._clock.now()))
        say(dispatcher, tracker, text, steps=steps)
        return [LastAnswer(last.question, last.topic, excerpt.document.id, rest).event()]


class ShowSource(Action):
    """Shows where an answer comes from: the document's particulars and the page with its whole text."""

    def __init__(self, wording: Wording, *, library: Library, quoting: Quoting, clock: Clock) -> None:
        self._wording = wording
        self._library = library
        self._quoting = quoting
        self._clock = clock

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_show_source"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Show the document named by the step chosen, else the one cited last."""
        last = recall(tracker)
        identifier = hear(tracker).slot("document") or (last.document if last else "")
        document = self._library.document(identifier)
        if document is None:
            key = "policy.show.gone" if identifier else "policy.show.nothing"
            say(dispatcher, tracker, self._wording(key))
            return []
        more = [step(self._wording("policy.steps.more"), "more_answer")] if last and last.pages else []
        person = step(self._wording("policy.steps.person"), "talk_to_human")
        text = self._quoting.particulars(
            document,
            successor=self._library.document(document.successor),
            today=local_date(self._clock.now()),
        )
        say(dispatcher, tracker, text, steps=(*more, person))
        return []


def _kept(asked: Asked, document: Document, pages: tuple[Page, ...]) -> dict[str, Any]:
    return LastAnswer(mask_text(asked.question), mask_text(asked.topic), document.id, pages).event()


def _pages(answer: Answer) -> tuple[Page, ...]:
    """Give where to read on: the quote's surroundings, the passage after it, then whatever else may answer."""
    best, cited = answer.best, answer.citation.document.id
    own = () if len(answer.quoted) >= MOST * len(best.text) else ((cited, best.number),)
    others = tuple((further.document.id, further.number) for further in answer.further)
    pages = dict.fromkeys((*own, (cited, best.number + 1), *others))
    return tuple(page for page in pages if page in own or page != (cited, best.number))[:FURTHER]


def _guide(answer: Answer) -> Document | None:
    """Give the service guide that belongs to the answer, or is the answer."""
    cited = answer.citation.document
    return cited if cited.kind is Kind.GUIDE else next(iter(answer.guides), None)


def actions(
    wording: Wording,
    *,
    answering: Answering,
    library: Library,
    sources: Sources,
    county: County,
    clock: Clock,
) -> list[Action]:
    """Give the actions of this slice."""
    quoting = Quoting(wording, sources, county=county)
    return [
        AskPolicy(
            wording, answering=answering, library=library, sources=sources, quoting=quoting, clock=clock
        ),
        MoreAnswer(wording, library=library, quoting=quoting, clock=clock),
        ShowSource(wording, library=library, quoting=quoting, clock=clock),
    ]
