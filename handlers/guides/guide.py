"""A service guide (办事指南) read from its document: the elements a citizen asks for, each under its heading."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.published.library import plain
from knowledge.documents.document import Document
from knowledge.documents.guide import Material, materials, parts

LINE_END = re.compile(r"[。；;\n]")
COMMA = re.compile("[，,、]")
ITEM = re.compile(r"^(?:[-*•]|\d+[.、．])[ \t]*")


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide's elements by name (`knowledge.documents.guide.HEADINGS`); `parts` are their words with the marks of the text."""

    document: Document
    elements: Mapping[str, str]
    parts: Mapping[str, str]

    def element(self, name: str) -> str:
        """Give the words of an element, empty when the guide has none."""
        return self.elements.get(name, "")

    def materials(self) -> tuple[Material, ...]:
        """Give the materials with what has to be done about each."""
        return materials(self.parts.get("materials", ""))


def read(document: Document, text: str) -> Guide:
    """Read the elements of a guide's text; headings that name no element are left to the whole document."""
    elements_read = parts(text)
    elements = {name: words for name, body in elements_read.items() if (words := plain(body))}
    return Guide(document, elements, elements_read)


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
