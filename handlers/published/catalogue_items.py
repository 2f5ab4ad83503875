"""Catalogue items (公开事项) in the chat: whoever names one is given its five elements."""

import re
from collections.abc import Iterable
from datetime import date

from bot.message import Choice, Wording
from handlers.published.sources import Sources
from handlers.talk.turn import step
from knowledge.documents.document import Document

SHORTEST_TITLE_LETTERS = 4
SPACES = re.compile(r"\s+")
# Around an item's name only this may stand; any other word asks for something that the catalogue does not say.
AROUND = re.compile(
    r"请问|麻烦|你好|您好|我想|我要|想|帮我|查一下|查下|查询|查|看看|看|了解|知道|一下|关于|这个|这项|的|是|有|吗|呢|啊|吧|了|在|哪里|哪儿|哪|"
    r"什么|怎么|多久|何时|时候|公开|目录|事项|要素|内容|依据|主体|时限|方式|单位|部门|负责|谁|由|信息|政府|县里|主动|告诉我|说说|[，。？！?!,.《》“”\"：:]"
)


def item_named(items: Iterable[Document], said: str) -> Document | None:
    """Give the item a message names and asks nothing else of; the longest name counts."""
    words = SPACES.sub("", said)
    items_named = [
        item for item in items if len(item.title) >= SHORTEST_TITLE_LETTERS and item.title in words
    ]
    for item in sorted(items_named, key=lambda one: -len(one.title)):
        if not AROUND.sub("", words.replace(item.title, "")):
            return item
    return None


def shown(item: Document, wording: Wording, sources: Sources, today: date) -> tuple[str, tuple[Choice, ...]]:
    """Give an item's five elements with its source, and what may be done next."""
    lines = item.elements.lines() if item.elements else ()
    text = wording(
        "catalogue.item.show",
        title=item.title,
        sample=wording("policy.source.sample") if item.sample else "",
        lines="\n".join(wording("catalogue.item.line", name=name, text=value) for name, value in lines),
        source=sources.line(item, today),
    )
    steps = (
        step(wording("guides.steps.source"), "show_source", document=item.id),
        step(wording("catalogue.item.request"), "disclosure_request", topic=item.title),
        step(wording("guides.steps.person"), "talk_to_human"),
    )
    return text, steps
