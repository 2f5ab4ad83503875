"""What an agency enters of its report, read from the fields of a form: 表二, and row 四 of last year's report. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.errors import InputError
from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.report import PublishedTable

COUNT = re.compile(r"[0-9]{1,9}")
AMOUNT = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
MONEY = "amount"


@dataclass(frozen=True, slots=True)
class AnnualEntry:
    """What was entered: 表二, empty where it was not, and last year's row 四, None where it was not."""

    published: PublishedTable = field(default_factory=dict)
    carried: Mapping[str, int] | None = None


def field_of(row: str, column: str) -> str:
    """Give the name of the form's field for a cell of 表二."""
    return f"published.{row}.{column}"


def carried_field(column: str) -> str:
    """Give the name of the form's field for a column of last year's row 四."""
    return f"carried.{column}"


def read_entry(fields: Mapping[str, str]) -> AnnualEntry:
    """Read what was entered; 表二 and the row are each entered whole or left empty.

    The row's total is added up. Raises `InputError` naming row and column of the first cell that is missing or no number.
    """
    published = {
        row: {column: _told(fields, field_of(row, column)) for column in columns}
        for row, columns in form.PUBLISHED_COLUMNS.items()
    }
    carried = {column: _told(fields, carried_field(column)) for column in form.APPLICANTS}
    return AnnualEntry(
        dict(_published(published)) if any(any(cells.values()) for cells in published.values()) else {},
        _carried(carried) if any(carried.values()) else None,
    )


def _told(fields: Mapping[str, str], name: str) -> str:
    return unicodedata.normalize("NFKC", fields.get(name, "")).strip()


def _published(told: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, dict[str, int | float]]]:
    for row, cells in told.items():
        yield (
            row,
            {
                column: _number(text, form.PUBLISHED_ROWS[row], form.PUBLISHED_NAMES[column], column == MONEY)
                for column, text in cells.items()
            },
        )


def _carried(told: Mapping[str, str]) -> dict[str, int]:
    row = form.REQUEST_ROWS[form.CARRIED_FORWARD]
    cells = {column: int(_number(text, row, form.COLUMNS[column], False)) for column, text in told.items()}
    return {**cells, form.TOTAL: sum(cells.values())}


def _number(text: str, row: str, column: str, money: bool) -> int | float:
    if COUNT.fullmatch(text):
        return int(text)
    if money and AMOUNT.fullmatch(text):
        return float(text)
    raise InputError("annual.entry.no_amount" if money else "annual.entry.no_count", row=row, column=column)
