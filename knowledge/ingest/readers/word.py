"""Reads Word documents (.docx): paragraphs with their computed numbers, headings, tables, footnotes."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from knowledge.documents.draft import Refusal
from knowledge.documents.fields import clean
from knowledge.ingest import limits
from knowledge.ingest.archive import Package
from knowledge.ingest.readers import tables
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.office.chunks import page_of
from knowledge.ingest.readers.office.relations import ID, relations, root_of
from knowledge.ingest.readers.signs import struck_notes
from knowledge.ingest.readers.word_numbering import Numbering, W
from knowledge.ingest.readers.word_runs import RunReader
from knowledge.ingest.readers.word_styles import PLAIN, Style, read_run_looks, read_styles

BODY = "word/document.xml"
HEADING_LETTERS = 60
TITLE_PARAGRAPHS = 20
# Fewer signs than this beside pictures: the pictures are the text.
PICTURED_LETTERS = 15
CHUNK_DEPTH = 2
_NOTED = {
    "pictures": "note_pictures",
    "objects": "note_objects",
    "hidden": "note_hidden",
    "parts": "note_parts",
    "signs": "note_signs",
}
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """A paragraph near the top of a document, as its layout shows it."""

    text: str
    centred: bool
    size: int


def read_word(content: bytes) -> list[Manuscript]:
    """Give the text of a Word document.

    Raises `Refusal`: macros, encrypted, old format, damaged, entities, or nothing in it but pictures.
    """
    return [_Document(Package(content)).manuscript()]


class _Document:
    """One pass through the parts of a document."""

    def __init__(self, package: Package, depth: int = 0) -> None:
        body = root_of(package, BODY)
        inner = None if body is None else body.find(f"{W}body")
        if inner is None:
            raise Refusal("office_broken")
        self._package, self._body, self._depth = package, inner, depth
        styles = root_of(package, "word/styles.xml")
        self._styles = read_styles(styles)
        self._numbering = Numbering(root_of(package, "word/numbering.xml"))
        self._relations = relations(package, BODY)
        self._runs = RunReader(
            root_of(package, "word/footnotes.xml"),
            root_of(package, "word/endnotes.xml"),
            looks=read_run_looks(styles),
            relations=self._relations,
        )
        self._top: list[LayoutLine] = []
        self._title = ""

    def manuscript(self) -> Manuscript:
        blocks = [block for block in self._blocks(self._body, 0) if block.strip()]
        blocks += self._runs.footnotes()
        missed = self._runs.missed
        notes = [ReadingNote(key, {"count": missed[name]}) for name, key in _NOTED.items() if missed[name]]
        notes += struck_notes(self._runs.struck)
        text = clean("\n\n".join(blocks)).strip() + "\n"
        pictured = bool(missed["pictures"]) and not self._depth
        if pictured and len("".join(text.split())) < PICTURED_LETTERS:
            raise Refusal("word_scanned")
        return Manuscript(text, title=self._title or headline(self._top), notes=tuple(notes))

    def _blocks(self, parent: Element, depth: int) -> Iterator[str]:
        if depth > limits.NESTING:
            raise Refusal("too_deep")
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                rows = tables.lines(self._grid(child, depth))
                # A table inside a cell is said in the line of that cell.
                yield (" " if parent.tag == f"{W}tc" else "\n").join(rows)
            elif child.tag == f"{W}altChunk":
                yield from self._chunk(child)
            elif child.tag == f"{W}subDoc":
                self._runs.missed["parts"] += 1
            elif child.tag in _WRAPPERS:
                yield from self._blocks(child, depth + 1)

    def _chunk(self, chunk: Element) -> Iterator[str]:
        """Give the blocks of another file that was laid into this one; one that cannot be read is counted."""
        relation = self._relations.get(chunk.get(ID) or "")
        content = None if relation is None or relation.external else self._package.raw(relation.target)
        if content is None or self._depth >= CHUNK_DEPTH:
            self._runs.missed["parts"] += 1
        elif content.startswith(b"PK"):
            inner = _Document(Package(content), self._depth + 1)
            yield from inner.manuscript().text.strip().split("\n\n")
            self._runs.missed.update(inner._runs.missed)
            self._runs.struck += inner._runs.struck
        elif (page := page_of(content, relation.target if relation else "")) is not None:
            yield page
        else:
            self._runs.missed["parts"] += 1

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        style = self._style(paragraph)
        text, boxes = self._runs.read(paragraph)
        text = text.strip(" \t\n")
        if text and not style.is_contents:
            label = self._label(paragraph, style)
            if len(self._top) < TITLE_PARAGRAPHS:
                self._top.append(_line(paragraph, style, label + text))
            if style.is_title and not self._title:
                self._title = _one_line(text)
            yield marked(label + text, style)
        for box in boxes:
            yield from self._blocks(box, 1)

    def _style(self, paragraph: Element) -> Style:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self._styles.get(str(named.get(f"{W}val")), PLAIN) if named is not None else PLAIN
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        level = "" if own is None else own.get(f"{W}val") or ""
        if not level.isdecimal() or not 0 <= int(level) < limits.NESTING:
            return style
        outline = int(level) if int(level) < 9 else None  # noqa: PLR2004 - nine means body text
        return Style(
            outline,
            style.is_title,
            style.is_contents,
            style.list_id,
            style.list_level,
            style.centred,
            style.size,
        )

    def _label(self, paragraph: Element, style: Style) -> str:
        listed = paragraph.find(f"{W}pPr/{W}numPr")
        if listed is None:
            return self._numbering.label(style.list_id, style.list_level) if style.list_id else ""
        list_id, level = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
        number = style.list_id if list_id is None else list_id.get(f"{W}val") or ""
        depth = "" if level is None else level.get(f"{W}val") or ""
        return self._numbering.label(number, int(depth) if depth.isdecimal() else style.list_level)

    def _grid(self, table: Element, depth: int) -> list[list[str]]:
        rows: list[list[str]] = []
        count = 0
        for row in _inside(table, f"{W}tr"):
            cells: list[str] = [""] * _before(row)
            for cell in _inside(row, f"{W}tc"):
                span, merged = _span(cell), cell.find(f"{W}tcPr/{W}vMerge")
                follows = merged is not None and merged.get(f"{W}val") != "restart"
                above = rows[-1][len(cells)] if rows and len(cells) < len(rows[-1]) else ""
                text = " ".join(self._blocks(cell, depth + 1))
                text = above if follows and not text.strip() else text
                # A table within a cell is said once; other words hold for each column that they stand over.
                nested = cell.find(f"{W}tbl") is not None
                cells += [text, *[tables.LEFT if nested else text] * (span - 1)]
            count += len(cells)
            if count > limits.CELLS:
                raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)
            rows.append(cells)
        return rows


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Give the rows of a table or the cells of a row, also those put in wrappers, but none of nested tables."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def headline(top: list[LayoutLine]) -> str:
    """Give the title as the layout shows it: the centred lines in the largest type near the top."""
    centred = [line for line in top if line.centred and not line.text.endswith("文件")]
    largest = max((line.size for line in centred), default=0)
    words: list[str] = []
    for line in top:
        if line in centred and line.size == largest:
            words.append(_one_line(line.text))
        elif words:
            break
    return "".join(words)[: 2 * HEADING_LETTERS]


def marked(text: str, style: Style) -> str:
    """Give a paragraph as we write it: a heading by its level, where it is short enough to be one."""
    short = len(text) <= HEADING_LETTERS and "\n" not in text and not text.endswith(("。", "；", ";"))
    if style.is_title:
        return f"# {_one_line(text)}"
    if style.outline is None or not short:
        return text
    return f"{'#' * min(style.outline + 2, 6)} {text}"


def _line(paragraph: Element, style: Style, text: str) -> LayoutLine:
    placed = paragraph.find(f"{W}pPr/{W}jc")
    sizes = [
        int(size)
        for one in paragraph.iter(f"{W}sz")
        if (size := one.get(f"{W}val") or "").isdecimal() and len(size) < 5  # noqa: PLR2004 - type is no larger
    ]
    centred = style.centred if placed is None else placed.get(f"{W}val") == "center"
    return LayoutLine(text, centred, max(sizes, default=style.size))


def _span(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    number = "" if span is None else span.get(f"{W}val") or ""
    return (
        min(int(number), limits.COLUMNS) if number.isascii() and number.isdecimal() and number != "0" else 1
    )


def _before(row: Element) -> int:
    """Give how many columns a row leaves out at its beginning."""
    gap = row.find(f"{W}trPr/{W}gridBefore")
    number = "" if gap is None else gap.get(f"{W}val") or ""
    return min(int(number), limits.COLUMNS) if number.isascii() and number.isdecimal() else 0


def _one_line(text: str) -> str:
    return " ".join(text.split())
