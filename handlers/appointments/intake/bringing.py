"""What has to be brought, in the words of the matter's guide; nothing is made up where there is none."""

from collections.abc import Callable

from handlers.published.library import Library
from knowledge.documents.guide import Mark, materials, parts

BROUGHT_SHOWN = 5
LONGEST_LINE_LETTERS = 110

Bringing = Callable[[str], str]
"""Gives what to bring for the guide of an identifier, in one line; empty where nothing is known."""


def from_guides(library: Library) -> Bringing:
    """Give what the published guides say."""

    def bringing(guide: str) -> str:
        if not guide:
            return ""
        listed = materials(parts(library.text(guide)).get("materials", ""))
        names = list(dict.fromkeys(one.name for one in listed if one.mark in {Mark.REQUIRED, Mark.LICENCE}))
        line = "、".join(names[:BROUGHT_SHOWN])
        return line if len(line) <= LONGEST_LINE_LETTERS else f"{line[:LONGEST_LINE_LETTERS]}……"

    return bringing
