"""Answers a question from published documents, or says no and offers what may help."""

from collections.abc import Mapping, Sequence
from datetime import date
from time import perf_counter
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.library import Library
from handlers.policy.asking import FOLLOWING, Answering, Asked, ask
from handlers.policy.noting import note_of
from handlers.policy.quoting import Quoting, near
from handlers.policy.waiting import offer
from handlers.recall import SLOT as LAST_ANSWER
from handlers.recall import LastAnswer, Page, recall
from handlers.sources import Sources, ended
from handlers.talk import Heard, hear, say, step
from knowledge.answers import Answer, Decline
from knowledge.asked import Notebook, Outcome
from knowledge.document import Document, Kind

Events = list[dict[str, Any]]
STEPS = 3
SHORTEST = 4
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
        notebook: Notebook,
        clock: Clock,
    ) -> None:
        self._wording = wording
        self._answering = answering
        self._library = library
        self._sources = sources
        self._quoting = quoting
        self._notebook = notebook
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
        today, began = local_date(self._clock.now()), perf_counter()
        asked = ask(heard, recall(tracker), answering=self._answering, today=today)
        seconds = perf_counter() - began
        if isinstance(asked.result, Answer):
            self._note(tracker, heard, asked.result, outcome=Outcome.ANSWERED, seconds=seconds)
            return self._quote(dispatcher, tracker, asked, answer=asked.result, today=today)
        # Who chose a document is shown it, even when nothing in it is sure to answer.
        named = asked.named or self._library.document(heard.slot("about"))
        if named:
            self._note(tracker, heard, asked.result, outcome=Outcome.PARTIAL, seconds=seconds)
            return self._name(dispatcher, tracker, asked, document=named, today=today)
        if heard.emergency:
            # The number to call has been given already; a no after it would only stand in its way.
            return []
        self._note(tracker, heard, asked.result, outcome=Outcome.DECLINED, seconds=seconds)
        return self._decline(dispatcher, tracker, heard, asked=asked, decline=asked.result, today=today)

    def answered(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, *, otherwise: Outcome | None = None
    ) -> Events | None:
        """Answer a message that was not taken for a question, when a document surely answers it; else None.

        Only words that follow on, as 那90岁呢 does, are read with the question before them. `otherwise` is how the
        question ends without an answer, None when it is none.
        """
        heard = hear(tracker)
        if len(heard.said) < SHORTEST or heard.emergency:
            return None
        today, began = local_date(self._clock.now()), perf_counter()
        last = recall(tracker) if FOLLOWING.search(heard.said) else None
        asked = ask(heard, last, answering=self._answering, today=today)
        outcome = Outcome.ANSWERED if isinstance(asked.result, Answer) else otherwise
        if outcome:
            self._note(tracker, heard, asked.result, outcome=outcome, seconds=perf_counter() - began)
        if not isinstance(asked.result, Answer):
            return None
        return self._quote(dispatcher, tracker, asked, answer=asked.result, today=today)

    def _note(
        self, tracker: Tracker, heard: Heard, result: Answer | Decline, *, outcome: Outcome, seconds: float
    ) -> None:
        self._notebook.note(note_of(tracker, heard, result, outcome=outcome, seconds=seconds))

    def _quote(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked, *, answer: Answer, today: date
    ) -> Events:
        pages = tuple(page for page in _pages(answer) if self._library.holds(*page))
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
        """Show what a document is, to read on from its beginning."""
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
        documents = near(decline, today=today)
        text = self._quoting.decline(decline, number=asked.missing_number, offered=bool(documents))
        ask = self._wording("talk.choose") if documents else ""
        steps = self._ways_out(heard, documents)
        # Whoever can be told later is offered it, in the place of what helps least.
        told = offer(self._wording, tracker, heard)
        steps = (*steps[: STEPS - len(told)], *told)
        say(dispatcher, tracker, text, steps=steps, ask=ask)
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


class AnswerFirst(Action):
    """Looks into the published documents before another action gives a message up.

    `ends` is how a question ends that the other action speaks to; None when it may be no question at all.
    """

    def __init__(self, asking: AskPolicy, *, otherwise: Action, ends: Outcome | None = None) -> None:
        self._asking = asking
        self._otherwise = otherwise
        self._ends = ends

    def name(self) -> str:
        """Give the name of the action it stands before."""
        return str(self._otherwise.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Answer, or let the other action speak."""
        events = self._asking.answered(dispatcher, tracker, otherwise=self._ends)
        if events is not None:
            return events
        given: Events = await self._otherwise.run(dispatcher, tracker, domain)
        return given
