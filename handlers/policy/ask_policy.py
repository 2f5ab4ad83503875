"""Answers a question from published documents, or says no and offers what may help."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Wording
from handlers.policy.answer_text import Quoting, near
from handlers.policy.lookup import LookupResult, Seeking
from handlers.policy.matters import Matters, stretch_chosen
from handlers.policy.next_steps import STEPS_OFFERED, Offering
from handlers.policy.question_note import note_of, outcome_of
from handlers.policy.replies import PlainWords, Replies, no_plain_words
from handlers.policy.scope import ScopeWords, recall_scope
from handlers.policy.thread.follow_up import FOLLOWING, Asked
from handlers.policy.thread.several import QuestionSet
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.asked_rules import asks_rules
from handlers.talk.last_answer import LastAnswer, recall
from handlers.talk.turn import Heard, hear, say
from knowledge.answers.answer import Answer, Answering, Decline, Extract, Matter, Stretch
from knowledge.questions.note import Notebook, QuestionOutcome

Events = list[dict[str, Any]]
SHORTEST_QUESTION_LETTERS = 4
# Whoever says no more than 政策 has yet to say what about.
ONLY_POLICY = re.compile(
    r"(?:我|想|要|查|问|看|找|了解|咨询|一下|下|有关|相关|的|些|个|[,，。 ])*(?:政策|规定|文件)(?:查询|咨询|解读|规定|问题)?(?:吗|呢|吧|[。?？!！])*"
)


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
        plain_words: PlainWords = no_plain_words,
    ) -> None:
        """Take what answers with; `plain_words` gives words that say the same as a quote more plainly, or none."""
        words = ScopeWords(wording)
        self._wording = wording
        self._seeking = Seeking(wording, answering=answering, library=library, words=words)
        self._offering = Offering(wording, sources)
        self._matters = Matters(wording, sources)
        self._replies = Replies(
            wording,
            library=library,
            quoting=quoting,
            offering=self._offering,
            sources=sources,
            words=words,
            clock=clock,
            plain_words=plain_words,
        )
        self._library = library
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
        if several := self.questions(tracker):
            return self._answer_each(dispatcher, tracker, several, seconds=perf_counter() - began)
        return self.answer(dispatcher, tracker, heard, recall(tracker))

    def answer(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        heard: Heard,
        last: LastAnswer | None,
        *,
        lead: str = "",
    ) -> Events:
        """Answer one question in the light of what was talked about; `lead` is said before the words quoted."""
        began = perf_counter()
        sought, keeping = self._sought(heard, tracker, last)
        seconds = perf_counter() - began
        heard, asked = sought.heard, sought.asked
        if asked is None:
            say(dispatcher, tracker, sought.reply)
            return keeping
        chosen = self._chosen(heard, today=self._today()) if heard.slot("passage") else None
        if chosen is not None:
            self._note(tracker, heard, asked.result, outcome=QuestionOutcome.PARTIAL, seconds=seconds)
            shown = self._replies.likely(dispatcher, tracker, sought, asked=asked, likely=(chosen,))
            return [*shown, *keeping]
        if isinstance(asked.result, Answer):
            self._note(tracker, heard, asked.result, outcome=outcome_of(asked.result), seconds=seconds)
            quoted = self._replies.quote(
                dispatcher, tracker, sought, asked=asked, answer=asked.result, lead=lead
            )
            return [*quoted, *keeping]
        return [*self._without(dispatcher, tracker, sought, asked=asked, seconds=seconds), *keeping]

    def again(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, last: LastAnswer, *, of: str = ""
    ) -> Events:
        """Answer the last question once more for somebody who holds that something else was said; `of` is what is doubted."""
        heard = hear(tracker)
        doubted = replace(heard, said=of, slots={}) if of else None
        found = self._sought(doubted, tracker, last)[0].asked if doubted else None
        lead = self._wording("policy.premise.said")
        if doubted and found and isinstance(found.result, Answer):
            return self.answer(dispatcher, tracker, doubted, last, lead=lead)
        return self.answer(dispatcher, tracker, replace(heard, said=last.question, slots={}), None, lead=lead)

    def unseen(self, last: LastAnswer) -> tuple[Extract, ...]:
        """Give the words that the last answer left to be seen; of a document that changed, once, those that come nearest."""
        today = self._today()
        found = (
            self._seeking.nearest_in(document, last.question, today=today, stretch=Stretch(*place))
            for document, *place in last.unseen
        )
        words = {(one.citation.document.id, one.number, one.quote): one for one in found if one}
        return tuple(words.values())

    def questions(self, tracker: Tracker) -> QuestionSet | None:
        """Give the questions of the latest message, each looked up by itself; None where it is one question."""
        heard = hear(tracker)
        if heard.emergency or heard.slot("about") or tracker.active_loop_name:
            return None
        now = self._clock.now()
        return self._seeking.several(heard, recall_scope(tracker, now), now=now)

    def _answer_each(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, several: QuestionSet, *, seconds: float
    ) -> Events:
        """Answer each question in its turn, and name those that are left."""
        heard = hear(tracker)
        events: Events = []
        for asked in several.answered:
            outcome = (
                outcome_of(asked.result) if isinstance(asked.result, Answer) else QuestionOutcome.PARTIAL
            )
            of_part = replace(heard, said=asked.question, slots={})
            self._note(tracker, of_part, asked.result, outcome=outcome, seconds=seconds)
            last = asked is several.answered[-1]
            events = self._replies.part(dispatcher, tracker, asked, left=several.left if last else ())
        return events

    def chance(self, tracker: Tracker) -> float:
        """Give how likely the best words found belong to the latest message, 0 to 1, in the light of the talk."""
        asked = self.outlook(tracker)
        if asked is None:
            return 0.0
        # With the title of what was talked about anything belongs: what goes on must be likely to be answered.
        return asked.result.confidence if asked.joined else asked.result.belonging

    def outlook(self, tracker: Tracker) -> Asked | None:
        """Give what the latest message would be answered with, in the light of the talk; None when it asks nothing."""
        heard = hear(tracker)
        if not heard.said or ONLY_POLICY.fullmatch(heard.said):
            return None
        sought, _ = self._sought(heard, tracker, recall(tracker))
        return sought.asked

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
        return [*self._replies.quote(dispatcher, tracker, sought, asked=asked, answer=asked.result), *keeping]

    def another(self, dispatcher: CollectingDispatcher, tracker: Tracker, last: LastAnswer) -> Events:
        """Answer the last question from another document than those shown, or say that no other one is sure to."""
        heard = replace(hear(tracker), said=last.question, slots={})
        now = self._clock.now()
        kept = recall_scope(tracker, now)
        shown = last.shown or (last.document,)
        again = self._seeking.another(heard, last, kept, shown=shown, now=now)
        if isinstance(again.result, Answer):
            sought = LookupResult(heard, kept, again)
            return self._replies.quote(
                dispatcher, tracker, sought, asked=again, answer=again.result, shown=shown
            )
        near_by = tuple(
            Matter(one) for one in near(again.result, today=local_date(now)) if one.id not in shown
        )
        offered = self._matters.steps(heard, near_by, today=local_date(now), most=STEPS_OFFERED - 1)
        steps = (
            *self._offering.instead(heard, offered)[: STEPS_OFFERED - 1],
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

    def _without(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        sought: LookupResult,
        *,
        asked: Asked,
        seconds: float,
    ) -> Events:
        """Say what there is without a sure answer: the document chosen or named, words that come near, or a no."""
        heard, today, decline = sought.heard, self._today(), asked.result
        assert isinstance(decline, Decline), "sure answers are quoted"

        def noted(outcome: QuestionOutcome) -> None:
            self._note(tracker, heard, decline, outcome=outcome, seconds=seconds)

        # Who chose a document is shown what in it comes nearest, even when nothing in it is sure to answer.
        chosen = self._chosen(heard, today=today)
        named = asked.named or self._library.document(heard.slot("about"))
        helps = not heard.emergency or asks_rules(heard.said)
        if chosen or (decline.likely and not named and not sought.helpful and helps):
            noted(QuestionOutcome.PARTIAL)
            likely = (chosen,) if chosen else decline.likely
            return self._replies.likely(dispatcher, tracker, sought, asked=asked, likely=likely)
        if named:
            noted(QuestionOutcome.PARTIAL)
            return self._replies.name(dispatcher, tracker, asked, document=named, today=today)
        if heard.emergency:
            # The number to call has been given already; a no after it would only stand in its way.
            return []
        noted(QuestionOutcome.DECLINED)
        return self._replies.decline(dispatcher, tracker, sought, asked=asked, decline=decline)

    def _chosen(self, heard: Heard, *, today: date) -> Extract | None:
        """Give the words of the document chosen by a step that come nearest to the question carried along."""
        about = heard.slot("about")
        if not about:
            return None
        return self._seeking.nearest_in(about, heard.said, today=today, stretch=stretch_chosen(heard))


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
