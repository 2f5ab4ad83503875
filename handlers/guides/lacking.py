"""Who says what is there already is told all that is still missing, at once, and the one place to bring it to (一次告知)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.clock import Clock, local_date
from bot.message import Card, Wording
from bot.privacy import mask_text
from handlers.guides.bundles.catalogue import LifeEvent, LifeEvents
from handlers.guides.bundles.whole import whole
from handlers.guides.guide import Guide, brief, read
from handlers.guides.matching import by_documents, by_title
from handlers.guides.materials import is_named, written
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer, recall
from handlers.talk.turn import Heard, hear, say, step
from knowledge.documents.document import Kind
from knowledge.documents.guide import Mark, Material
from knowledge.documents.personal_list import questions

_HOLDER = (
    r"(?:(?:我|我们|手上|手头|手里|身上|现在|目前|已经|就|只|都|材料|^){1,4}"
    r"(?:有|带了|带着|备了|准备了|准备好了|备好了|拿了|拿着|找到了|只有))"
)
HOLDS = re.compile(
    _HOLDER
    + r"(?P<papers>[^?？。!！]{2,60}?)[,，;；、\s]{0,3}(?:这些|了|那)?[,，\s]{0,3}(?:还|够|齐|行不行|可以了|能办)"
)
# 我有身份证，办结婚登记够不够 names the matter behind the papers.
PURPOSE = re.compile(r"[,，;；\s]{0,3}(?:想|要|去|来){0,2}(?:办理?|申请|申领|领取?|报名)[^,，]{0,30}$")
# What stands around the matter once papers and question are taken out.
ROUND = re.compile(f"{_HOLDER}(?=，)|[,，\\s]")
ASKS = re.compile(
    r"还(?:差|缺|少|要|需要|得|有)(?:带|拿|准备|交|补)?(?:些|点)?(?:什么|啥|哪些|么子|别的|其他|不|吗|几样)|够不够|够(?:了)?[吗么没]|齐(?:了)?[吗么没]|齐不齐|还要不要(?:别的|其他)|还缺不缺|还差不差|能办[了吗么]"
)
LONGEST_WORDS_LETTERS = 120
PLACE_LETTERS = 60
QUESTION_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What of a list is there, and what is not, by what has to be done about it."""

    held: tuple[Material, ...]
    bring: tuple[Material, ...]
    later: tuple[Material, ...]
    waived: tuple[Material, ...]


def lack(listed: Sequence[Material], papers: str) -> Shortfall:
    """Give what is still missing of a list for somebody who has the papers that some words name."""
    words = written(papers)
    held = tuple(one for one in listed if is_named(one.name, words))
    rest = [one for one in listed if one not in held]

    def marked(*marks: Mark) -> tuple[Material, ...]:
        return tuple(one for one in rest if one.mark in marks)

    return Shortfall(
        tuple(one for one in held if one.mark is not Mark.WAIVED),
        marked(Mark.REQUIRED, Mark.LICENCE),
        marked(Mark.LATER),
        tuple(one for one in listed if one.mark is Mark.WAIVED),
    )


def papers_said(said: str) -> str:
    """Give the words that name what somebody has and asks what is missing beside; empty for any other message."""
    if len(said) > LONGEST_WORDS_LETTERS or not ASKS.search(said):
        return ""
    found = HOLDS.search(said)
    return PURPOSE.sub("", found["papers"]) if found else ""


def matter_said(said: str) -> str:
    """Give what is left of such a message: the matter, where it names one."""
    rest = said.replace(papers_said(said), "，")
    return ROUND.sub("", ASKS.sub("", rest))


@dataclass(frozen=True, slots=True)
class _Sought:
    """The matter whose list is meant: a guide, or an event with its merged list."""

    title: str
    guides: tuple[Guide, ...]
    listed: tuple[Material, ...]
    place: str
    link: str


