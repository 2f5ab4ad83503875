"""A strict reader for the platform's small XML: every body is hostile until it has passed here (protocol §4).

Expat does the reading; this module refuses what a push never has (a DOCTYPE, deep or wide trees, a second value
for a field) before anything is built from it.
"""

import re
import sys
from collections.abc import Callable
from xml.parsers import expat

from adapters.wechat.push.refusal import PushRefusal
from bot.text.characters import clean, is_clean

MAX_BYTES = 64 * 1024
MAX_DEPTH = 6
MAX_ELEMENTS = 400
ROOT = "xml"
# What stands in the first three is not read for references; one that is never closed reaches to the end.
_REFERENCES = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|&#(?:0*(?P<decimal>[0-9]{1,7})|x0*(?P<hex>[0-9A-Fa-f]{1,6}));",
    re.DOTALL,
)


class Element:
    """One element of a push: its text and its children in order."""

    __slots__ = ("children", "tag", "text")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.text = ""
        self.children: list[Element] = []

    def every(self, tag: str) -> list["Element"]:
        """Give all children of that name, one or many alike."""
        return [child for child in self.children if child.tag == tag]

    def only(self, tag: str) -> "Element | None":
        """Give the single child of that name, None when there is none; Refusal `field` when it repeats."""
        found = None
        for child in self.children:
            if child.tag == tag:
                if found is not None:
                    raise PushRefusal("field")
                found = child
        return found

    def value(self, path: str) -> str | None:
        """Give the text at a path like `ScanCodeInfo/ScanType`; Refusal `field` when repeated or not plain text."""
        section, _, tag = path.rpartition("/")
        holder = self.section(section) if section else self
        found = holder.only(tag) if holder is not None else None
        if found is None:
            return None
        if found.children:
            raise PushRefusal("field")
        return found.text

    def section(self, path: str) -> "Element | None":
        """Give the single element at a path of sections, None when one is absent; Refusal `field` on repeats."""
        found: Element | None = self
        for tag in path.split("/"):
            found = found.only(tag) if found is not None else None
        return found


class _Builder:
    """Builds the tree while expat reads, and stops it at the first excess."""

    def __init__(self) -> None:
        self.root = Element("")
        self._open = [self.root]
        self._count = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise PushRefusal("complexity")
        element = Element(tag)
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        self._open[-1].text += text


def _refuse_doctype(*_declaration: object) -> None:
    raise PushRefusal("doctype")


def _reader(builder: _Builder) -> Callable[[bytes | str, bool], int]:
    # The encoding is fixed, so a declaration such as encoding="gbk" cannot choose another decoder.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser.Parse


def parse(body: bytes) -> Element:
    """Give the root element of a body; raises Refusal: empty, size, utf8, doctype, xml or complexity."""
    _text_of(body)
    return _tree(body)


def parse_proven(body: bytes) -> Element:
    """Give the root element of a body whose sender is proven, as `parse_text` does; raises Refusal as `parse` does."""
    return parse_text(_text_of(body))


def parse_text(message: str) -> Element:
    """Give the root element of a message that was sealed; raises Refusal: empty, doctype, xml or complexity.

    The platform passes on control characters that citizens type, which XML has no place for: they are dropped, as
    themselves and as references, and the rest is read.
    """
    if not message:
        raise PushRefusal("empty")
    return _tree(_REFERENCES.sub(_kept, clean(message)))


def _text_of(body: bytes) -> str:
    if not body:
        raise PushRefusal("empty")
    if len(body) > MAX_BYTES:
        raise PushRefusal("size")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise PushRefusal("utf8") from None


def _kept(found: re.Match[str]) -> str:
    """Give a reference back unless it names a character that XML forbids; anything else stands as it is."""
    decimal, hexadecimal = found["decimal"], found["hex"]
    if decimal is None and hexadecimal is None:
        return found[0]
    point = int(decimal) if decimal is not None else int(hexadecimal, 16)
    return found[0] if point <= sys.maxunicode and is_clean(chr(point)) else ""


def _tree(document: bytes | str) -> Element:
    builder = _Builder()
    try:
        _reader(builder)(document, True)
    except expat.ExpatError:
        raise PushRefusal("xml") from None
    (root,) = builder.root.children
    if root.tag != ROOT:
        raise PushRefusal("xml")
    return root
