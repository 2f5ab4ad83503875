"""Reads OpenDocument sheets (.ods) as what their cells show: the file holds the shown words; no formula is worked out."""

from collections import Counter
from collections.abc import Iterator
from math import isfinite
from xml.etree.ElementTree import Element

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.readers.grid import spread_boxes
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.office.number_formats import GENERAL, shown
from knowledge.ingest.readers.open_document.package import OpenPackage
from knowledge.ingest.readers.open_document.words import (
    DRAW,
    OFFICE,
    PLAIN,
    STYLE,
    TABLE,
    TEXT,
    WordLook,
    WordReader,
    looks_of,
    number,
)
from knowledge.ingest.readers.rows import to_manuscripts
from knowledge.ingest.readers.signs import struck_notes
from knowledge.ingest.readers.worksheet import Worksheet

# The largest sheet that programs write; empty rows are stated up to its end.
SHEET_ROWS = 2**20
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_COLUMNS = frozenset(
    f"{TABLE}{name}" for name in ("table-columns", "table-header-columns", "table-column-group")
)
_ROWS = frozenset(f"{TABLE}{name}" for name in ("table-rows", "table-header-rows", "table-row-group"))
_HIDDEN = frozenset({"collapse", "filter"})
_NOTED = {
    "pictures": "note_pictures",
    "rows": "note_hidden_rows",
    "columns": "note_hidden_columns",
    "beyond": "note_beyond_columns",
    "objects": "note_objects",
    "hidden": "note_hidden",
}