class TellLack:
    """Looks for messages that tell what is there and ask what is missing."""

    def __init__(
        self, wording: Wording, *, bundles: LifeEvents, library: Library, sources: Sources, clock: Clock
    ) -> None:
        self._wording = wording
        self._bundles = bundles
        self._library = library
        self._sources = sources
        self._clock = clock

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Tell it; None where nothing of the kind is asked, or no matter is known of which it could be."""
        heard = hear(tracker)
        if heard.emergency or heard.kind != "text" or tracker.active_loop_name or heard.slot("guide"):
            return None
        papers = papers_said(heard.said)
        sought = await self._sought(heard, recall(tracker)) if papers else None
        if sought is None or not sought.listed:
            return None
        text = self._words(sought, lack(sought.listed, papers))
        document = sought.guides[0].document
        card = (
            Card(self._wording("guides.checklist"), sought.title, sought.link)
            if questions(sought.listed).any
            else None
        )
        steps = (
            step(self._wording("guides.steps.whole"), "service_guide", guide=document.id),
            step(self._wording("guides.steps.source"), "show_source", document=document.id),
        )
        shown = Assurance(Degree.SURE, quotations=(Quotation(document.id, text),))
        say(dispatcher, tracker, text, steps=steps, assurance=shown, card=card)
        return [LastAnswer(mask_text(heard.said)[:QUESTION_LETTERS], sought.title, document.id).event()]

    async def _sought(self, heard: Heard, last: LastAnswer | None) -> _Sought | None:
        """Give the guide or the event that is named beside the papers, else what was talked about."""
        known, matter = await self._library.guides(), matter_said(heard.said)
        if named := by_title(known, matter):
            return (
                self._of_guide(read(named[0], self._library.text(named[0].id))) if len(named) == 1 else None
            )
        if event := self._bundles.named(matter):
            return self._of_event(event)
        if last is None:
            return None
        if event := next((one for one in self._bundles.listed if one.name == last.topic), None):
            return self._of_event(event)
        about = self._library.document(last.document)
        guides = by_documents(known, [about])[:1] if about else []
        return self._of_guide(read(guides[0], self._library.text(guides[0].id))) if guides else None

    def _of_event(self, event: LifeEvent) -> _Sought | None:
        told = whole(event, self._library)
        if not told.guides:
            return None
        return _Sought(event.name, told.guides, told.flat(), event.window, self._sources.bundle(event.key))

    def _of_guide(self, guide: Guide) -> _Sought | None:
        if guide.document.kind is not Kind.GUIDE:
            return None
        return _Sought(
            guide.document.title,
            (guide,),
            guide.materials(),
            brief(guide.element("place"), PLACE_LETTERS)[0],
            self._sources.checklist(guide.document),
        )

    def _words(self, sought: _Sought, told: Shortfall) -> str:
        today = local_date(self._clock.now())
        lines = [
            self._named("guides.lacking.held", told.held),
            self._listed(told.bring) if told.bring else self._wording("guides.lacking.nothing"),
            self._named("guides.lacking.later", told.later),
            self._named("guides.lacking.waived", told.waived),
            self._wording("guides.lacking.place", place=sought.place) if sought.place else "",
        ]
        document = sought.guides[0].document
        return self._wording(
            "guides.lacking.show",
            title=sought.title,
            sample=self._wording("policy.source.sample") if document.sample else "",
            lines="\n".join(filter(None, lines)),
            source=self._sources.line(document, today),
        )

    def _named(self, key: str, listed: Sequence[Material]) -> str:
        names = "、".join(f"{one.name}（{one.until}）" if one.until else one.name for one in listed)
        return self._wording(key, names=names) if listed else ""

    def _listed(self, listed: Sequence[Material]) -> str:
        lines = [
            self._wording(
                "guides.lacking.item",
                name=one.name,
                note=self._wording("guides.needed.note", note=one.note) if one.note else "",
            )
            for one in listed
        ]
        return "\n".join([self._wording("guides.lacking.bring", count=len(listed)), *lines])
