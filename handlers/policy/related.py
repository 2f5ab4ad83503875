"""Related matters after an answer (主动传索): only for whoever asked for them, at most two, once for an answer (capability K12)."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Wording
from handlers.published.library import Library
from handlers.published.sources import ended
from handlers.talk.turn import hear, say, step
from knowledge.answers.answer import Answer
from knowledge.documents.document import Document, Kind

Events = list[dict[str, Any]]
SLOT = "related_wanted"
MOST = 2
MOST_TIED = 10
ABOUT, ON, OFF = "related", "on", "off"
# What is worth reading on beside an answer: a rule, what explains it, how a matter is done.
WORTH = frozenset({Kind.POLICY, Kind.INTERPRETATION, Kind.GUIDE, Kind.RESPONSE})

_OPEN = (
    r"(?:请|麻烦|我|以后|今后|每次|(?:回答|答)(?:完|之后|以后|后)?|都|也|想|要|帮我|给我|能不能|可以|把){0,6}"
)
_WHAT = r"(?:相关|有关|关联)(?:的?(?:推荐|内容|事项|信息|政策|文件|提示)|的)"
_END = r"(?:功能|吧|了|吗|给我|一下|[。.!！?？]){0,4}"
WANTED = re.compile(
    rf"{_OPEN}(?:开启|打开|开通|启用|开一?下|附上|带上|附带|主动推荐|推荐){_WHAT}{_END}|{_WHAT}(?:开启|打开|开通|启用|开一?下){_END}"
)
UNWANTED = re.compile(
    rf"{_OPEN}(?:关闭|关掉|取消|停掉|停用|不要|不用|不需要|别|不想看)(?:再|附上|附带|带上|推荐|主动推荐|给我|看){{0,3}}{_WHAT}{_END}|{_WHAT}(?:关闭|关掉|取消|停掉|停用){_END}"
)


def wants_related(tracker: Tracker) -> bool:
    """Whether this citizen asked for related matters; whoever said nothing did not."""
    return tracker.slots.get(SLOT) is True


def related(
    answer: Answer, library: Library, *, besides: Collection[str], today: date
) -> tuple[Document, ...]:
    """Give what stands beside an answer's document and is in force: what is tied to it, what is tied to that, what also came near.

    `besides` are the ids that the answer shows or offers anyway.
    """
    tied = library.tied(answer.citation.document.id)[:MOST_TIED]
    beyond = (document for one in tied for document in library.tied(one.id)[:MOST_TIED])
    near = (*tied, *beyond, *(further.document for further in answer.further))
    chosen: dict[str, Document] = {}
    for document in near:
        if document.kind in WORTH and document.id not in besides and not ended(document, today):
            chosen.setdefault(document.id, document)
    return tuple(chosen.values())[:MOST]


class RelatedChoice:
    """Looks at messages that want related matters after answers, or want them no more."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Keep the choice and say so; None for a message that asks something else."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.kind != "text":
            return None
        chosen = heard.slot("value") if heard.slot("about") == ABOUT else ""
        if chosen == ON or WANTED.fullmatch(heard.said):
            off = step(self._wording("policy.related.stop"), "ask_policy", about=ABOUT, value=OFF)
            say(dispatcher, tracker, self._wording("policy.related.begun"), steps=(off,))
            return [SlotSet(SLOT, True)]
        if chosen == OFF or UNWANTED.fullmatch(heard.said):
            on = step(self._wording("policy.related.start"), "ask_policy", about=ABOUT, value=ON)
            say(dispatcher, tracker, self._wording("policy.related.stopped"), steps=(on,))
            return [SlotSet(SLOT, None)]
        return None
