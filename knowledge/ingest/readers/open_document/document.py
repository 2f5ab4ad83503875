"""Reads OpenDocument texts (.odt): paragraphs with their computed numbers, headings, tables, boxes, footnotes."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.documents.draft import Refusal
from knowledge.documents.fields import clean
from knowledge.ingest import limits
from knowledge.ingest.readers import tables
from knowledge.ingest.readers.grid import spread_boxes
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.open_document.lists import OUTLINE, NumberedLists
from knowledge.ingest.readers.open_document.package import OpenPackage
from knowledge.ingest.readers.open_document.paragraph_styles import (
    PLAIN,
    ParagraphStyle,
    heading_level,
    paragraph_styles,
)
from knowledge.ingest.readers.open_document.words import (
    DRAW,
    OFFICE,
    TABLE,
    TEXT,
    WordLook,
    WordReader,
    looks_of,
    number,
)
from knowledge.ingest.readers.signs import struck_notes
from knowledge.ingest.readers.word import TITLE_PARAGRAPHS, LayoutLine, headline, marked
from knowledge.ingest.readers.word_styles import Style

_PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_HEADED = frozenset({f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"})
# What was deleted is kept for whoever revises; a list of contents repeats the headings.
_LEFT_OUT = frozenset(
    {f"{TEXT}tracked-changes", f"{TEXT}table-of-content", f"{TEXT}sequence-decls", f"{OFFICE}forms"}
)
_NOTED = {
    "pictures": "note_pictures",
    "objects": "note_objects",
    "hidden": "note_hidden",
    "parts": "note_parts",
}


def read_open_text(content: bytes) -> list[Manuscript]:
    """Give the text of a document; raises `Refusal`: macros, encrypted, damaged, another kind, too deep, too many cells."""
    package = OpenPackage(content, "text")
    root = package.root("content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Refusal("office_broken")
    roots = ([package.root("styles.xml")] if package.part("styles.xml") else []) + [root]
    return [_OpenText(body, roots).manuscript()]


class _OpenText:
    """One pass through the paragraphs of a text."""

    def __init__(self, body: Element, roots: list[Element]) -> None:
        self._body = body
        self._looks = looks_of(*roots)
        self._styles = paragraph_styles(*roots)
        self._lists = NumberedLists(*roots)
        self._words = WordReader(self._looks, in_text=True)
        self._top: list[LayoutLine] = []
        self._title = ""
        self._cells = 0

    def manuscript(self) -> Manuscript:
        blocks = [block for block in self._blocks(self._body, 0) if block.strip()]
        blocks += self._footnotes()
        missed = self._words.missed
        notes = [ReadingNote(key, {"count": missed[name]}) for name, key in _NOTED.items() if missed[name]]
        notes += struck_notes(self._words.struck)
        text = clean("\n\n".join(blocks)).strip() + "\n"
        return Manuscript(text, title=self._title or headline(self._top), notes=tuple(notes))

    def _blocks(self, parent: Element, depth: int) -> Iterator[str]:
        if depth > limits.NESTING:
            raise Refusal("too_deep")
        for child in parent:
            if child.tag in _LEFT_OUT:
                continue
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child, depth)
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, depth + 1)
            elif child.tag == f"{TABLE}table":
                rows = tables.lines(self._grid(child, depth))
                yield (" " if parent.tag in _CELLS else "\n").join(rows)
            elif child.tag == f"{TEXT}section" and child.get(f"{TEXT}display") == "none":
                self._words.missed["hidden"] += 1
            elif child.tag == f"{DRAW}frame":
                # A frame that is bound to the page stands before the paragraphs.
                yield from self._boxed(child, depth)
            else:
                yield from self._blocks(child, depth + 1)

    def _boxed(self, frame: Element, depth: int) -> Iterator[str]:
        self._words.read(_around(frame))
        yield from self._waiting(depth)

    def _waiting(self, depth: int) -> Iterator[str]:
        """Give what stands in the boxes that a paragraph held."""
        boxes, self._words.boxes = self._words.boxes, []
        for box in boxes:
            yield from self._blocks(box, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int, label: str = "") -> Iterator[str]:
        style = self._styles.get(paragraph.get(f"{TEXT}style-name") or "", PLAIN)
        level = heading_level(paragraph, style)
        text = self._words.read(paragraph, self._look(paragraph)).strip(" \t\n")
        if text:
            counted = paragraph.tag == f"{TEXT}h" and paragraph.get(f"{TEXT}is-list-header") != "true"
            label = label or (self._lists.label(OUTLINE, level - 1) if counted else "")
            yield self._said(label + text, style, level)
        yield from self._waiting(depth)

    def _said(self, text: str, style: ParagraphStyle, level: int) -> str:
        if len(self._top) < TITLE_PARAGRAPHS:
            self._top.append(LayoutLine(text, style.centred, style.size))
        if style.is_title and not self._title:
            self._title = " ".join(text.split())
        return marked(text, Style(level - 1 if level else None, style.is_title))

    def _look(self, paragraph: Element) -> WordLook:
        return self._looks.get(paragraph.get(f"{TEXT}style-name") or "", WordLook())

    def _list(
        self, element: Element, depth: int, style: str = "", level: int = 0, name: str = ""
    ) -> Iterator[str]:
        """Give the paragraphs of a list; the first one of each item bears its number."""
        if depth > limits.NESTING:
            raise Refusal("too_deep")
        name = name or self._lists.open(element, style)
        for item in element:
            counted = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list":
                    own = child.get(f"{TEXT}style-name") or ""
                    yield from self._list(child, depth + 1, own, level + 1, "" if own else name)
                elif child.tag in _PARAGRAPHS:
                    label = self._lists.label(name, level, item) if counted else ""
                    counted = False
                    yield from self._paragraph(child, depth, label)

    def _grid(self, table: Element, depth: int) -> list[list[str]]:
        rows: list[tuple[int, list[str]]] = []
        boxes: list[tuple[int, int, int, int]] = []
        for row in _rows(table, 0):
            cells: list[str] = []
            for cell in row:
                if cell.tag not in _CELLS:
                    continue
                text = " ".join(self._blocks(cell, depth + 1))
                wide = number(cell, f"{TABLE}number-columns-spanned", most=limits.COLUMNS)
                high = number(cell, f"{TABLE}number-rows-spanned", most=limits.ROWS)
                if wide > 1 or high > 1:
                    boxes.append((len(cells) + 1, len(rows) + 1, len(cells) + wide, len(rows) + high))
                cells += [text] * number(cell, f"{TABLE}number-columns-repeated", most=limits.COLUMNS)
            times = number(row, f"{TABLE}number-rows-repeated", most=limits.ROWS) if any(cells) else 1
            self._cells += len(cells) * times
            if self._cells > limits.CELLS:
                raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)
            rows += [(len(rows) + 1 + more, list(cells)) for more in range(times)]
        spread_boxes(rows, boxes)
        return [cells for _, cells in rows]

    def _footnotes(self) -> list[str]:
        """Give the footnotes cited, each as a line of its own."""
        lines = []
        for at, note in enumerate(self._words.cited, start=1):
            body = note.find(f"{TEXT}note-body")
            words = " ".join(self._blocks(body, 1)) if body is not None else ""
            lines.append(f"注{at}：{words.strip()}")
        return lines


def _rows(table: Element, depth: int) -> Iterator[Element]:
    """Give the rows of a table, also those in groups, but none of a table inside a cell."""
    if depth > limits.NESTING:
        raise Refusal("too_deep")
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in _HEADED:
            yield from _rows(child, depth + 1)


def _around(frame: Element) -> Element:
    paragraph = Element(f"{TEXT}p")
    paragraph.append(frame)
    return paragraph
