"""Whoever asks whether a limit or a fee has changed is told old and new with the day, from what was written down."""

import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, Protocol

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.clock import Clock, local_date
from bot.message import Wording
from bot.privacy import mask_text
from handlers.guides.guide import brief
from handlers.guides.matching import by_documents, by_title, element_asked
from handlers.published.library import Library, plain
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer, recall
from handlers.talk.turn import Heard, hear, say, step
from knowledge.documents.document import Document

ASKS = re.compile(
    r"(?:变(?:了|过|化|动|更)?|改(?:了|过|动|变)?|调整|压缩|缩短|减少)(?:了|过)?(?:没有?|吗|么|什么|哪些|啥|多少|几天)|有(?:没有|什么|啥)?(?:变化|变动|改动|调整|修改)|(?:以前|原来|之前|过去|从前)[^,，?？]{0,10}(?:多久|几天|多少|时限|怎么收|什么材料|是什么)|比(?:以前|原来|过去)"
)
AROUND = re.compile(
    r"[这那]一?[项件个]事?|(?:办理)?时限|时间|费用|收费|材料|条件|地点|最近|现在|以前|原来|之前|过去|从前|比|变化|变动|变更|改动|调整|压缩|缩短|修改|变|改|了|过|没有|没|有|吗|么|什么|啥|哪些|多久|几天|多少|的|是|要|少|快|慢|短|[,，?？。\s]"
)
LONGEST_WORDS_LETTERS = 40
WORDS_LETTERS = 60
CHANGES_SHOWN = 3
QUESTION_LETTERS = 80


class Changed(Protocol):
    """One element of a guide that reads otherwise."""

    @property
    def element(self) -> str:
        """Its name."""

    @property
    def before(self) -> str:
        """Its old words."""

    @property
    def after(self) -> str:
        """Its new ones."""

    @property
    def on(self) -> date:
        """The day since when."""


ChangesOf = Callable[[str], Awaitable[tuple[Changed, ...]]]
"""Gives what became otherwise in a guide, the newest first."""


class TellChanges:
    """Looks for questions whether something of a guide has changed."""

    def __init__(
        self, wording: Wording, *, changes: ChangesOf, library: Library, sources: Sources, clock: Clock
    ) -> None:
        self._wording = wording
        self._changes = changes
        self._library = library
        self._sources = sources
        self._clock = clock

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Tell it; None where nothing of the kind is asked, or no guide is meant."""
        heard = hear(tracker)
        if heard.emergency or heard.kind != "text" or tracker.active_loop_name or heard.slot("guide"):
            return None
        if len(heard.said) > LONGEST_WORDS_LETTERS or not ASKS.search(heard.said):
            return None
        guide = await self._guide(heard, recall(tracker))
        if guide is None:
            return None
        text = self._words(guide, await self._changes(guide.id), element_asked(heard.said))
        steps = (
            step(self._wording("guides.steps.whole"), "service_guide", guide=guide.id),
            step(self._wording("guides.steps.source"), "show_source", document=guide.id),
        )
        shown = Assurance(Degree.SURE, quotations=(Quotation(guide.id, text),))
        say(dispatcher, tracker, text, steps=steps, assurance=shown)
        return [LastAnswer(mask_text(heard.said)[:QUESTION_LETTERS], guide.title, guide.id).event()]

    async def _guide(self, heard: Heard, last: LastAnswer | None) -> Document | None:
        """Give the guide that is named, else the one talked about."""
        known = await self._library.guides()
        rest = AROUND.sub("", heard.said)
        if named := by_title(known, rest):
            return named[0] if len(named) == 1 else None
        about = self._library.document(last.document) if last and not rest else None
        return next(iter(by_documents(known, [about])), None) if about else None

    def _words(self, guide: Document, changes: tuple[Changed, ...], element: str) -> str:
        own = [one for one in changes if not element or one.element == element][:CHANGES_SHOWN]
        lines = [
            self._wording(
                "guides.changes.item",
                name=self._wording(f"guides.names.{one.element}"),
                day=self._sources.day(one.on),
                before=self._short(one.before),
                after=self._short(one.after),
            )
            for one in own
        ]
        return self._wording(
            "guides.changes.show",
            title=guide.title,
            sample=self._wording("policy.source.sample") if guide.sample else "",
            lines="\n".join(lines or [self._wording("guides.changes.none")]),
            source=self._sources.line(guide, local_date(self._clock.now())),
        )

    def _short(self, words: str) -> str:
        short, left = brief(plain(words), WORDS_LETTERS)
        if not short:
            return self._wording("guides.changes.unwritten")
        return self._wording("guides.left", text=short) if left else short
