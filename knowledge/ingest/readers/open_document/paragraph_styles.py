"""What a paragraph style of an OpenDocument text means: title, heading, centred, how large, of which list."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from knowledge.ingest.readers.open_document.words import STYLE, TEXT

FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_PARENTS = 12
_TITLE = re.compile(r"^(?:title|标题|文档标题)$", re.IGNORECASE)
_HALF_POINTS = 2
_POINTS = re.compile(r"^(\d{1,3})(?:\.\d+)?pt$")


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """`size` is in half points, 0 where nothing states one; `outline` counts from 1, 0 for body text."""

    is_title: bool = False
    centred: bool = False
    size: int = 0
    outline: int = 0
    list_style: str = ""


PLAIN = ParagraphStyle()


def paragraph_styles(*roots: Element) -> dict[str, ParagraphStyle]:
    """Give the paragraph styles by their names; one that says nothing has its parent's."""
    raw = {
        str(style.get(f"{STYLE}name")): style
        for root in roots
        for style in root.iter(f"{STYLE}style")
        if style.get(f"{STYLE}family") == "paragraph"
    }
    return {name: _style(name, raw) for name in raw}


def _style(name: str, raw: dict[str, Element]) -> ParagraphStyle:
    chain = _chain(name, raw)
    named = [one.get(f"{STYLE}display-name") or one.get(f"{STYLE}name") or "" for one in chain]
    align = _first(chain, f"{STYLE}paragraph-properties", f"{FO}text-align")
    size = _POINTS.match(_first(chain, f"{STYLE}text-properties", f"{FO}font-size"))
    outline = next((said for one in chain if (said := one.get(f"{STYLE}default-outline-level"))), "")
    lists = next((said for one in chain if (said := one.get(f"{STYLE}list-style-name"))), "")
    return ParagraphStyle(
        any(map(_TITLE.match, named)),
        align == "center",
        int(size[1]) * _HALF_POINTS if size else 0,
        int(outline) if outline in set("123456789") else 0,
        lists,
    )


def _chain(name: str, raw: dict[str, Element]) -> list[Element]:
    """Give a style and those it inherits from, a few steps, as a damaged chain may go in a ring."""
    found: list[Element] = []
    at = raw.get(name)
    while at is not None and len(found) < _PARENTS:
        found.append(at)
        at = raw.get(at.get(f"{STYLE}parent-style-name") or "")
    return found


def _first(chain: list[Element], part: str, name: str) -> str:
    for one in chain:
        properties = one.find(part)
        said = None if properties is None else properties.get(name)
        if said:
            return said
    return ""


def heading_level(paragraph: Element, style: ParagraphStyle) -> int:
    """Give the level of a heading from 1, 0 for any other paragraph."""
    said = paragraph.get(f"{TEXT}outline-level") or ""
    if paragraph.tag != f"{TEXT}h":
        return style.outline
    return int(said) if said in set("123456789") else style.outline or 1
