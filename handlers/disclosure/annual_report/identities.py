"""What has to add up in a finished report; each identity that fails names its table, row and column (disclosure-rules §12)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.disclosure.annual_report import form

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BrokenIdentity:
    """One identity that does not hold, or one cell that is no count."""

    table: str
    row: str
    column: str
    rule: str
    wanted: object = None
    found: object = None

    def __str__(self) -> str:
        """Give it in one sentence."""
        numbers = "" if self.wanted is None else f"：应为 {self.wanted}，写的是 {self.found}"
        return f"{self.table} “{self.row}”行“{self.column}”列，{self.rule}{numbers}"


def broken_in_requests(table: Mapping[str, Any], *, before: Row | None = None) -> tuple[BrokenIdentity, ...]:
    """Check 表三: 一 + 二 = 三（七）+ 四 in every column, every row's total, 三（七） the sum of its 21 rows.

    `before` is last year's row 四, which this year's 二 has to repeat column by column.
    """
    rows = request_rows(table)
    faults = list(_cells("表三", rows, form.REQUEST_ROWS, form.COLUMNS))
    if faults:
        return tuple(faults)
    faults += _row_totals("表三", rows, form.REQUEST_ROWS, form.APPLICANTS)
    for column, name in form.COLUMNS.items():
        faults += _column("表三", rows, column, name)
        wanted = None if before is None else before.get(column)
        if wanted is not None and rows[form.CARRIED_OVER][column] != wanted:
            faults.append(
                BrokenIdentity(
                    "表三",
                    form.REQUEST_ROWS[form.CARRIED_OVER],
                    name,
                    "应等于上年的“四、结转下年度继续办理”",
                    wanted,
                    rows[form.CARRIED_OVER][column],
                )
            )
    return tuple(faults)


def broken_in_remedies(table: Mapping[str, Any]) -> tuple[BrokenIdentity, ...]:
    """Check 表四: in each group the total is the sum of the four results."""
    rows = {key: table.get(key) for key in form.REMEDIES}
    faults = tuple(_cells("表四", rows, form.REMEDIES, form.REMEDY_COLUMNS))
    return faults or tuple(_row_totals("表四", rows, form.REMEDIES, form.RESULTS))


def broken_in_publication(table: Mapping[str, Any]) -> tuple[BrokenIdentity, ...]:
    """Check 表二, where nothing adds up: each cell is a count, the charges an amount in ten thousand yuan."""
    faults = []
    for row, label in form.PUBLISHED_ROWS.items():
        cells = table.get(row)
        for column in form.PUBLISHED_COLUMNS[row]:
            value = cells.get(column) if isinstance(cells, Mapping) else None
            counts = _is_count(value) or (
                column == "amount"
                and isinstance(value, int | float)
                and not isinstance(value, bool)
                and value >= 0
            )
            if not counts:
                faults.append(
                    BrokenIdentity("表二", label, form.PUBLISHED_NAMES[column], "应是不小于 0 的数")
                )
    return tuple(faults)


def request_rows(table: Mapping[str, Any]) -> dict[str, Any]:
    """Give the rows of 表三 by their keys, whether the 21 outcomes stand in a group of their own or among the others."""
    results = table.get("results")
    return {**table, **(results if isinstance(results, Mapping) else {})}


def _cells(
    table: str, rows: Mapping[str, Any], labels: Mapping[str, str], columns: Mapping[str, str]
) -> Iterator[BrokenIdentity]:
    for row, label in labels.items():
        cells = rows.get(row)
        for column, name in columns.items():
            value = cells.get(column) if isinstance(cells, Mapping) else None
            if not _is_count(value):
                yield BrokenIdentity(table, label, name, "应是不小于 0 的整数")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _row_totals(
    table: str, rows: Mapping[str, Any], labels: Mapping[str, str], parts: Mapping[str, str]
) -> Iterator[BrokenIdentity]:
    for row, label in labels.items():
        wanted = sum(rows[row][part] for part in parts)
        if rows[row][form.TOTAL] != wanted:
            yield BrokenIdentity(
                table, label, form.COLUMNS[form.TOTAL], "应等于本行各列之和", wanted, rows[row][form.TOTAL]
            )


def _column(table: str, rows: Mapping[str, Any], column: str, name: str) -> Iterator[BrokenIdentity]:
    done = rows[form.RESULTS_TOTAL][column]
    wanted = sum(rows[outcome][column] for outcome in form.OUTCOMES)
    if done != wanted:
        yield BrokenIdentity(
            table, form.REQUEST_ROWS[form.RESULTS_TOTAL], name, "应等于21项办理结果之和", wanted, done
        )
    left = rows[form.NEW][column] + rows[form.CARRIED_OVER][column] - done
    if rows[form.CARRIED_FORWARD][column] != left:
        yield BrokenIdentity(
            table,
            form.REQUEST_ROWS[form.CARRIED_FORWARD],
            name,
            "应等于 一 + 二 − 三（七）",
            left,
            rows[form.CARRIED_FORWARD][column],
        )
