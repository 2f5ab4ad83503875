"""The figures of a period as a workbook: all figures with their branches, the shares with what they are made of, the years."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.message import Wording
from bot.text.cells import harmless_cell
from handlers.statistics.ledger import PeriodFigures
from handlers.statistics.overview import groups_of, outside_rows, outside_shares, year_rows

if TYPE_CHECKING:
    from openpyxl import Workbook

Row = Sequence[str | int]


def statistics_workbook(found: PeriodFigures, extra: Sequence[Row], texts: Wording) -> bytes:
    """Give the file; `extra` are rows of figures that stand beside those counted by day."""
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    groups = groups_of(found, texts)
    head = [texts(f"statistics.sheet.{name}") for name in ("group", "figure", "branch", "count")]
    counts: list[Row] = [
        [group.title, figure.words, branch, count]
        for group in groups
        for figure in group.figures
        for branch, count in (("", figure.count), *((one.words, one.count) for one in figure.branches))
    ]
    _write(book, texts("statistics.sheet.figures"), [head, *counts, *extra])
    shares = [
        [group.title, one.words, one.value, f"{one.some}/{one.whole}"]
        for group in groups
        for one in group.shares
    ]
    share_head = [texts(f"statistics.sheet.{name}") for name in ("group", "figure", "share", "made_of")]
    _write(book, texts("statistics.sheet.shares"), [share_head, *shares])
    years: list[Row] = [
        [one.year, figure.words, branch, count]
        for one in year_rows(found.years, texts)
        for figure in one.figures
        for branch, count in (("", figure.count), *((part.words, part.count) for part in figure.branches))
    ]
    year_head = [texts(f"statistics.sheet.{name}") for name in ("year", "figure", "branch", "count")]
    _write(book, texts("statistics.sheet.years"), [year_head, *years])
    outside: list[Row] = [
        [
            one.words,
            one.value,
            one.figure.first_on.isoformat(),
            one.figure.last_on.isoformat(),
            one.figure.source,
            one.figure.as_of.isoformat(),
        ]
        for one in outside_rows(found.outside)
    ]
    outside += [
        [
            share.words,
            share.value,
            of.first_on.isoformat(),
            of.last_on.isoformat(),
            of.source,
            of.as_of.isoformat(),
        ]
        for share, of in outside_shares(found.outside, texts)
    ]
    outside_head = [
        texts(f"statistics.sheet.{name}") for name in ("figure", "count", "first", "last", "source", "as_of")
    ]
    _write(book, texts("statistics.sheet.outside"), [outside_head, *outside])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write(book: "Workbook", title: str, rows: Sequence[Row]) -> None:
    from openpyxl.styles import Font

    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([harmless_cell(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in ("A", "B", "C"):
        sheet.column_dimensions[column].width = 22
