"""The measures as a workbook: a sheet for each dimension, the stage times, the exclusions; no cell is taken for a formula."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.message import Wording
from bot.text.cells import harmless_cell
from handlers.complaints.measures.rates import COUNTS, Tally
from handlers.complaints.measures.service import ComplaintMeasures, ListedExclusion
from handlers.complaints.measures.store import STAGES

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

RATES = ("response", "solution", "satisfaction")
NAME_WIDTH, FIGURE_WIDTH = 32, 12
Row = Sequence[str | int | float | None]


def measures_workbook(
    measures: ComplaintMeasures, exclusions: Sequence[ListedExclusion], texts: Wording
) -> bytes:
    """Give the file."""
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    head = [texts("measures.name"), *(texts(f"measures.counts.{name}") for name in COUNTS)]
    head += [texts(f"measures.rates.{name}") for name in RATES]
    for dimension, tallies in (
        ("unit", measures.by_unit),
        ("kind", measures.by_kind),
        ("area", measures.by_area),
        ("matter", measures.by_matter),
        ("month", measures.by_month),
    ):
        sheet = book.create_sheet(texts(f"measures.by.{dimension}"))
        _write(sheet, [head, *_rows(dimension, tallies, measures.total, texts)])
    _write(
        book.create_sheet(texts("measures.stages.title")),
        [
            [texts("measures.name"), *(texts(f"measures.stages.{stage}") for stage in STAGES)],
            *(
                [unit or texts("measures.nobody"), *(hours.get(stage) for stage in STAGES)]
                for unit, hours in measures.stages.items()
            ),
        ],
    )
    listed = [
        [one.number, texts(f"measures.rules.{one.rule.value}"), one.unit, _decided(one, texts)]
        for one in exclusions
    ]
    columns = [texts(f"measures.exclusions.{name}") for name in ("number", "rule", "unit", "decision")]
    _write(book.create_sheet(texts("measures.exclusions.title")), [columns, *listed])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def value_words(dimension: str, value: str, texts: Wording) -> str:
    """Give the name of a value of a dimension; what is empty is named, too."""
    if not value:
        return texts("measures.nobody" if dimension == "unit" else "measures.unknown")
    return texts(f"complaints.kinds.{value}") if dimension == "kind" else value


def _rows(dimension: str, tallies: Mapping[str, Tally], total: Tally, texts: Wording) -> Sequence[Row]:
    named = [(value_words(dimension, value, texts), tally) for value, tally in tallies.items()]
    return [_row(name, tally) for name, tally in [*named, (texts("measures.total"), total)]]


def _row(name: str, tally: Tally) -> Row:
    return [name, *(getattr(tally, count) for count in COUNTS), *(getattr(tally, rate) for rate in RATES)]


def _decided(one: ListedExclusion, texts: Wording) -> str:
    if one.lapsed:
        return texts("measures.exclusions.lapsed")
    if one.approved is None:
        return texts("measures.exclusions.waiting")
    return texts(f"measures.exclusions.{'approved' if one.approved else 'refused'}")


def _write(sheet: "Worksheet", rows: Sequence[Row]) -> None:
    from openpyxl.styles import Font

    for row in rows:
        sheet.append([harmless_cell(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for at, column in enumerate(sheet.columns):
        sheet.column_dimensions[str(column[0].column_letter)].width = FIGURE_WIDTH if at else NAME_WIDTH
    percents = len(RATES)
    for cells in sheet.iter_rows(min_row=2, min_col=len(COUNTS) + 2, max_col=len(COUNTS) + 1 + percents):
        for cell in cells:
            cell.number_format = "0.0%"
