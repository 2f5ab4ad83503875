"""A finished report that another agency hands in, read back from the grids of its tables 二、三、四 into plain numbers.

Rows are known by the official words, columns by their place: the figures stand at the end of a row, in the order of the
form (国办公开办函〔2021〕30号).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from handlers.disclosure.annual_report import form

Grid = Sequence[Sequence[str]]
Figure = int | float | str | None
_NOT_WORDS = re.compile(r"[\W\d_]+")
_NUMBERING = re.compile(r"^(?:[（(][一二三四五六七][）)]|[一二三四五六七]、)*\d*[.．、]?")
_RESULTS = "三、本年度办理结果"
_WHOLE = re.compile(r"-?\d{1,12}(?:\.0*)?")
_DECIMAL = re.compile(r"-?\d{1,12}\.\d{1,6}")


def tables_in(grids: Sequence[Grid]) -> dict[str, Any]:
    """Give the tables found, under the names of a report in plain form (`table2`, `table3`, `table4`); none is no table."""
    found = {
        "table2": _published(grids),
        "table3": next(filter(None, map(_requests, grids)), None),
        "table4": next(filter(None, map(_remedies, grids)), None),
    }
    return {name: table for name, table in found.items() if table}


def _requests(grid: Grid) -> Mapping[str, Mapping[str, Figure]] | None:
    """Give 表三 of a grid; a row that it lacks is missing here too. None where it is another table."""
    names = {row: _words(_own(label)) for row, label in form.REQUEST_ROWS.items()}
    begun = next((at for at, row in enumerate(grid) if names[form.NEW] in _words("".join(row))), None)
    if begun is None:
        return None
    left = dict(names)
    table: dict[str, Mapping[str, Figure]] = {}
    for row in grid[begun:]:
        cells = _cells(row, len(form.COLUMNS))
        label = _words("".join(row[: len(row) - len(form.COLUMNS)]))
        # In the order of the form, since three rows are called 其他 or end alike.
        key = next((key for key, words in left.items() if label.endswith(words)), None)
        if key is not None and cells is not None:
            table[key] = dict(zip(form.COLUMNS, cells, strict=True))
            left = dict(islice(left.items(), list(left).index(key) + 1, None))
    return table


def _remedies(grid: Grid) -> Mapping[str, Mapping[str, Figure]] | None:
    """Give 表四 of a grid: the row below the last one that names the results. None where it is another table."""
    heads = [at for at, row in enumerate(grid) if _words(form.RESULTS["maintain"]) in _words("".join(row))]
    columns = len(form.REMEDIES) * len(form.REMEDY_COLUMNS)
    if not heads or heads[-1] + 1 >= len(grid):
        return None
    cells = _cells(grid[heads[-1] + 1], columns)
    if cells is None:
        return None
    parts = iter(cells)
    return {
        group: dict(zip(form.REMEDY_COLUMNS, islice(parts, len(form.REMEDY_COLUMNS)), strict=True))
        for group in form.REMEDIES
    }


def _published(grids: Sequence[Grid]) -> Mapping[str, Mapping[str, Figure]]:
    """Give the rows of 表二 that any of the grids has."""
    table: dict[str, Mapping[str, Figure]] = {}
    for row in (row for grid in grids for row in grid if row):
        for key, name in form.PUBLISHED_ROWS.items():
            columns = form.PUBLISHED_COLUMNS[key]
            filled = _trimmed(row)
            if _words(filled[0]) == name and len(filled) > len(columns):
                table[key] = dict(zip(columns, map(_figure, filled[-len(columns) :]), strict=True))
    return table


def _cells(row: Sequence[str], columns: int) -> list[Figure] | None:
    """Give the figures at the end of a row; None where it is too short or has none."""
    if len(row) < columns:
        return None
    cells = [_figure(cell) for cell in row[-columns:]]
    return cells if any(isinstance(cell, int | float) for cell in cells) else None


def _figure(cell: str) -> Figure:
    """Give a cell as a number; as its words where it is none, so that they can be named; nothing where it is empty."""
    words = unicodedata.normalize("NFKC", cell).strip().replace(",", "")
    if _WHOLE.fullmatch(words):
        return int(words.partition(".")[0])
    return float(words) if _DECIMAL.fullmatch(words) else words or None


def _own(label: str) -> str:
    """Give what a row is called in itself, without the part and the number that stand before it."""
    return _NUMBERING.sub("", label.removeprefix(_RESULTS))


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text))


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    filled = max((at for at, cell in enumerate(row, start=1) if cell.strip()), default=0)
    return row[:filled] or ("",)


def same_width(rows: Iterator[Sequence[str]]) -> list[list[str]]:
    """Give rows as they stand in a sheet at one width, that of the last column with anything in it."""
    kept = [list(row) for row in rows]
    width = max((len(_trimmed(row)) for row in kept), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in kept]
