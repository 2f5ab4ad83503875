"""The lists of an OpenDocument text: which paragraph is counted in which, and how its number is written."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.ingest.readers.open_document.words import STYLE, TEXT, number
from knowledge.ingest.readers.word_numbering import Level, Numbering

OUTLINE = "outline"
MOST_LEVELS = 10
MOST_NUMBER = 9_999
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting", "壹, 贰, 叁, ...": "chineseCounting", "①, ②, ③, ...": "decimalEnclosedCircle",
}  # fmt: skip


class NumberedLists:
    """The lists as they come: one that goes on with another counts on with it, any other begins anew."""

    def __init__(self, *roots: Element) -> None:
        """Take the list styles of a document."""
        self._styles = {
            str(style.get(f"{STYLE}name")): dict(_levels(style))
            for root in roots
            for style in root.iter(f"{TEXT}list-style")
        }
        self._numbering = Numbering(None)
        self._last: dict[str, str] = {}
        self._named: dict[str, str] = {}
        for root in roots:
            for style in root.iter(f"{TEXT}outline-style"):
                self._numbering.define(OUTLINE, dict(_levels(style)), counted_with=OUTLINE)

    def open(self, element: Element, style: str) -> str:
        """Give the name under which the paragraphs of a list are counted; `style` is the one that holds outside of it."""
        style = element.get(f"{TEXT}style-name") or style
        goes_on = element.get(f"{TEXT}continue-list") or ""
        if goes_on in self._named:
            name = self._named[goes_on]
        elif element.get(f"{TEXT}continue-numbering") == "true" and style in self._last:
            name = self._last[style]
        else:
            name = f"{style} {len(self._named)}"
            self._numbering.define(name, self._styles.get(style, {}), counted_with=name)
        self._last[style] = name
        self._named[element.get(_ID) or f" {len(self._named)}"] = name
        return name

    def label(self, name: str, level: int, item: Element | None = None) -> str:
        """Count a paragraph and give what stands before it; `item` may state the number it begins with."""
        if item is not None and item.get(f"{TEXT}start-value"):
            self._numbering.begin(name, level, number(item, f"{TEXT}start-value", most=MOST_NUMBER))
        return self._numbering.label(name, level)


def _levels(style: Element) -> Iterator[tuple[int, Level]]:
    for one in style:
        at = number(one, f"{TEXT}level", most=MOST_LEVELS) - 1
        if one.tag in {f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"}:
            yield at, _counted(one, at)
        elif one.tag == f"{TEXT}list-level-style-bullet":
            yield at, Level(1, "bullet", "")


def _counted(one: Element, at: int) -> Level:
    before, after = one.get(f"{STYLE}num-prefix") or "", one.get(f"{STYLE}num-suffix") or ""
    said = one.get(f"{STYLE}num-format") or ""
    if not said:
        return Level(1, "none", f"{before}{after}".strip())
    shown = number(one, f"{TEXT}display-levels", most=at + 1)
    places = ".".join(f"%{place + 1}" for place in range(at + 1 - shown, at + 1))
    start = number(one, f"{TEXT}start-value", most=MOST_NUMBER)
    return Level(start, _FORMS.get(said, "decimal"), f"{before}{places}{after}".strip())
