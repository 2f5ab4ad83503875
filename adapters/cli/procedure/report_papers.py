"""The tables of a finished annual report, read from the workbook or Word file that an agency hands in."""

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from handlers.disclosure.annual_report.handed_in import Grid, same_width, tables_in
from knowledge.documents.draft import Refusal
from knowledge.ingest.archive import Package
from knowledge.ingest.readers.office.relations import root_of

MOST_BYTES = 20_000_000
MOST_ROWS, MOST_COLUMNS = 2_000, 60
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"


def is_paper(path: Path) -> bool:
    """Whether a file is a report on paper's rows and columns, not records."""
    return path.suffix.lower() in _READERS


def tables_of(path: Path) -> Mapping[str, Any]:
    """Give the tables 二、三、四 that a file holds, in the plain form of a report.

    Raises `ValueError` naming the file where it cannot be read, is too large or holds none of the tables.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{path.name}：文件超过{MOST_BYTES // 1_000_000} MB")
    try:
        found = tables_in(_READERS[path.suffix.lower()](path.read_bytes()))
    except (Refusal, BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise ValueError(f"{path.name}：打不开，请用表格软件或文字软件另存一次再试") from error
    if not found:
        raise ValueError(f"{path.name}：没有找到年度报告的表二、表三、表四")
    return found


def _workbook(content: bytes) -> list[Grid]:
    Package(content).check()
    book = load_workbook(io.BytesIO(content), data_only=True)
    return [_sheet(sheet) for sheet in book.worksheets]


def _sheet(sheet: Worksheet) -> Grid:
    """Give a sheet's rows, the words of joined cells in the first of them, as the form prints them."""
    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    return same_width(["" if cell is None else str(cell) for cell in row] for row in rows)


def _word(content: bytes) -> list[Grid]:
    root = root_of(Package(content), _BODY)
    return [] if root is None else [list(_rows(table)) for table in root.iter(f"{_W}tbl")]


def _rows(table: Element) -> Iterator[list[str]]:
    for row in table.findall(f"{_W}tr"):
        yield ["".join(part.text or "" for part in cell.iter(f"{_W}t")) for cell in row.findall(f"{_W}tc")]


_READERS: Mapping[str, Callable[[bytes], list[Grid]]] = {".xlsx": _workbook, ".docx": _word}
