"""The entry for enterprises (政企直通车): what they can do here, each a step; and the policies that are made for them."""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from handlers.published.library import Library
from handlers.talk.turn import hear, say, step
from knowledge.documents.document import Audience, Document, Kind

Events = list[dict[str, Any]]
POLICIES_SHOWN = 8
LONGEST_LETTERS = 20
FIRM = "(?:企业|公司|商户|个体户|个体工商户|市场主体)"
ENTRY = re.compile(
    rf"(?:请?打开|进入?|我要|我想|看看|看)?(?:政企(?:直通车|直通|服务)|{FIRM}(?:服务|办事)?(?:专区|专栏|入口|频道|通道|直通车|菜单|服务))"
    rf"|(?:我们?|咱们?|这里)?是(?:一?家|个|一个|做)?(?:小|小微|民营)?{FIRM}(?:的)?"
)
POLICIES = re.compile(
    rf"(?:你们|咱们|县里|这里)?(?:现在|目前|最近)?(?:都)?有?(?:什么|哪些|啥)?(?:惠企|助企|涉企|(?:扶持|支持|帮扶|优惠){FIRM}的?)政策(?:有哪些|有什么|有啥|清单|列表|大全)?"
)

# What is shown, and the words that ask for it.
ASKED = (
    ("general.enterprise.steps.matters", "general.enterprise.asks.matters"),
    ("general.enterprise.steps.policies", "general.enterprise.asks.policies"),
    ("general.enterprise.steps.register", "general.enterprise.asks.register"),
    ("general.enterprise.steps.opinions", "general.enterprise.asks.opinions"),
)
BEGUN = (
    ("general.enterprise.steps.visit", "appointment"),
    ("general.enterprise.steps.complaint", "appeal"),
    ("general.enterprise.steps.person", "talk_to_human"),
)


class EnterpriseDoor:
    """Looks at what is said; answers only words that mean the entry or the list of policies, and nothing besides."""

    def __init__(self, wording: Wording, *, library: Library) -> None:
        self._wording = wording
        self._library = library

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Show the entry or the policies; None for words that ask for something else."""
        heard = hear(tracker)
        said = heard.said.rstrip("?？。！!呀啊呢吗 ")
        if tracker.active_loop_name or heard.emergency or not 0 < len(said) <= LONGEST_LETTERS:
            return None
        if ENTRY.fullmatch(said):
            text, steps = self._wording("general.enterprise.menu"), self._doors()
        elif POLICIES.fullmatch(said) and (found := await self._policies()):
            text = self._wording("general.enterprise.policies", count=len(found))
            steps = tuple(step(one.title, "show_source", document=one.id) for one in found[:POLICIES_SHOWN])
        else:
            return None
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose"))
        return []

    def _doors(self) -> tuple[Choice, ...]:
        """Give the ways in: words that are understood like anybody's, and the beginnings of forms."""
        asked = tuple(Choice(self._wording(label), self._wording(asks)) for label, asks in ASKED)
        begun = tuple(step(self._wording(label), intent) for label, intent in BEGUN)
        return (*asked, *begun)

    async def _policies(self) -> Sequence[Document]:
        """Give the policies that concern enterprises, those that concern nobody else first."""
        found = [
            one
            for one in await self._library.everything()
            if one.kind is Kind.POLICY and Audience.ENTERPRISE.value in one.audience
        ]
        return sorted(found, key=lambda one: (len(one.audience), one.title))
