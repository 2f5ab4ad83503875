"""Answers a question from published documents, or says no and offers what may help."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Wording
from bot.privacy import mask_text
from handlers.policy.answer_text import Quoting, near
from handlers.policy.follow_up import FOLLOWING, Asked
from handlers.policy.lookup import LookupResult, Seeking
from handlers.policy.next_steps import STEPS_OFFERED, Offering, rests_on, spot_of
from handlers.policy.notification import offer
from handlers.policy.question_note import note_of, outcome_of
from handlers.policy.scope import ScopeWords, recall_scope
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import SLOT as LAST_ANSWER
from handlers.talk.last_answer import LastAnswer, Page, recall
from handlers.talk.turn import Heard, hear, say, step
from knowledge.answers.answer import Answer, Answering, Decline
from knowledge.documents.document import Document
from knowledge.questions.note import Notebook, QuestionOutcome

Events = list[dict[str, Any]]
SHORTEST_QUESTION_LETTERS = 4
# Whoever says no more than 政策 has yet to say what about.
ONLY_POLICY = re.compile(
    r"(?:我|想|要|查|问|看|找|了解|咨询|一下|下|有关|相关|的|些|个|[,，。 ])*(?:政策|规定|文件)(?:查询|咨询|解读|规定|问题)?(?:吗|呢|吧|[。?？!！])*"
)
PAGES_OFFERED = 5
# A quote that is most of its passage already need not be shown again with its surroundings.
MOSTLY_QUOTED_SHARE = 0.6


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
        words = ScopeWords(wording)
        self._wording = wording
        self._seeking = Seeking(wording, answering=answering, library=library, words=words)
        self._offering = Offering(wording, sources)
        self._words = words
        self._library = library
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
        if not heard.said or ONLY_POLICY.fullmatch(heard.said):
            say(dispatcher, tracker, self._wording("policy.decline.empty"))
            return []
        began = perf_counter()
        sought, keeping = self._sought(heard, tracker, recall(tracker))
        seconds = perf_counter() - began
        heard, asked = sought.heard, sought.asked
        if asked is None:
            say(dispatcher, tracker, sought.reply)
            return keeping
        if isinstance(asked.result, Answer):
            self._note(tracker, heard, asked.result, outcome=outcome_of(asked.result), seconds=seconds)
            return [*self._quote(dispatcher, tracker, sought, asked=asked, answer=asked.result), *keeping]
        today = self._today()
        # Who chose a document is shown it, even when nothing in it is sure to answer.
        named = asked.named or self._library.document(heard.slot("about"))
        if named:
            self._note(tracker, heard, asked.result, outcome=QuestionOutcome.PARTIAL, seconds=seconds)
            return [*self._name(dispatcher, tracker, asked, document=named, today=today), *keeping]
        if heard.emergency:
            # The number to call has been given already; a no after it would only stand in its way.
            return []
        self._note(tracker, heard, asked.result, outcome=QuestionOutcome.DECLINED, seconds=seconds)
        return [*self._decline(dispatcher, tracker, sought, asked=asked, decline=asked.result), *keeping]

    def answered(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, *, otherwise: QuestionOutcome | None = None
    ) -> Events | None:
        """Answer a message that was not taken for a question, when a document surely answers it; else None.

        Only words that follow on, as 那90岁呢 does, are read with the question before them. `otherwise` is how the
        question ends without an answer, None when it is none.
        """
        heard = hear(tracker)
        if len(heard.said) < SHORTEST_QUESTION_LETTERS or heard.emergency:
            return None
        began = perf_counter()
        last = recall(tracker) if FOLLOWING.search(heard.said) else None
        sought, keeping = self._sought(heard, tracker, last)
        heard, asked = sought.heard, sought.asked
        if asked is None:
            say(dispatcher, tracker, sought.reply)
            return keeping
        outcome = outcome_of(asked.result) if isinstance(asked.result, Answer) else otherwise
        if outcome:
            self._note(tracker, heard, asked.result, outcome=outcome, seconds=perf_counter() - began)
        if not isinstance(asked.result, Answer):
            return None
        return [*self._quote(dispatcher, tracker, sought, asked=asked, answer=asked.result), *keeping]

    def another(self, dispatcher: CollectingDispatcher, tracker: Tracker, last: LastAnswer) -> Events:
        """Answer the last question from another document than those shown, or say that no other one is sure to."""
        heard = replace(hear(tracker), said=last.question, slots={})
        now = self._clock.now()
        kept = recall_scope(tracker, now)
        shown = last.shown or (last.document,)
        again = self._seeking.another(heard, last, kept, shown=shown, now=now)
        if isinstance(again.result, Answer):
            sought = LookupResult(heard, kept, again)
            return self._quote(dispatcher, tracker, sought, asked=again, answer=again.result, shown=shown)
        near_by = [one for one in near(again.result, today=local_date(now)) if one.id not in shown]
        steps = (
            *self._offering.instead(heard, near_by)[: STEPS_OFFERED - 1],
            self._offering.source(last.document),
        )
        text = self._wording("policy.more.no_other")
        say(dispatcher, tracker, text, steps=steps)
        return []

    def _sought(self, heard: Heard, tracker: Tracker, last: LastAnswer | None) -> tuple[LookupResult, Events]:
        """Give what became of a message, and the events that keep what the conversation is narrowed to."""
        now = self._clock.now()
        kept = recall_scope(tracker, now)
        sought = self._seeking.seek(heard, last, kept, now=now)
        return sought, [sought.kept.event(now)] if sought.kept.lasts or kept.lasts else []

    def _today(self) -> date:
        return local_date(self._clock.now())

    def _note(
        self,
        tracker: Tracker,
        heard: Heard,
        result: Answer | Decline,
        *,
        outcome: QuestionOutcome,
        seconds: float,
    ) -> None:
        self._notebook.note(note_of(tracker, heard, result, outcome=outcome, seconds=seconds))

    def _quote(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        sought: LookupResult,
        *,
        asked: Asked,
        answer: Answer,
        shown: tuple[str, ...] = (),
    ) -> Events:
        today = self._today()
        pages = tuple(page for page in _pages(answer) if self._library.holds(*page))
        text = self._quoting.answer(
            answer,
            today=today,
            joined=asked.joined,
            validity_asked=asked.of_validity or sought.past is not None,
            led_by=self._words.past(answer.citation, sought.past, sought.past_missed, ahead=sought.ahead),
            followed_by=self._words.line(sought.kept.scope),
        )
        steps = self._offering.after(asked, answer, pages=pages, today=today)
        say(dispatcher, tracker, text, steps=steps)
        return [
            _kept(
                asked,
                rests_on(answer),
                pages,
                shown=(*shown, answer.citation.document.id),
                spot=spot_of(answer),
            )
        ]

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
        pages: tuple[Page, ...] = tuple((document.id, number) for number in range(PAGES_OFFERED))
        more = step(self._wording("policy.steps.more"), "more_answer")
        text = self._quoting.particulars(document, successor=successor, today=today)
        say(dispatcher, tracker, text, steps=(more, self._offering.person()))
        return [_kept(asked, document, pages)]

    def _decline(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        sought: LookupResult,
        *,
        asked: Asked,
        decline: Decline,
    ) -> Events:
        if sought.helpful:
            # What is known without one of the facets is nearer than anything else that could be offered.
            text = self._wording("policy.scope.empty", facets=self._words.named(sought.kept.scope))
            ways = (*self._words.ways(sought.helpful)[: STEPS_OFFERED - 1], self._offering.person())
            say(dispatcher, tracker, text, steps=ways, ask=self._wording("policy.scope.loosen"))
            return [SlotSet(LAST_ANSWER, None)]
        documents = near(decline, today=self._today())
        text = self._quoting.decline(decline, number=asked.missing_number, offered=bool(documents))
        text = "\n".join(filter(None, (text, self._words.line(sought.kept.scope))))
        ask = self._wording("talk.choose") if documents else ""
        steps = self._offering.instead(sought.heard, documents)
        # Whoever can be told later is offered it, in the place of what helps least.
        to_be_told = offer(self._wording, tracker, sought.heard)
        say(
            dispatcher, tracker, text, steps=(*steps[: STEPS_OFFERED - len(to_be_told)], *to_be_told), ask=ask
        )
        # What comes next must not be read as a follow-up of something older.
        return [SlotSet(LAST_ANSWER, None)]


def _kept(
    asked: Asked,
    document: Document,
    pages: tuple[Page, ...],
    *,
    shown: tuple[str, ...] = (),
    spot: str = "",
) -> dict[str, Any]:
    question, topic = mask_text(asked.question), mask_text(asked.topic)
    return LastAnswer(question, topic, document.id, pages, shown, spot).event()


def _pages(answer: Answer) -> tuple[Page, ...]:
    """Give where to read on: the quote's surroundings, the passage after it, then whatever else may answer."""
    if answer.approved:
        return tuple((policy.id, number) for policy in answer.policies for number in range(PAGES_OFFERED))[
            :PAGES_OFFERED
        ]
    best, cited = answer.best, answer.citation.document.id
    own = () if len(answer.quoted) >= MOSTLY_QUOTED_SHARE * len(best.text) else ((cited, best.number),)
    others = tuple((further.document.id, further.number) for further in answer.further)
    pages = dict.fromkeys((*own, (cited, best.number + 1), *others))
    return tuple(page for page in pages if page in own or page != (cited, best.number))[:PAGES_OFFERED]


class Answers:
    """Looks into the published documents before another action gives a message up.

    `ends` is how a question ends that the other action speaks to; None when it may be no question at all.
    """

    def __init__(self, asking: AskPolicy, *, ends: QuestionOutcome | None = None) -> None:
        self._asking = asking
        self._ends = ends

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Answer; None when no document surely does."""
        return self._asking.answered(dispatcher, tracker, otherwise=self._ends)
