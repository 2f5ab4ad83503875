"""Reads Excel workbooks (.xlsx) as what their cells show; a formula is never worked out."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from xml.etree import ElementTree as ET

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.archive import Package
from knowledge.ingest.readers.grid import spread
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.office import sheet_xml
from knowledge.ingest.readers.office.number_formats import shown
from knowledge.ingest.readers.office.relations import ID, linked, relations, root_of
from knowledge.ingest.readers.office.sheet_xml import Cell, CellLook, SheetEntry, Words
from knowledge.ingest.readers.rows import to_manuscripts
from knowledge.ingest.readers.signs import struck_notes
from knowledge.ingest.readers.worksheet import Worksheet

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_COLUMN_TAG = re.compile(rb"<(?:\w{1,20}:)?col\s[^<>]{0,300}>")
_FIRST_COLUMN, _LAST_COLUMN = re.compile(rb'\bmin="(\d{1,5})"'), re.compile(rb'\bmax="(\d{1,5})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_MERGED_RANGES = 5_000
_LINKS = 5_000
# A picture that WPS or Excel lays into a cell is a formula of this name.
_PICTURE = re.compile(r"^=?\s*(?:_xlfn\.)?(?:_xlws\.)?(?:DISPIMG|IMAGE)\s*\(", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?Z?")
_BROKEN = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    OverflowError,
    ArithmeticError,
    ET.ParseError,
    LookupError,
)


def read_workbook(content: bytes, name: str) -> list[Manuscript]:
    """Give the rows of a workbook as documents; raises `Refusal`: macros, encrypted, damaged, too many cells."""
    package = Package(content)
    package.check()
    try:
        entries, from_1904 = sheet_xml.entries(package)
        seen = [entry for entry in entries if entry.shown]
        if len(seen) > limits.SHEETS:
            raise Refusal("too_many_sheets", limit=limits.SHEETS)
        book = _Book(package, from_1904=from_1904)
        sheets = [book.sheet(entry) for entry in seen]
    except _BROKEN:
        raise Refusal("office_broken") from None
    hidden = len(entries) - len(seen)
    notes = (ReadingNote("note_hidden_sheets", {"count": hidden}),) if hidden else ()
    return to_manuscripts(sheets, name=name, notes=notes)


class _Book:
    """One pass through the sheets of a workbook."""

    def __init__(self, package: Package, *, from_1904: bool) -> None:
        self._package = package
        self._from_1904 = from_1904
        self._shared = sheet_xml.shared_words(package)
        self._looks = sheet_xml.looks(package)
        self._counts: Counter[str] = Counter()
        self._struck: list[str] = []

    def sheet(self, entry: SheetEntry) -> Worksheet:
        """Give a sheet's rows that hold anything; raises `Refusal` when its part is missing or damaged."""
        xml = self._package.part(entry.part)
        if xml is None:
            raise Refusal("office_broken")
        self._counts, self._struck = Counter(), []
        hidden = _hidden_columns(xml)
        links = self._links(entry, xml)
        rows: list[tuple[int, list[str]]] = []
        for row in sheet_xml.rows(xml):
            cells = self._row(row.cells, hidden, {column: links[row.number, column] for column in
                              (cell.column for cell in row.cells) if (row.number, column) in links})  # fmt: skip
            if any(cells) and row.hidden:
                self._counts["rows"] += 1
            elif any(cells):
                rows.append((row.number, cells))
        self._counts["pictures"] += self._drawn(entry)
        spread(rows, [found.decode("ascii") for found in _MERGED.findall(xml)[:_MERGED_RANGES]])
        return Worksheet(entry.name, tuple((number, tuple(cells)) for number, cells in rows), self._notes())

    def _row(self, cells: tuple[Cell, ...], hidden: frozenset[int], links: Mapping[int, str]) -> list[str]:
        told: dict[int, str] = {}
        for cell in cells:
            words = self._told(cell)
            if words and cell.column in hidden:
                self._counts["columns"] += 1
            elif words and cell.column > limits.COLUMNS:
                self._counts["beyond"] += 1
            elif words:
                told[cell.column] = linked(words, links.get(cell.column, ""))
        return [told.get(column, "") for column in range(1, max(told, default=0) + 1)]

    def _told(self, cell: Cell) -> str:
        if (
            _PICTURE.match(cell.formula)
            or _PICTURE.match(cell.value)
            or (cell.has_picture and cell.kind == "e")
        ):
            self._counts["pictures"] += 1
            return ""
        if cell.formula:
            self._counts["formulas"] += 1
            self._counts["empty"] += not cell.value
        words, look = self._words(cell), self._look(cell)
        if words.struck or look.struck:
            self._struck.append(words.struck or words.text)
        return "" if look.struck else words.text.strip()

    def _look(self, cell: Cell) -> CellLook:
        return self._looks[cell.style] if cell.style < len(self._looks) else CellLook()

    def _words(self, cell: Cell) -> Words:
        if cell.words is not None:
            return cell.words
        if cell.kind == "s":
            return self._shared[int(cell.value)] if cell.value else Words("")
        if cell.kind == "b":
            return Words({"1": "是", "0": "否"}.get(cell.value, ""))
        if cell.kind in {"str", "e"}:
            return Words(sheet_xml.unescaped(cell.value))
        if cell.kind == "d" or _DAY.fullmatch(cell.value):
            return Words(_day(cell.value))
        return Words(
            shown(float(cell.value), self._look(cell).code, from_1904=self._from_1904) if cell.value else ""
        )

    def _links(self, entry: SheetEntry, xml: bytes) -> dict[tuple[int, int], str]:
        """Give the addresses that cells link to, by row and column."""
        if b"hyperlink" not in xml:
            return {}
        targets = relations(self._package, entry.part)
        links: dict[tuple[int, int], str] = {}
        for one in list(sheet_xml.named(ET.fromstring(xml), "hyperlink"))[:_LINKS]:  # noqa: S314 - checked above
            place = sheet_xml.place_of((one.get("ref") or "").partition(":")[0])
            relation = targets.get(one.get(ID) or "")
            if place and relation and relation.external:
                links[place[1], place[0]] = relation.target
        return links

    def _drawn(self, entry: SheetEntry) -> int:
        """Count the pictures and charts that lie over a sheet."""
        parts = [one.target for one in relations(self._package, entry.part).values() if one.kind == "drawing"]
        roots = [root_of(self._package, part) for part in parts]
        return sum(
            len(list(sheet_xml.named(root, kind))) for root in roots for kind in ("pic", "graphicFrame")
        )

    def _notes(self) -> tuple[ReadingNote, ...]:
        counts = self._counts
        notes = struck_notes(self._struck)
        if counts["formulas"]:
            values = {"count": counts["formulas"], "empty": counts["empty"]}
            notes.append(ReadingNote("note_formulas", values))
        for name, key in _NOTED.items():
            if counts[name]:
                notes.append(ReadingNote(key, {"count": counts[name]}))
        return tuple(notes)


_NOTED = {
    "pictures": "note_pictures",
    "rows": "note_hidden_rows",
    "columns": "note_hidden_columns",
    "beyond": "note_beyond_columns",
}


def _hidden_columns(xml: bytes) -> frozenset[int]:
    """Give the columns that nobody sees; the sheet lists them before its rows."""
    head = xml[: xml.find(b"sheetData")]
    hidden: set[int] = set()
    for tag in _COLUMN_TAG.findall(head):
        first, last = _FIRST_COLUMN.search(tag), _LAST_COLUMN.search(tag)
        if first and last and _HIDDEN.search(tag):
            hidden.update(range(int(first[1]), min(int(last[1]), limits.COLUMNS) + 1))
    return frozenset(hidden)


def _day(written: str) -> str:
    moment = datetime.fromisoformat(written.removesuffix("Z"))
    bare = moment.hour == moment.minute == moment.second == 0
    return moment.date().isoformat() if bare else moment.isoformat(" ", "minutes")
