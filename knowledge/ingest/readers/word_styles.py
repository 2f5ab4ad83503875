"""What a Word style means for the structure of a text: heading level, title, contents list, numbering."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from knowledge.ingest.readers.word_numbering import W

_HEADING = re.compile(r"^(?:heading|标题) ?(\d)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|目录) ?\d$|^toc heading$", re.IGNORECASE)
OUTLINE_LEVELS = 9
_INHERITED_STYLES = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; `outline` counts from 0 (None for body text), `size` is in half points."""

    outline: int | None = None
    is_title: bool = False
    is_contents: bool = False
    list_id: str = ""
    list_level: int = 0
    centred: bool = False
    size: int = 0


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class RunLook:
    """What of a stretch's look changes what it says: crossed out, hidden, raised (superscript) or lowered (subscript)."""

    struck: bool = False
    hidden: bool = False
    level: str = ""


PLAIN_RUN = RunLook()
_OFF = frozenset({"0", "false", "off"})
_LEVELS = frozenset({"superscript", "subscript"})


def read_run_looks(root: Element | None) -> dict[str, RunLook]:
    """Give the looks that styles of characters bear, by their ids, each with what it inherits."""
    raw = {str(one.get(f"{W}styleId")): one for one in root.iter(f"{W}style")} if root is not None else {}
    looks: dict[str, RunLook] = {}
    for name, style in raw.items():
        if style.get(f"{W}type") == "character":
            look = PLAIN_RUN
            for one in reversed(_chain(name, raw)):
                properties = one.find(f"{W}rPr")
                look = look if properties is None else _changed(look, properties)
            looks[name] = look
    return looks


def run_look(properties: Element, looks: Mapping[str, RunLook]) -> RunLook:
    """Give the look of a stretch by its own properties, and by its style where they leave something open."""
    style = properties.find(f"{W}rStyle")
    look = PLAIN_RUN if style is None else looks.get(style.get(f"{W}val") or "", PLAIN_RUN)
    return _changed(look, properties)


def _changed(look: RunLook, properties: Element) -> RunLook:
    strokes = [one for name in ("strike", "dstrike") if (one := properties.find(f"{W}{name}")) is not None]
    hidden, level = properties.find(f"{W}vanish"), properties.find(f"{W}vertAlign")
    if not strokes and hidden is None and level is None:
        return look
    return RunLook(
        any(one.get(f"{W}val") not in _OFF for one in strokes) if strokes else look.struck,
        look.hidden if hidden is None else hidden.get(f"{W}val") not in _OFF,
        look.level if level is None else found if (found := level.get(f"{W}val") or "") in _LEVELS else "",
    )


def read_styles(root: Element | None) -> dict[str, Style]:
    """Give the paragraph styles by their ids, each with what it inherits."""
    raw = {str(one.get(f"{W}styleId")): one for one in root.iter(f"{W}style")} if root is not None else {}
    return {name: _style(_chain(name, raw)) for name in raw}


def _chain(name: str, raw: dict[str, Element]) -> list[Element]:
    """Give a style and those it is based on, itself first; a circle ends."""
    chain: list[Element] = []
    while name in raw and len(chain) < _INHERITED_STYLES:
        chain.append(raw[name])
        based = raw[name].find(f"{W}basedOn")
        name = "" if based is None else str(based.get(f"{W}val"))
    return chain


def _style(chain: list[Element]) -> Style:
    name = _first(chain[:1], "name")
    heading = _HEADING.match(name)
    level = _first(chain, "pPr/outlineLvl")
    outline = int(heading[1]) - 1 if heading else int(level) if level.isdecimal() else None
    size = _first(chain, "rPr/sz")
    return Style(
        outline=outline if outline is not None and 0 <= outline < OUTLINE_LEVELS else None,
        is_title=name.lower() == "title",
        is_contents=_CONTENTS.match(name) is not None,
        list_id=_first(chain, "pPr/numPr/numId"),
        list_level=int(found) if (found := _first(chain, "pPr/numPr/ilvl")).isdecimal() else 0,
        centred=_first(chain, "pPr/jc") == "center",
        size=int(size) if size.isdecimal() else 0,
    )


def _first(chain: list[Element], path: str) -> str:
    """Give the nearest value a chain of styles has for a property."""
    steps = "/".join(f"{W}{step}" for step in path.split("/"))
    for style in chain:
        property_ = style.find(steps)
        if property_ is not None:
            return property_.get(f"{W}val") or ""
    return ""
