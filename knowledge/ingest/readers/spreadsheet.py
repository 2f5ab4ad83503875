"""Reads Excel workbooks (.xlsx) as the values they show; a formula is never worked out."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.archive import Package
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.rows import to_manuscripts
from knowledge.ingest.readers.worksheet import Worksheet

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED_RANGES = 5_000
_BROKEN = (
    zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError, SyntaxError,
)  # fmt: skip


def read_workbook(content: bytes, name: str) -> list[Manuscript]:
    """Give the rows of a workbook as documents; raises `Refusal`: macros, encrypted, damaged, too many cells."""
    package = Package(content)
    package.check()
    try:
        with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            if len(shown) > limits.SHEETS:
                raise Refusal("too_many_sheets", limit=limits.SHEETS)
            sheets = [_sheet(sheet, package) for sheet in shown if isinstance(sheet, ReadOnlyWorksheet)]
            hidden = len(book.worksheets) - len(shown)
            if not book.worksheets:
                raise Refusal("office_broken")
    except _BROKEN:
        raise Refusal("office_broken") from None
    notes = (ReadingNote("note_hidden_sheets", {"count": hidden}),) if hidden else ()
    return to_manuscripts(sheets, name=name, notes=notes)


def _sheet(sheet: ReadOnlyWorksheet, package: Package) -> Worksheet:
    # openpyxl keeps merged cells and formulas from whoever reads row by row; the sheet's own XML has both.
    path = str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001
    xml = package.part(path) or b""
    rows = list(_rows(sheet))
    formulas = len(_FORMULA.findall(xml))
    empty = max(0, formulas - _filled(xml))
    _spread(rows, _MERGED.findall(xml))
    notes = (ReadingNote("note_formulas", {"count": formulas, "empty": empty}),) if formulas else ()
    return Worksheet(str(sheet.title), tuple((number, tuple(cells)) for number, cells in rows), notes)


def _filled(xml: bytes) -> int:
    """Count the formulas that a program left a value beside."""
    return len(re.findall(rb"</(?:\w+:)?f>\s*<(?:\w+:)?v>[^<]|<(?:\w+:)?f[^<>]*/>\s*<(?:\w+:)?v>[^<]", xml))


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that hold anything with their numbers; what the file claims about its size is not believed."""
    sheet.reset_dimensions()
    count = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_shown(value) for value in row[: limits.COLUMNS]]
        count += len(row)
        if count > limits.CELLS * 4 or number > limits.ROWS * 4:
            raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)
        if any(cells):
            yield number, cells


def _spread(rows: list[tuple[int, list[str]]], merged: list[bytes]) -> None:
    """Say the value of merged cells in each of them, as a reader of the sheet sees it for each row."""
    places = dict(rows)
    for one in merged[:_MERGED_RANGES]:
        left, top, right, bottom = range_boundaries(one.decode("ascii"))
        if right > limits.COLUMNS or bottom > top + limits.ROWS:
            continue
        first = places.get(top, [])
        value = first[left - 1] if len(first) >= left else ""
        for number in range(top, bottom + 1) if value else ():
            cells = places.get(number)
            if cells is not None:
                cells += [""] * (right - len(cells))
                cells[left - 1 : right] = [cell or value for cell in cells[left - 1 : right]]


def _shown(value: object) -> str:
    """Give a cell as it is written in Chinese offices: whole numbers without a point, days as 2026-01-31."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))  # noqa: PLR2004
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
