"""Plainer words asked for (说人话, 看不懂): the explanation of the policy answers once more, in the words it was published in.

Nothing is put into other words here: where no explanation was published that is said, with the way to a person.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Wording
from handlers.policy.ask_policy import AskPolicy
from handlers.published.library import Library
from handlers.talk.last_answer import LastAnswer, recall
from handlers.talk.turn import hear, say, step
from knowledge.documents.document import Document, Kind

Events = list[dict[str, Any]]
PLAINER = re.compile(
    "人话|白话|[听看读弄搞]不(?:太)?(?:懂|明白)|不是(?:很|太)(?:懂|明白|清楚)|没(?:有)?[听看弄搞](?:懂|明白)|(?:简单|通俗|直白|明白|清楚|浅)(?:一?点|一?些)|[什啥]么?意思"
)


class PlainerWords:
    """Answers whoever asks for plainer words."""

    def __init__(self, wording: Wording, *, library: Library, asking: AskPolicy) -> None:
        self._wording = wording
        self._library = library
        self._asking = asking

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Answer the last question from what explains its policy, or say that nothing published says it more plainly."""
        heard, last = hear(tracker), recall(tracker)
        person = step(self._wording("policy.steps.person"), "talk_to_human")
        if tracker.active_loop_name:
            say(dispatcher, tracker, self._wording("policy.plainer.in_form"), in_form=True)
            return []
        if last is None or not last.document:
            say(dispatcher, tracker, self._wording("policy.plainer.nothing"), steps=(person,))
            return []
        explains = self._explaining(last)
        if explains is None:
            source = step(self._wording("policy.steps.source"), "show_source", document=last.document)
            say(dispatcher, tracker, self._wording("policy.plainer.none"), steps=(person, source))
            return []
        slots: Mapping[str, str] = {"about": explains.id}
        say(dispatcher, tracker, self._wording("policy.plainer.head"))
        asked = replace(heard, said=last.question, slots=slots)
        return self._asking.answer(dispatcher, tracker, asked, None)

    def _explaining(self, last: LastAnswer) -> Document | None:
        """Give the newest explanation in Chinese of what was answered from that has not answered yet."""
        about = self._library.document(last.document)
        policies = (about.id, *about.basis) if about and about.kind is not Kind.INTERPRETATION else ()
        made = (one for policy in policies for one in self._library.interpretations(policy))
        fresh = [one for one in made if one.id not in last.shown and not one.language]
        return fresh[-1] if fresh else None
