"""Annual reports: tables counted from a year's cases against those labelled, and finished ones against their identities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from adapters.cli.procedure import report_papers
from adapters.cli.procedure.outcome import CaseOutcome, CheckedCases, records
from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.counting import (
    ReportedRemedy,
    ReportedRequest,
    count_remedies,
    count_requests,
)
from handlers.disclosure.annual_report.identities import (
    broken_in_publication,
    broken_in_remedies,
    broken_in_requests,
    request_rows,
)
from handlers.disclosure.statute.reading import civil_day

_NAMES = {"table3": "表三", "table4": "表四"}
META, REQUEST, REMEDY, EXPECTED, REPORT = "meta", "request", "remedy", "expected", "report"


@dataclass(slots=True)
class ReportYear:
    """The records of one year as they are read: `expected` is the report that should come out."""

    name: str
    year: int | None = None
    requests: list[ReportedRequest] = field(default_factory=list)
    remedies: list[ReportedRemedy] = field(default_factory=list)
    expected: Mapping[str, Any] | None = None


def check(paths: Sequence[Path]) -> CheckedCases:
    """Count each year's cases and hold every table against its label and its identities.

    A `meta` record begins a year, `request` and `remedy` are its cases, `expected` its tables; of a `report`, and of
    tables that come without any case, only the identities are tried: that is a finished report of somebody else. So of a
    workbook or a Word file. Raises `ValueError` naming file and line where one cannot be read.
    """
    outcomes: list[CaseOutcome] = []
    ignored = 0
    for path in paths:
        if report_papers.is_paper(path):
            outcomes.append(CaseOutcome(path.name, tuple(_broken(report_papers.tables_of(path)))))
            continue
        years = [ReportYear(path.stem)]
        for number, record in records(path):
            try:
                taken = _take(years, record)
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name} 第{number}行：{_reason(error)}") from error
            if record.get("record") == REPORT:
                outcomes.append(CaseOutcome(str(record.get("id", number)), tuple(_broken(record))))
            ignored += not taken
        outcomes += [outcome for year in years for outcome in _outcomes(year)]
    return CheckedCases(tuple(outcomes), ignored)


def _reason(error: Exception) -> str:
    return f"缺少 {error.args[0]}" if isinstance(error, KeyError) else str(error)


def _take(years: list[ReportYear], record: Mapping[str, Any]) -> bool:
    kind, now = record.get("record"), years[-1]
    if kind == META:
        years.append(ReportYear(str(record.get("id", record["year"])), int(record["year"])))
    elif kind == REQUEST:
        now.requests.append(_request(record))
    elif kind == REMEDY:
        now.remedies.append(_remedy(record))
    elif kind == EXPECTED:
        now.expected = record
        now.year = int(record["year"]) if record.get("year") else now.year
    return kind in {META, REQUEST, REMEDY, EXPECTED, REPORT}


def _request(record: Mapping[str, Any]) -> ReportedRequest:
    return ReportedRequest(
        applicant=str(record["applicant"]),
        receipt_on=_day(record["receipt_date"]),
        closed_on=_day(record["closed_date"]),
        outcome=str(record.get("outcome") or ""),
    )


def _remedy(record: Mapping[str, Any]) -> ReportedRemedy:
    return ReportedRemedy(
        kind=str(record["kind"]),
        filed_on=civil_day(record["filed"]),
        closed_on=_day(record["closed"]),
        result=str(record.get("result") or ""),
    )


def _day(value: object) -> date | None:
    return civil_day(value) if value else None


def _outcomes(year: ReportYear) -> Iterator[CaseOutcome]:
    if year.expected is None:
        return
    if not year.requests and not year.remedies:
        yield CaseOutcome(year.name, tuple(_broken(year.expected, whole=False)))
        return
    if year.year is None:
        raise ValueError(f"{year.name}：没有写是哪一年的报告（meta 记录的 year）")
    table3, table4 = year.expected.get("table3"), year.expected.get("table4")
    if isinstance(table3, Mapping):
        try:
            counted = count_requests(year.requests, year=year.year)
        except ValueError as error:
            yield CaseOutcome(f"{year.name} 表三", (str(error),))
            return
        faults = _differing("表三", request_rows(table3), counted, form.REQUEST_ROWS, form.COLUMNS)
        yield CaseOutcome(f"{year.name} 表三", (*faults, *map(str, broken_in_requests(table3))))
    if isinstance(table4, Mapping):
        try:
            counted = count_remedies(year.remedies, year=year.year)
        except ValueError as error:
            yield CaseOutcome(f"{year.name} 表四", (str(error),))
            return
        faults = _differing("表四", table4, counted, form.REMEDIES, form.REMEDY_COLUMNS)
        yield CaseOutcome(f"{year.name} 表四", (*faults, *map(str, broken_in_remedies(table4))))


def _differing(
    table: str,
    wanted: Mapping[str, Any],
    counted: Mapping[str, Mapping[str, int]],
    rows: Mapping[str, str],
    columns: Mapping[str, str],
) -> Iterator[str]:
    """Give each labelled cell that is counted otherwise, by the names of its row and column."""
    for row, label in rows.items():
        cells = wanted.get(row)
        if not isinstance(cells, Mapping):
            continue
        for column, name in columns.items():
            if column in cells and cells[column] != counted[row][column]:
                yield f"{table} “{label}”行“{name}”列应为 {cells[column]}，算得 {counted[row][column]}"


def _broken(report: Mapping[str, Any], *, whole: bool = True) -> Iterator[str]:
    """Give what does not add up in a finished report; tables that a `whole` one lacks are said to be missing."""
    parts = {"table3": broken_in_requests, "table4": broken_in_remedies}
    for key, broken in parts.items():
        table = report.get(key)
        if not isinstance(table, Mapping):
            if whole:
                yield f"缺少{_NAMES[key]}"
            continue
        before = report.get("carried_forward_before") if key == "table3" else None
        found = broken_in_requests(table, before=before) if isinstance(before, Mapping) else broken(table)
        yield from map(str, found)
    if isinstance(report.get("table2"), Mapping):
        yield from map(str, broken_in_publication(report["table2"]))
