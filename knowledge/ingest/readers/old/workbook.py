"""Reads old Excel and WPS sheets (.xls, .et) as what their cells show, as new ones are; a formula is never worked out."""

import io
import struct
from collections import Counter
from collections.abc import Iterator

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell, Sheet

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.readers.grid import spread_boxes
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.office.number_formats import GENERAL, shown
from knowledge.ingest.readers.office.relations import linked
from knowledge.ingest.readers.old.compound import DAMAGES, Compound
from knowledge.ingest.readers.rows import to_manuscripts
from knowledge.ingest.readers.signs import struck_notes
from knowledge.ingest.readers.worksheet import Worksheet

BROKEN = "old_workbook_broken"
_OBJECT = 0x5D
# A picture and a chart, as an object's record names them.
_OVER_CELLS = (b"\x08\0", b"\x05\0")
_NOTED = {
    "pictures": "note_pictures",
    "rows": "note_hidden_rows",
    "columns": "note_hidden_columns",
    "beyond": "note_beyond_columns",
}


def read_old_workbook(content: bytes, name: str) -> list[Manuscript]:
    """Give the rows of a workbook as documents; raises `Refusal`: macros, encrypted, damaged, too many cells."""
    stream = _stream(content)
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, on_demand=True, logfile=io.StringIO()
        )
        seen = [at for at in range(book.nsheets) if not book._sheet_visibility[at]]  # noqa: SLF001 - told before a sheet is loaded
        if len(seen) > limits.SHEETS:
            raise Refusal("too_many_sheets", limit=limits.SHEETS)
        sheets = [_OldSheet(book, book.sheet_by_index(at)).read() for at in seen]
    except DAMAGES as failure:
        locked = "encrypted" in str(failure).lower() or "password" in str(failure).lower()
        raise Refusal("office_encrypted" if locked else BROKEN) from None
    pictures, hidden = sum(1 for _ in _pictures(stream)), book.nsheets - len(seen)
    notes = [ReadingNote("note_hidden_sheets", {"count": hidden})] if hidden else []
    notes += [ReadingNote("note_pictures", {"count": pictures})] if pictures else []
    return to_manuscripts(sheets, name=name, notes=tuple(notes))


def _stream(content: bytes) -> bytes:
    """Give the stream that holds the book; raises `Refusal` where there is none."""
    file = Compound(content, broken=BROKEN)
    found = file.stream("Workbook") or file.stream("Book")
    if found is None:
        raise Refusal("office_encrypted" if file.stream("EncryptedPackage") else BROKEN)
    return found


def _pictures(stream: bytes) -> Iterator[int]:
    """Give the place of each picture or chart that lies over a sheet."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _OBJECT and stream[at + 8 : at + 10] in _OVER_CELLS:
            yield at
        at += 4 + size


class _OldSheet:
    """One pass through the cells of a sheet."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        if sheet.nrows * max(1, sheet.ncols) > limits.CELLS * 20 or sheet.nrows > limits.ROWS * 4:
            raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)
        self._book, self._sheet = book, sheet
        self._counts: Counter[str] = Counter()
        self._struck: list[str] = []
        self._hidden = {at for at, column in sheet.colinfo_map.items() if column.hidden}
        self._links = {
            (link.frowx, link.fcolx): link.url_or_path
            for link in sheet.hyperlink_list
            if isinstance(link.url_or_path, str)
        }

    def read(self) -> Worksheet:
        """Give the rows that hold anything; what is hidden is counted."""
        rows: list[tuple[int, list[str]]] = []
        count = 0
        for at in range(self._sheet.nrows):
            cells = self._row(at)
            count += len(cells)
            if count > limits.CELLS:
                raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)
            row = self._sheet.rowinfo_map.get(at)
            if any(cells) and row is not None and row.hidden:
                self._counts["rows"] += 1
            elif any(cells):
                rows.append((at + 1, cells))
        spread_boxes(
            rows,
            [(left + 1, top + 1, right, bottom) for top, bottom, left, right in self._sheet.merged_cells],
        )
        notes = struck_notes(self._struck)
        notes += [
            ReadingNote(key, {"count": self._counts[name]})
            for name, key in _NOTED.items()
            if self._counts[name]
        ]
        return Worksheet(
            self._sheet.name, tuple((number, tuple(cells)) for number, cells in rows), tuple(notes)
        )

    def _row(self, at: int) -> list[str]:
        told: dict[int, str] = {}
        for column, cell in enumerate(self._sheet.row(at)):
            words = self._told(cell) if cell.value != "" else ""
            if words and column in self._hidden:
                self._counts["columns"] += 1
            elif words and column >= limits.COLUMNS:
                self._counts["beyond"] += 1
            elif words:
                told[column] = linked(words, self._links.get((at, column), ""))
        return [told.get(column, "") for column in range(max(told, default=-1) + 1)]

    def _told(self, cell: Cell) -> str:
        form = self._book.xf_list[cell.xf_index] if cell.xf_index is not None else None
        words = self._words(cell, self._book.format_map[form.format_key].format_str if form else GENERAL)
        if form and self._book.font_list[form.font_index].struck_out and words:
            self._struck.append(words)
            return ""
        return words

    def _words(self, cell: Cell, code: str) -> str:
        if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
            return shown(float(cell.value), code, from_1904=bool(self._book.datemode))
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return "是" if cell.value else "否"
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        return str(cell.value).replace("\r\n", "\n").replace("\r", "\n").strip()
