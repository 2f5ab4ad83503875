"""Whoever tells of an event in a life is told all that has to be done for it, once, whatever the message was taken for."""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.message import Wording
from bot.privacy import mask_text
from handlers.guides.bundles.catalogue import LifeEvent, LifeEvents
from handlers.guides.bundles.following import asked_of_all
from handlers.guides.bundles.showing import BundleShowing
from handlers.guides.bundles.whole import WholeBundle, told_of, whole
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer, recall
from handlers.talk.turn import Heard, hear, reading_of, say, step

QUESTION_LETTERS = 80
LONGEST_WORDS_LETTERS = 60
PAGE_DIGITS = 3
EVENTS = re.compile(
    r"(?:请问|你们|县里|我想|想|看)*(?:有|都有)?(?:哪些|什么|啥|几个)?(?:高效办成)?“?一件事”?(?:一次办)?(?:联办)?(?:有哪些|有什么|有几个|有啥|清单|目录|都有哪些|可以办)?(?:呢)?"
)


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
        if EVENTS.fullmatch(heard.said.rstrip("？?。！! ")) and (
            events := told_of(self._bundles, self._library)
        ):
            return self._list(dispatcher, tracker, events)
        bundle, element = self._meant(heard, tracker)
        told = whole(bundle, self._library) if bundle else None
        return self._tell(dispatcher, tracker, told, element) if told and told.guides else None

    def _meant(self, heard: Heard, tracker: Tracker) -> tuple[LifeEvent | None, str]:
        """Give the event that is meant, and which part of it: by a step, by its name, or since it was told of last."""
        if key := heard.slot("bundle"):
            return self._bundles.one(key), heard.slot("element")
        typed = str((tracker.latest_message or {}).get("text") or "")
        if reading_of(typed) or len(heard.said) > LONGEST_WORDS_LETTERS:
            return None, ""
        if named := self._bundles.meant(heard.said):
            return named, ""
        last = recall(tracker)
        return asked_of_all(heard.said, last.topic if last else "", self._bundles.listed) or (None, "")

    def _list(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, listed: Sequence[LifeEvent]
    ) -> list[dict[str, Any]]:
        """Name the events, each to be opened by its number."""
        steps = tuple(step(one.name, "service_guide", bundle=one.key) for one in listed)
        sample = self._wording("policy.source.sample") if self._bundles.sample else ""
        text = self._wording("bundles.every", count=len(listed), sample=sample)
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose"))
        return []

    def _tell(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, told: WholeBundle, element: str
    ) -> list[dict[str, Any]]:
        heard = hear(tracker)
        page, ask = heard.slot("page"), ""
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