def read_open_workbook(content: bytes, name: str) -> list[Manuscript]:
    """Give the rows of a workbook as documents; raises `Refusal`: macros, encrypted, damaged, another kind, too many cells."""
    package = OpenPackage(content, "spreadsheet")
    root = package.root("content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise Refusal("office_broken")
    looks = looks_of(*([package.root("styles.xml")] if package.part("styles.xml") else []), root)
    unseen = _unseen(root)
    tables = body.findall(f"{TABLE}table")
    seen = [table for table in tables if (table.get(f"{TABLE}style-name") or "") not in unseen]
    if len(seen) > limits.SHEETS:
        raise Refusal("too_many_sheets", limit=limits.SHEETS)
    hidden = len(tables) - len(seen)
    notes = (ReadingNote("note_hidden_sheets", {"count": hidden}),) if hidden else ()
    return to_manuscripts([_OpenSheet(table, looks).read() for table in seen], name=name, notes=notes)


def _unseen(root: Element) -> frozenset[str]:
    """Give the names of the styles under which a sheet is not shown."""
    return frozenset(
        str(style.get(f"{STYLE}name"))
        for style in root.iter(f"{STYLE}style")
        if style.get(f"{STYLE}family") == "table"
        for look in style.findall(f"{STYLE}table-properties")
        if look.get(f"{TABLE}display") == "false"
    )


class _OpenSheet:
    """One pass through the cells of a sheet."""

    def __init__(self, table: Element, looks: dict[str, WordLook]) -> None:
        self._table, self._looks = table, looks
        self._words = WordReader(looks)
        self._counts: Counter[str] = Counter()
        self._boxes: list[tuple[int, int, int, int]] = []
        self._hidden = self._hidden_columns()
        self._cells = 0

    def read(self) -> Worksheet:
        """Give the rows that hold anything; what is hidden is counted."""
        rows: list[tuple[int, list[str]]] = []
        at = 1
        for row in _inside(self._table, f"{TABLE}table-row", _ROWS, 0):
            times = number(row, f"{TABLE}number-rows-repeated", most=SHEET_ROWS)
            cells = self._row(row, at)
            if any(cells) and row.get(f"{TABLE}visibility") in _HIDDEN:
                self._counts["rows"] += times
            elif any(cells):
                self._count(len(cells) * times)
                rows += [(at + more, list(cells)) for more in range(times)]
            at += times
        self._counts["pictures"] += len(list(self._table.iterfind(f"{TABLE}shapes/*")))
        spread_boxes(rows, self._boxes)
        told = tuple((place, tuple(cells)) for place, cells in rows)
        return Worksheet(self._table.get(f"{TABLE}name") or "", told, self._notes())

    def _row(self, row: Element, at: int) -> list[str]:
        told: dict[int, str] = {}
        column = 1
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            times = number(cell, f"{TABLE}number-columns-repeated", most=SHEET_ROWS)
            words = self._told(cell)
            for place in range(column, min(column + times, limits.COLUMNS + 1)) if words else ():
                self._counts["columns"] += place in self._hidden
                if place not in self._hidden:
                    told[place] = words
            if words and column + times > limits.COLUMNS + 1:
                self._counts["beyond"] += column + times - max(column, limits.COLUMNS + 1)
            self._join(cell, column, at)
            column += times
        return [told.get(place, "") for place in range(1, max(told, default=0) + 1)]

    def _join(self, cell: Element, column: int, row: int) -> None:
        """Note a cell that reaches over others."""
        wide = number(cell, f"{TABLE}number-columns-spanned", most=limits.COLUMNS)
        high = number(cell, f"{TABLE}number-rows-spanned", most=limits.ROWS)
        if wide > 1 or high > 1:
            self._boxes.append((column, row, column + wide - 1, row + high - 1))

    def _told(self, cell: Element) -> str:
        self._words.missed["pictures"] += sum(child.tag.startswith(DRAW) for child in cell)
        self._counts["objects"] += len(cell.findall(f"{TABLE}table"))
        paragraphs = [self._words.read(one) for one in cell.findall(f"{TEXT}p")]
        words = "\n".join(paragraphs).strip()
        words = words if cell.find(f"{TEXT}p") is not None else _value(cell)
        if cell.get(f"{TABLE}formula"):
            self._counts["formulas"] += 1
            self._counts["empty"] += not words
        if words and self._looks.get(cell.get(f"{TABLE}style-name") or "", PLAIN).struck:
            self._words.struck.append(words)
            return ""
        return words

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > limits.CELLS:
            raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)

    def _hidden_columns(self) -> frozenset[int]:
        hidden: set[int] = set()
        at = 1
        for column in _inside(self._table, f"{TABLE}table-column", _COLUMNS, 0):
            times = number(column, f"{TABLE}number-columns-repeated", most=SHEET_ROWS)
            if column.get(f"{TABLE}visibility") in _HIDDEN:
                hidden.update(range(at, min(at + times, limits.COLUMNS + 1)))
            at += times
        return frozenset(hidden)

    def _notes(self) -> tuple[ReadingNote, ...]:
        counts = self._counts + self._words.missed
        notes = struck_notes(self._words.struck)
        if counts["formulas"]:
            values = {"count": counts["formulas"], "empty": counts["empty"]}
            notes.append(ReadingNote("note_formulas", values))
        notes += [ReadingNote(key, {"count": counts[name]}) for name, key in _NOTED.items() if counts[name]]
        return tuple(notes)


def _inside(parent: Element, tag: str, wrappers: frozenset[str], depth: int) -> Iterator[Element]:
    """Give the rows or columns of a sheet, also those in groups."""
    if depth > limits.NESTING:
        raise Refusal("too_deep")
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in wrappers:
            yield from _inside(child, tag, wrappers, depth + 1)


def _value(cell: Element) -> str:
    """Give the value of a cell whose shown words are not written down."""
    kind, said = cell.get(f"{OFFICE}value-type"), cell.get(f"{OFFICE}value") or ""
    if kind == "string":
        return (cell.get(f"{OFFICE}string-value") or "").strip()
    if kind == "boolean":
        return {"true": "是", "false": "否"}.get(cell.get(f"{OFFICE}boolean-value") or "", "")
    if kind in {"date", "time"}:
        return cell.get(f"{OFFICE}{kind}-value") or ""
    try:
        figure = float(said) if said else None
    except ValueError:
        raise Refusal("office_broken") from None
    if figure is None:
        return ""
    if not isfinite(figure):
        raise Refusal("office_broken")
    if kind == "percentage":
        return shown(round(figure * 100, 10), GENERAL) + "%"
    return shown(figure, GENERAL)
