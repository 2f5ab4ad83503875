"""A service guide (办事指南) read from its document: the elements a citizen asks for, each under its heading."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from handlers.library import plain
from knowledge.document import Document

HEADING = re.compile(r"^##[ \t]+([^\n]+?)[ \t#]*$", re.MULTILINE)
LINE_END = re.compile(r"[。；;\n]")
COMMA = re.compile("[，,、]")
ITEM = re.compile(r"^(?:[-*•]|\d+[.、．])[ \t]*")

# Guides of other counties head their parts in other words; these say which element is meant.
HEADINGS = {
    "conditions": ("条件", "对象", "范围"),
    "materials": ("材料",),
    "steps": ("流程", "程序", "步骤"),
    "place": ("地点", "受理点", "地址"),
    "hours": ("受理时间", "办公时间", "办理时间"),
    "limit": ("时限", "期限"),
    "fee": ("收费", "费用"),
    "complaint": ("投诉", "监督"),
    "phone": ("咨询", "电话"),
}


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide's elements by name (`HEADINGS`); an element the document does not have is missing."""

    document: Document
    elements: Mapping[str, str]

    def element(self, name: str) -> str:
        """Give the words of an element, empty when the guide has none."""
        return self.elements.get(name, "")


def read(document: Document, text: str) -> Guide:
    """Read the elements of a guide's text; headings that name no element are left to the whole document."""
    elements: dict[str, str] = {}
    found = list(HEADING.finditer(text))
    for heading, following in zip_longest(found, found[1:]):
        end = following.start() if following else len(text)
        name = _element(heading[1])
        body = plain(text[heading.end() : end])
        if name and body:
            elements.setdefault(name, body)
    return Guide(document, elements)


def brief(text: str, limit: int) -> tuple[str, bool]:
    """Give the beginning of an element on one line, cut behind a sentence or an item, and whether something is left."""
    lines = [ITEM.sub("", line.strip()).rstrip("；;。，,") for line in text.split("\n") if line.strip()]
    kept = ""
    for line in lines:
        joined = f"{kept}；{line}" if kept and not kept.endswith(("：", ":")) else kept + line
        if kept and len(joined) > limit:
            return kept, True
        kept = joined
    if len(kept) <= limit:
        return kept, False
    ends = [found.start() for found in LINE_END.finditer(kept, 0, limit)]
    commas = [found.start() for found in COMMA.finditer(kept, 0, limit)]
    return kept[: (ends or commas or [limit])[-1]], True


def _element(heading: str) -> str | None:
    return next((name for name, words in HEADINGS.items() if any(word in heading for word in words)), None)
