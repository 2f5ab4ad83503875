"""Annual reports from the program's own ledger, or from a file: the cases of all agencies, one record on each line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from adapters.cli.disclosure.letter_files import directory, read
from adapters.cli.procedure.outcome import records
from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.counting import ReportedRemedy, ReportedRequest
from handlers.disclosure.annual_report.remedy_results import result_of
from handlers.disclosure.annual_report.report import AgencyCases, AnnualReport, merged, report_of
from handlers.disclosure.figures.annual import AnnualReports
from handlers.disclosure.statute.reading import civil_day


@dataclass(slots=True)
class LedgerPages:
    """The records of one agency as they are read."""

    requests: list[ReportedRequest] = field(default_factory=list)
    remedies: list[ReportedRemedy] = field(default_factory=list)
    unclassified: list[str] = field(default_factory=list)


async def counted(year: int, *, agency: str = "") -> AnnualReport:
    """Give the report that the program's own ledger makes, with what was entered at the desk; all agencies merged without one.

    Raises `ValueError` for an agency that the directory does not list.
    """
    from adapters.cli.retention import opened

    agencies = directory(None)
    found = agencies.agency(agency) if agency else agencies.home
    if found is None:
        known = "、".join(one.name for one in agencies.agencies)
        raise ValueError(f"机构名录里没有“{agency}”，只有：{known}")
    async with opened() as stores:
        reports = AnnualReports(stores.database, clock=stores.clock)
        if not agency:
            return await reports.whole(year, agencies=agencies, name=found.name)
        return await reports.report("" if found is agencies.home else found.key, year, name=found.name)


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
    chosen = {name: one for name, one in pages.items() if not agency or name == agency}
    parts = [report_of(_cases(one, page), year=year) for one, page in chosen.items()]
    whole = parts[0] if len(parts) == 1 else merged(parts, agency="")
    return completed(whole, published=published, before=before, name=name)


def completed(
    report: AnnualReport, *, published: Path | None, before: Path | None, name: str
) -> AnnualReport:
    """Give a report with what the files say in the place of what it holds; raises `ValueError` for one that is none."""
    return replace(
        report,
        agency=name or report.agency,
        published=_published(published) if published else report.published,
        before=_carried(before) if before else report.before,
    )


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
