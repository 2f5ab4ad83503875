"""After an answer: reading on (更多), another answer (换一个), plainer words (说人话), and where it comes from (原文)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Wording
from handlers.policy.answer_text import Quoting
from handlers.policy.ask_policy import AskPolicy
from handlers.policy.assurance import left_unseen, read_on
from handlers.policy.plainer import PLAINER, PlainerWords
from handlers.published.library import Library
from handlers.talk.last_answer import LastAnswer, recall
from handlers.talk.turn import hear, say, step
from knowledge.answers.answer import Extract
from knowledge.text.anchors import opening

Events = list[dict[str, Any]]
ANOTHER = re.compile("换|别的|其他|另外")


class MoreAnswer(Action):
    """Shows the next passage of the last answer, or the answer of another document when that is asked for."""

    def __init__(
        self, wording: Wording, *, library: Library, quoting: Quoting, asking: AskPolicy, clock: Clock
    ) -> None:
        self._wording = wording
        self._asking = asking
        self._library = library
        self._quoting = quoting
        self._clock = clock
        self._plainer = PlainerWords(wording, library=library, asking=asking)

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_more_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Show it; a passage that was withdrawn meanwhile is passed over."""
        last = recall(tracker)
        if PLAINER.search(hear(tracker).said):
            return self._plainer.answer(dispatcher, tracker)
        if last is None or not last.document:
            say(dispatcher, tracker, self._wording("policy.more.nothing"))
            return []
        if ANOTHER.search(hear(tracker).said):
            return self._asking.another(dispatcher, tracker, last)
        if last.unseen and (extracts := self._asking.unseen(last)):
            return self._show_unseen(dispatcher, tracker, last, extracts)
        readable = [(page, found) for page in last.pages if (found := self._library.excerpt(*page))]
        person = step(self._wording("policy.steps.person"), "talk_to_human")
        source = self._wording("policy.steps.source")
        if not readable:
            whole = step(source, "show_source", document=last.document, article=last.spot)
            say(dispatcher, tracker, self._wording("policy.more.end"), steps=(whole, person))
            return [replace(last, pages=(), unseen=()).event()]
        rest = tuple(page for page, _ in readable[1:])
        excerpt = readable[0][1]
        more = [step(self._wording("policy.steps.more"), "more_answer")] if rest else []
        spot = opening("", excerpt.path, title=excerpt.document.title)
        steps = (*more, step(source, "show_source", document=excerpt.document.id, article=spot), person)
        text = self._quoting.page(excerpt, today=local_date(self._clock.now()))
        say(dispatcher, tracker, text, steps=steps, assurance=read_on(excerpt))
        return [replace(last, document=excerpt.document.id, pages=rest, unseen=(), spot=spot).event()]

    def _show_unseen(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        last: LastAnswer,
        extracts: Sequence[Extract],
    ) -> Events:
        """Show the likeliest words that were not seen yet; the passages follow when somebody reads on."""
        first, document = extracts[0], extracts[0].citation.document
        spot = opening(first.anchor, first.path, title=document.title)
        more = [step(self._wording("policy.steps.more"), "more_answer")] if last.pages else []
        source = step(self._wording("policy.steps.source"), "show_source", document=document.id, article=spot)
        person = step(self._wording("policy.steps.person"), "talk_to_human")
        text = self._quoting.unseen(extracts, today=local_date(self._clock.now()))
        steps = (*more, source, person)
        say(dispatcher, tracker, text, steps=steps, assurance=left_unseen(extracts))
        return [replace(last, document=document.id, unseen=(), spot=spot).event()]


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
        last, heard = recall(tracker), hear(tracker)
        identifier = heard.slot("document") or (last.document if last else "")
        document = self._library.document(identifier)
        if document is None:
            key = "policy.show.gone" if identifier else "policy.show.nothing"
            say(dispatcher, tracker, self._wording(key))
            return []
        more = (
            [step(self._wording("policy.steps.more"), "more_answer")]
            if last and (last.unseen or last.pages)
            else []
        )
        person = step(self._wording("policy.steps.person"), "talk_to_human")
        text = self._quoting.particulars(
            document,
            successor=self._library.document(document.successor),
            today=local_date(self._clock.now()),
            anchor=heard.slot("article") or (last.spot if last and last.document == identifier else ""),
        )
        say(dispatcher, tracker, text, steps=(*more, person))
        return []
