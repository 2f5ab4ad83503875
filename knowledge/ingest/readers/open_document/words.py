"""The words of a paragraph as they are seen: blanks and line ends written as elements, raised signs, struck-out words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from knowledge.ingest import limits
from knowledge.ingest.readers.office.relations import linked
from knowledge.ingest.readers.signs import shifted

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
_SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
# What lies over the words, or stands beside them for whoever writes the file.
_APART = frozenset({f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}note", f"{TEXT}ruby-text"})
_PARENTS = 12
_AS_BLANKS = str.maketrans("\t\r\n", "   ")


@dataclass(frozen=True, slots=True)
class WordLook:
    """How a style shows words: crossed out, raised or lowered, or not at all."""

    struck: bool = False
    raised: bool = False
    lowered: bool = False
    hidden: bool = False

    def within(self, inner: "WordLook") -> "WordLook":
        """Give the look of words of another style inside words of this one."""
        moved = inner if inner.raised or inner.lowered else self
        return WordLook(self.struck or inner.struck, moved.raised, moved.lowered, self.hidden or inner.hidden)


PLAIN = WordLook()


def looks_of(*roots: Element) -> dict[str, WordLook]:
    """Give the looks of the named styles; one that says nothing has its parent's."""
    styles = {
        str(style.get(f"{STYLE}name")): style
        for root in roots
        for style in root.iter(f"{STYLE}style")
        if style.get(f"{STYLE}family") in {"text", "table-cell", "paragraph"}
    }
    return {name: _look(style, styles) for name, style in styles.items()}


def _look(style: Element, styles: dict[str, Element]) -> WordLook:
    """Give a style's look; the chain of its parents is followed a few steps, as a damaged one may go in a ring."""
    struck, position, display = None, None, None
    at: Element | None = style
    for _ in range(_PARENTS):
        properties = None if at is None else at.find(f"{STYLE}text-properties")
        if properties is not None:
            struck = properties.get(f"{STYLE}text-line-through-style") if struck is None else struck
            position = properties.get(f"{STYLE}text-position") if position is None else position
            display = properties.get(f"{TEXT}display") if display is None else display
        at = None if at is None else styles.get(at.get(f"{STYLE}parent-style-name") or "")
    place = (position or "").split(" ")[0]
    lowered = place == "sub" or (place.startswith("-") and place != "-0%")
    raised = place == "super" or (place.endswith("%") and not lowered and place not in {"0%", "-0%"})
    return WordLook(struck not in {None, "none"}, raised, lowered, display == "none")


@dataclass(slots=True)
class WordReader:
    """Reads paragraphs; counts what it leaves out, and keeps crossed-out words to be named.

    In a text (`in_text`) footnotes are cited by their number and boxes with words are kept for whoever reads paragraphs.
    """

    looks: dict[str, WordLook]
    in_text: bool = False
    missed: Counter[str] = field(default_factory=Counter)
    struck: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    cited: list[Element] = field(default_factory=list)

    def read(self, paragraph: Element, look: WordLook = PLAIN) -> str:
        """Give the words of a paragraph; `look` is that of its style."""
        return "".join(self._parts(paragraph, look))

    def _parts(self, parent: Element, look: WordLook) -> Iterator[str]:
        yield self._said(_bare(parent.text), look)
        for child in parent:
            yield self._child(child, look)
            yield self._said(_bare(child.tail), look)

    def _child(self, child: Element, look: WordLook) -> str:
        if child.tag == f"{TEXT}s":
            return " " * number(child, f"{TEXT}c", most=limits.COLUMNS)
        if child.tag in _SIGNS:
            return _SIGNS[child.tag]
        if self.in_text and child.tag == f"{TEXT}note":
            self.cited.append(child)
            return f"（见注{len(self.cited)}）"
        if child.tag in _APART:
            return ""
        if child.tag.startswith(DRAW) and child.tag != f"{DRAW}a":
            self._drawn(child)
            return ""
        own = self.looks.get(child.get(f"{TEXT}style-name") or "", PLAIN)
        words = "".join(self._parts(child, look.within(own)))
        return linked(words, child.get(f"{XLINK}href") or "") if child.tag == f"{TEXT}a" else words

    def _drawn(self, shape: Element) -> None:
        boxes = [one for one in shape.iter(f"{DRAW}text-box") if self.in_text]
        objects = shape.find(f"{DRAW}object")
        self.boxes += boxes[:1]
        if objects is not None:
            self.missed["objects"] += 1
        elif not boxes:
            self.missed["pictures"] += 1

    def _said(self, words: str, look: WordLook) -> str:
        if look.hidden:
            self.missed["hidden"] += bool(words.strip())
            return ""
        if look.struck and words.strip():
            self.struck.append(words)
            return ""
        return shifted(words, raised=look.raised) if look.raised or look.lowered else words


def _bare(words: str | None) -> str:
    """Give words with their blanks as the standard counts them: a row of them is one."""
    inside = (words or "").translate(_AS_BLANKS)
    while "  " in inside:
        inside = inside.replace("  ", " ")
    return inside


def number(element: Element, name: str, *, most: int) -> int:
    """Give a count that an element states, 1 where it states none, at most `most`."""
    said = element.get(name) or ""
    if not (said.isascii() and said.isdecimal()) or not said.strip("0"):
        return 1
    return most if len(said.lstrip("0")) > len(str(most)) else min(int(said), most)
