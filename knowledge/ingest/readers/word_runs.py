"""The words inside a Word paragraph: what a reader sees, without deleted, crossed-out and hidden text and field codes."""

from collections import Counter
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.readers.office.formulas import MATH, formula
from knowledge.ingest.readers.office.relations import ID, Relation, linked
from knowledge.ingest.readers.signs import shifted
from knowledge.ingest.readers.word_numbering import W
from knowledge.ingest.readers.word_styles import PLAIN_RUN, RunLook, run_look

_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    [f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "rt", "sdtPr")]
    + [_ALTERNATIVE]
)
_PICTURES = {f"{W}drawing": "pictures", f"{W}pict": "pictures", f"{W}object": "objects"}
_BOX = f"{W}txbxContent"
# Boxes to tick and strokes that a font of signs draws.
_DRAWN = {
    "52": "☑", "53": "☒", "54": "☒", "fe": "☑", "fd": "☒", "a3": "□", "a8": "□", "6f": "□", "fc": "√", "fb": "×", "6c": "●", "6e": "■",
    "d8": "➢", "9f": "•", "b7": "•",
}  # fmt: skip
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_SIGNS = {f"{W}tab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}


class RunReader:
    """Reads paragraphs; counts what is not read (pictures, objects, hidden stretches, documents within) and keeps what is crossed out."""

    def __init__(
        self,
        footnotes: Element | None,
        endnotes: Element | None = None,
        *,
        looks: Mapping[str, RunLook] | None = None,
        relations: Mapping[str, Relation] | None = None,
    ) -> None:
        self._notes: dict[str, Element] = {}
        self._cited: list[str] = []
        self._looks = looks or {}
        self._relations = relations or {}
        self.missed: Counter[str] = Counter()
        self.struck: list[str] = []
        for kind, root in (("footnote", footnotes), ("endnote", endnotes)):
            for note in root.iter(f"{W}{kind}") if root is not None else ():
                self._notes[f"{kind} {note.get(f'{W}id')}"] = note

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
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{W}r":
                self._run(child, words, boxes, depth=depth)
            elif child.tag == f"{W}hyperlink":
                self._link(child, words, boxes, depth=depth)
            elif child.tag == _BOX:
                boxes.append(child)
            elif (said := self._said(child)) is not None:
                words.append(said)
            else:
                before = len(boxes)
                self._walk(child, words, boxes, depth=depth + 1)
                if child.tag in _PICTURES and len(boxes) == before:
                    self.missed[_PICTURES[child.tag]] += 1

    def _said(self, child: Element) -> str | None:
        """Give what an element says by itself; None for one whose children say it."""
        if child.tag == f"{W}t":
            return child.text or ""
        if child.tag in MATH:
            return formula(child)
        if child.tag == f"{W}br":
            return "" if child.get(f"{W}type") in {"page", "column"} else "\n"
        if child.tag in _NOTES:
            return self._cite(f"{_NOTES[child.tag]} {child.get(f'{W}id')}")
        if child.tag == f"{W}subDoc":
            self.missed["parts"] += 1
            return ""
        return self._drawn(child) if child.tag == f"{W}sym" else _SIGNS.get(child.tag)

    def _run(self, run: Element, words: list[str], boxes: list[Element], *, depth: int) -> None:
        """Read a stretch of one look: hidden and crossed-out words are left out, raised and lowered ones said so."""
        properties = run.find(f"{W}rPr")
        look = PLAIN_RUN if properties is None else run_look(properties, self._looks)
        if look.hidden:
            self.missed["hidden"] += 1
            return
        if look == PLAIN_RUN:
            self._walk(run, words, boxes, depth=depth + 1)
            return
        said: list[str] = []
        self._walk(run, said, boxes, depth=depth + 1)
        if look.struck:
            self.struck.append("".join(said))
        else:
            words.append(shifted("".join(said), raised=look.level == "superscript"))

    def _link(self, link: Element, words: list[str], boxes: list[Element], *, depth: int) -> None:
        said: list[str] = []
        self._walk(link, said, boxes, depth=depth + 1)
        relation = self._relations.get(link.get(ID) or "")
        words.append(linked("".join(said), relation.target if relation and relation.external else ""))

    def _drawn(self, sign: Element) -> str:
        code = (sign.get(f"{W}char") or "").lower()
        known = _DRAWN.get(code[-2:]) if len(code) in {2, 4} and code[:-2] in {"", "f0", "00"} else None
        if known is None:
            self.missed["signs"] += 1
        return known or ""

    def _cite(self, name: str) -> str:
        if name not in self._notes:
            return ""
        if name not in self._cited:
            self._cited.append(name)
        return f"（见注{self._cited.index(name) + 1}）"
