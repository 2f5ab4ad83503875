"""Annual reports from a ledger file: the cases of all agencies, one record on each line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from adapters.cli.disclosure.letter_files import read
from adapters.cli.procedure.outcome import records
from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.counting import ReportedRemedy, ReportedRequest
from handlers.disclosure.annual_report.paper import paper
from handlers.disclosure.annual_report.remedy_results import result_of
from handlers.disclosure.annual_report.report import AgencyCases, AnnualReport, merged, report_of
from handlers.disclosure.annual_report.workbook import workbook
from handlers.disclosure.statute.reading import civil_day
from handlers.texts import Texts


@dataclass(slots=True)
class LedgerPages:
    """The records of one agency as they are read."""

    requests: list[ReportedRequest] = field(default_factory=list)
    remedies: list[ReportedRemedy] = field(default_factory=list)
    unclassified: list[str] = field(default_factory=list)


def made(
    ledger: Path,
    *,
    year: int,
    published: Path | None = None,
    agency: str = "",
    before: Path | None = None,
    name: str = "",
) -> AnnualReport:
    """Give the report of one agency, or of all agencies merged; `name` stands in its title.

    Raises `ValueError` naming file and line for a record that cannot be counted, or an agency that has none.
    """
    pages = _pages(ledger)
    if agency and agency not in pages:
        raise ValueError(
            f"{ledger.name} 里没有“{agency}”的案件，只有：{'、'.join(filter(None, pages)) or '（没有写机关）'}"
        )
    entered = _published(published) if published else None
    carried = _carried(before) if before else None
    chosen = {name: one for name, one in pages.items() if not agency or name == agency}
    parts = [report_of(_cases(one, page), year=year) for one, page in chosen.items()]
    whole = parts[0] if len(parts) == 1 else merged(parts, agency="")
    return replace(whole, agency=name or whole.agency, published=entered or {}, before=carried)


def written(report: AnnualReport, kind: Literal["xlsx", "docx", "json"]) -> bytes:
    """Give the report as a file."""
    if kind == "xlsx":
        return workbook(report)
    if kind == "docx":
        return paper(report, Texts.load())
    # One line, as `mingbai check annual-report` reads it.
    return json.dumps(report.plain(), ensure_ascii=False).encode() + b"\n"


def _cases(name: str, page: LedgerPages) -> AgencyCases:
    return AgencyCases(name, page.requests, page.remedies, page.unclassified)


def _pages(ledger: Path) -> dict[str, LedgerPages]:
    pages: dict[str, LedgerPages] = {}
    for number, record in records(ledger):
        try:
            _take(pages, record)
        except (KeyError, TypeError, ValueError) as error:
            why = f"缺少 {error.args[0]}" if isinstance(error, KeyError) else str(error)
            raise ValueError(f"{ledger.name} 第{number}行：{why}") from error
    if not pages:
        raise ValueError(f"{ledger.name} 里没有案件（record 是 request 或者 remedy 的行）")
    return pages


def _take(pages: dict[str, LedgerPages], record: Mapping[str, Any]) -> None:
    if record.get("record") not in {"request", "remedy"}:
        return
    page = pages.setdefault(str(record.get("agency") or ""), LedgerPages())
    if record["record"] == "remedy":
        page.remedies.append(_remedy(record))
        return
    request = _request(record)
    page.requests.append(request)
    if request.receipt_on is None:
        page.unclassified.append(
            f"{record.get('case_no', '（没有编号）')}：还没有收到申请之日（双方没有确认）"
        )


def _request(record: Mapping[str, Any]) -> ReportedRequest:
    applicant, outcome = str(record["applicant"]), str(record.get("outcome") or "")
    received, closed = _day(record["receipt_date"]), _day(record["closed_date"])
    if applicant not in form.APPLICANTS:
        raise ValueError(f"没有“{applicant[:20]}”这种申请人")
    if closed and outcome not in form.OUTCOMES:
        raise ValueError(f"没有“{outcome[:20]}”这种办理结果")
    if received and closed and closed < received:
        raise ValueError("办结日期早于收到申请之日")
    return ReportedRequest(applicant, received, closed, outcome)


def _remedy(record: Mapping[str, Any]) -> ReportedRemedy:
    kind, filed, closed = str(record["kind"]), civil_day(record["filed"]), _day(record["closed"])
    if kind not in form.REMEDIES:
        raise ValueError(f"没有“{kind[:20]}”这种救济")
    result = str(record.get("result") or "")
    if closed and not result:
        result = result_of(str(record.get("detail") or ""))
    if closed and result not in form.RESULTS:
        raise ValueError(f"没有“{result[:20]}”这种结果")
    return ReportedRemedy(kind, filed, closed, result)


def _day(value: object) -> date | None:
    return civil_day(value) if value else None


def _published(path: Path) -> dict[str, dict[str, int | float]]:
    tree = read(path).fields
    return {
        row: {column: cells.get(column, "") for column in columns}
        for row, columns in form.PUBLISHED_COLUMNS.items()
        if isinstance(cells := tree.get(row, {}), Mapping)
    }


def _carried(path: Path) -> dict[str, int]:
    """Give row 四 of last year's report, as `--format json` wrote it."""
    table = read(path).group("table3").group(form.CARRIED_FORWARD).fields
    if faulty := [column for column in form.COLUMNS if type(table.get(column)) is not int]:
        raise ValueError(f"{path.name}：四、结转下年度继续办理 的 {form.COLUMNS[faulty[0]]} 不是整数")
    return {column: table[column] for column in form.COLUMNS}
