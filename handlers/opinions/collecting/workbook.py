"""The opinions on a draft as a workbook: one in a row, as the office reads it; no cell is taken for a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import SHANGHAI
from bot.message import Wording
from bot.text.cells import harmless_cell

COLUMNS = ("number", "made", "article", "words", "name", "group", "outcome")
WIDTHS = (18, 17, 12, 70, 12, 30, 14)
SHEET_NAME_LETTERS = 31


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One opinion with the group it was put in and what became of that; both are empty where it is in none."""

    number: str
    made_at: datetime
    article: str
    words: str
    name: str
    group: str = ""
    outcome: str = ""


def opinions_workbook(rows: Sequence[OpinionRow], texts: Wording) -> bytes:
    """Give the file."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = texts("opinions.sheet.opinions")[:SHEET_NAME_LETTERS]
    sheet.append([texts(f"opinions.column.{name}") for name in COLUMNS])
    for row in rows:
        cells = (
            row.number,
            row.made_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
            row.article or texts("opinions.whole"),
            row.words,
            row.name or texts("opinions.sheet.nameless"),
            row.group,
            row.outcome,
        )
        sheet.append([harmless_cell(cell) for cell in cells])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for at, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFG"[at]].width = width
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
