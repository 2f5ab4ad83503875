"""What has to be brought, in the words of the matter's guide; nothing is made up where there is none."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.message import Wording
from handlers.published.library import Library
from handlers.published.sources import Sources
from knowledge.documents.guide import Mark, Material, materials, parts
from knowledge.documents.personal_list import questions

BROUGHT_SHOWN = 5
LONGEST_LINE_LETTERS = 110


@dataclass(frozen=True, slots=True)
class Brought:
    """What everybody brings, in one line; empty where nothing is known. `checklist` is where one's own list is made, if it is another."""

    line: str = ""
    checklist: str = ""


Bringing = Callable[[str], Brought]
"""Gives what to bring for the guide of an identifier."""


def from_guides(library: Library, sources: Sources) -> Bringing:
    """Give what the published guides say: what some bring only is left to the list that asks."""

    def bringing(guide: str) -> Brought:
        document = library.document(guide) if guide else None
        if document is None:
            return Brought()
        listed = materials(parts(library.text(guide)).get("materials", ""))
        asked = questions(listed)
        everybody = [
            one
            for one in listed
            if one.mark in {Mark.REQUIRED, Mark.LICENCE, Mark.LATER} and not one.only and not one.situation
        ]
        line = "、".join(list(dict.fromkeys(map(_told, everybody)))[:BROUGHT_SHOWN])
        line = line if len(line) <= LONGEST_LINE_LETTERS else f"{line[:LONGEST_LINE_LETTERS]}……"
        return Brought(line, sources.checklist(document) if asked.any else "")

    return bringing


def _told(one: Material) -> str:
    """Give a material's name; what may follow later need not keep anybody at home."""
    return f"{one.name}（可以后补）" if one.mark is Mark.LATER else one.name


def bring_words(brought: Brought, wording: Wording, *, phone: str) -> str:
    """Give what to bring in words: the line, whom to ask where it is not known, and where one's own list is made."""
    key = "brought" if brought.line else "ask"
    line = wording(f"appointments.receipt.{key}", brought=brought.line, phone=phone)
    own = wording("appointments.receipt.checklist", link=brought.checklist) if brought.checklist else ""
    return "\n".join(filter(None, (line, own)))
