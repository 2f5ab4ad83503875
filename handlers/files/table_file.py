"""Tables as files: rows read from a workbook or from rows of text, whatever program wrote them."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from zipfile import BadZipFile

from bot.errors import InputError
from bot.text.cells import harmless_cell

ZIP_MARK = b"PK\x03\x04"
MOST_ROWS, MOST_CELLS = 5000, 60
Row = Sequence[str]


def read_rows(content: bytes, *, most: int = MOST_ROWS) -> list[Row]:
    """Give the rows of a file, the head first, each cell as words.

    Raises `InputError` for what is no table, and for one of too many rows.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        rows = list(_workbook(content, most) if content.startswith(ZIP_MARK) else _text(content))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, csv.Error) as error:
        raise InputError("general.table.unread") from error
    rows = [row for row in map(_trimmed, rows) if row]
    if len(rows) > most + 1:
        raise InputError("general.table.rows", most=most)
    if not rows:
        raise InputError("general.table.unread")
    return rows


def _trimmed(row: Row) -> Row:
    """Give a row without the empty cells at its end."""
    filled = max((at for at, cell in enumerate(row, start=1) if cell), default=0)
    return row[:filled]


def _workbook(content: bytes, most: int) -> Iterator[Row]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=most + 2, max_col=MOST_CELLS, values_only=True):
            yield [_words(cell) for cell in row]
    finally:
        book.close()


def _text(content: bytes) -> Iterator[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    if "\0" in text:
        raise ValueError("no text")
    for row in csv.reader(io.StringIO(text, newline="")):
        yield [cell.strip() for cell in row[:MOST_CELLS]]


def _words(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", timespec="minutes")
    # A phone that a spreadsheet took for a number.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def as_csv(table: Sequence[Row]) -> bytes:
    """Give a table as rows of text, with the mark by which spreadsheets know UTF-8."""
    written = io.StringIO()
    csv.writer(written).writerows([_cell(cell) for cell in row] for row in table)
    return written.getvalue().encode("utf-8-sig")


def as_workbook(name: str, table: Sequence[Row]) -> bytes:
    """Give a table as a workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for row in table:
        sheet.append([_cell(cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(cell: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(harmless_cell(ILLEGAL_CHARACTERS_RE.sub("", cell)))
