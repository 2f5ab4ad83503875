"""The simulator's own XML: written as the platform writes it, read as strictly as the platform may."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

Value = str | int | float | Sequence["Field"]
Field = tuple[str, Value]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX_DEPTH = 8


class MarkupError(ValueError):
    """The text is not the XML that the protocol allows; the message says why, in Chinese."""


@dataclass(slots=True)
class Node:
    """One element."""

    name: str
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def all(self, name: str) -> list["Node"]:
        """Give every child of that name."""
        return [child for child in self.children if child.name == name]

    def child(self, name: str) -> "Node":
        """Give the only child of that name; raises MarkupError when it is missing or repeated."""
        found = self.all(name)
        if len(found) != 1:
            raise MarkupError(f"{self.name} 下应有且只有一个 {name}")
        return found[0]

    def value(self, name: str, default: str | None = None) -> str:
        """Give the text of a scalar child; without a default a missing one raises MarkupError."""
        if default is not None and not self.all(name):
            return default
        node = self.child(name)
        if node.children:
            raise MarkupError(f"{name} 应是文字，不应再有下级")
        return node.text


def write(fields: Sequence[Field]) -> str:
    """Give `<xml>…</xml>` with strings in CDATA and numbers bare."""
    return f"<xml>{_written(fields)}</xml>"


def read(text: str) -> Node:
    """Give the root of a document; raises MarkupError for a DOCTYPE, a wrong root, or anything malformed."""
    reader = _Reader()
    try:
        reader.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise MarkupError(f"不是合法的XML：第{error.lineno}行") from error
    except UnicodeEncodeError as error:
        raise MarkupError("不是合法的UTF-8") from error
    return reader.root()


def _written(fields: Sequence[Field]) -> str:
    return "".join(f"<{name}>{_content(value)}</{name}>" for name, value in fields)


def _content(value: Value) -> str:
    if isinstance(value, str):
        safe = _FORBIDDEN.sub("", value).replace("]]>", "]]]]><![CDATA[>")
        return f"<![CDATA[{safe}]]>"
    if isinstance(value, int | float):
        return str(value)
    return _written(value)


class _Reader:
    """Builds the tree while expat reads; refuses declarations before any entity could be defined."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._open: list[Node] = []
        self._root: Node | None = None

    def root(self) -> Node:
        if self._root is None or self._root.name != "xml":
            raise MarkupError("最外层应是 xml")
        return self._root

    def _start(self, name: str, _attributes: Any) -> None:
        node = Node(name)
        if len(self._open) >= _MAX_DEPTH:
            raise MarkupError("层级过深")
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _characters(self, data: str) -> None:
        self._open[-1].text += data

    def _doctype(self, *_declaration: Any) -> None:
        raise MarkupError("不允许 DOCTYPE")
