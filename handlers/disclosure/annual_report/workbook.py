"""The report as a workbook: a sheet for each of its parts, in the official rows and columns."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.text.cells import harmless_cell
from handlers.disclosure.annual_report import layout
from handlers.disclosure.annual_report.report import AnnualReport

if TYPE_CHECKING:
    from openpyxl import Workbook

_WIDTH = 4.2
PUBLISHED, REQUESTS, REMEDIES = "表二 主动公开", "表三 申请", "表四 复议诉讼"


def workbook(report: AnnualReport) -> bytes:
    """Give the workbook; numbers are numbers, and no word is ever taken for a formula."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, PUBLISHED, report, layout.published_tables(report))
    _sheet(book, REQUESTS, report, [layout.requests_table(report)])
    _sheet(book, REMEDIES, report, [layout.remedies_table(report)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(book: "Workbook", name: str, report: AnnualReport, tables: Sequence[layout.LaidTable]) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    line = Side(style="thin")
    box = Border(left=line, right=line, top=line, bottom=line)

    sheet = book.create_sheet(name)
    sheet.append([harmless_cell(f"{report.agency}{report.year}年度")])
    sheet["A1"].font = Font(bold=True)
    for table in tables:
        sheet.append([table.title])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        first = sheet.max_row + 1
        for row in table.rows:
            sheet.append([harmless_cell(cell) for cell in row])
            for cell in sheet[sheet.max_row][: len(row)]:
                cell.border = box
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        for top, left, bottom, right in table.merges:
            sheet.merge_cells(
                start_row=first + top,
                start_column=left + 1,
                end_row=first + bottom,
                end_column=right + 1,
            )
        for at, width in enumerate(table.widths):
            letter = sheet.cell(first, at + 1).column_letter if table.heads == 1 else _letter(at)
            column = sheet.column_dimensions[letter]
            column.width = max(column.width, width * _WIDTH)


def _letter(at: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at]
