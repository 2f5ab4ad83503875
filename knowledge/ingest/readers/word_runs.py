"""The words inside a Word paragraph: what a reader sees, without deleted text, field codes and hidden text."""

from xml.etree.ElementTree import Element

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.readers.word_numbering import W

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    [f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "rt", "sdtPr")]
    + [_ALTERNATIVE]
)
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_BOX = f"{W}txbxContent"
_SIGNS = {f"{W}tab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}


class RunReader:
    """Reads paragraphs; counts pictures and hidden stretches, which are not read."""

    def __init__(self, footnotes: Element | None) -> None:
        self._notes = {}
        self._cited: list[str] = []
        self.pictures = 0
        self.hidden = 0
        if footnotes is not None:
            self._notes = {str(note.get(f"{W}id")): note for note in footnotes.iter(f"{W}footnote")}

    def read(self, paragraph: Element) -> tuple[str, list[Element]]:
        """Give the text of a paragraph, and the text boxes anchored in it."""
        words: list[str] = []
        boxes: list[Element] = []
        self._walk(paragraph, words, boxes, depth=0)
        return "".join(words), boxes

    def footnotes(self) -> list[str]:
        """Give the footnotes cited so far, each as a line of its own."""
        lines = []
        for at, name in enumerate(self._cited, start=1):
            words: list[str] = []
            self._walk(self._notes[name], words, [], depth=0)
            lines.append(f"注{at}：{''.join(words).strip()}")
        return lines

    def _walk(self, parent: Element, words: list[str], boxes: list[Element], *, depth: int) -> None:
        if depth > limits.NESTING:
            raise Refusal("too_deep")
        for child in parent:
            if child.tag in _SKIPPED or self._is_hidden(child):
                continue
            if child.tag in {f"{W}t", _MATH}:
                words.append(child.text or "")
            elif child.tag in _SIGNS:
                words.append(_SIGNS[child.tag])
            elif child.tag == f"{W}br":
                words.append("" if child.get(f"{W}type") in {"page", "column"} else "\n")
            elif child.tag == f"{W}footnoteReference":
                words.append(self._cite(str(child.get(f"{W}id"))))
            elif child.tag == _BOX:
                boxes.append(child)
            else:
                before = len(boxes)
                self._walk(child, words, boxes, depth=depth + 1)
                self.pictures += child.tag in _PICTURES and len(boxes) == before

    def _is_hidden(self, run: Element) -> bool:
        mark = run.find(f"{W}rPr/{W}vanish") if run.tag == f"{W}r" else None
        hidden = mark is not None and mark.get(f"{W}val") not in {"0", "false"}
        self.hidden += hidden
        return hidden

    def _cite(self, name: str) -> str:
        if name not in self._notes:
            return ""
        if name not in self._cited:
            self._cited.append(name)
        return f"（见注{self._cited.index(name) + 1}）"
