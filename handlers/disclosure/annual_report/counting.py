"""The tables 三 and 四 counted from the cases of a year (disclosure-rules §12)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from handlers.disclosure.annual_report import form

PENDING = "pending"


@dataclass(frozen=True, slots=True)
class ReportedRequest:
    """One request as the report sees it; without a receipt date it is not counted at all."""

    applicant: str
    receipt_on: date | None
    closed_on: date | None
    outcome: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class ReportedRemedy:
    """One review or suit; `result` counts once it is concluded, `number` is the case that it is about where that is known."""

    kind: str
    filed_on: date
    closed_on: date | None
    result: str
    number: str = field(default="", compare=False)


def count_requests(requests: Iterable[ReportedRequest], *, year: int) -> dict[str, dict[str, int]]:
    """Give the rows of 表三: received by receipt date, done by closing date, one outcome each; the rest is carried on.

    Raises `ValueError` for an applicant or outcome that the form does not know.
    """
    rows = {row: dict.fromkeys(form.COLUMNS, 0) for row in form.REQUEST_ROWS}
    for request in requests:
        for row in _rows_of(request, year):
            for column in _columns_of(request):
                rows[row][column] += 1
    return rows


def cases_by_cell(requests: Iterable[ReportedRequest], *, year: int) -> dict[tuple[str, str], list[str]]:
    """Give for each cell of 表三, by row and column, the numbers of the requests that it counts; raises as `count_requests`."""
    found: dict[tuple[str, str], list[str]] = {}
    for request in requests:
        for row in _rows_of(request, year):
            for column in _columns_of(request):
                found.setdefault((row, column), []).append(request.number)
    return found


def _rows_of(request: ReportedRequest, year: int) -> tuple[str, ...]:
    """Give the rows in which a year counts a request; none where it was not in hand in that year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    received, closed = request.receipt_on, request.closed_on
    if received is None or received > last or (closed is not None and closed < first):
        return ()
    came = form.NEW if received >= first else form.CARRIED_OVER
    if closed is None or closed > last:
        return came, form.CARRIED_FORWARD
    if request.outcome not in form.OUTCOMES:
        raise ValueError(f"没有“{request.outcome}”这种办理结果")
    return came, request.outcome, form.RESULTS_TOTAL


def _columns_of(request: ReportedRequest) -> tuple[str, str]:
    if request.applicant not in form.APPLICANTS:
        raise ValueError(f"没有“{request.applicant}”这种申请人")
    return request.applicant, form.TOTAL


def count_remedies(remedies: Iterable[ReportedRemedy], *, year: int) -> dict[str, dict[str, int]]:
    """Give the groups of 表四: open at any time in the year counts once, by its result if concluded in the year [conv].

    Raises `ValueError` for a kind or result that the form does not know.
    """
    rows = {kind: dict.fromkeys(form.REMEDY_COLUMNS, 0) for kind in form.REMEDIES}
    for remedy in remedies:
        for column in remedy_columns(remedy, year=year):
            rows[remedy.kind][column] += 1
    return rows


def remedy_columns(remedy: ReportedRemedy, *, year: int) -> tuple[str, ...]:
    """Give the columns of its kind's group in which a year counts a review or suit; none where it was not open in it.

    Raises `ValueError` for a kind or result that the form does not know.
    """
    if remedy.kind not in form.REMEDIES:
        raise ValueError(f"没有“{remedy.kind}”这种救济")
    first, last = date(year, 1, 1), date(year, 12, 31)
    if remedy.filed_on > last or (remedy.closed_on is not None and remedy.closed_on < first):
        return ()
    done = remedy.closed_on is not None and remedy.closed_on <= last
    result = remedy.result if done else PENDING
    if result not in form.RESULTS:
        raise ValueError(f"没有“{remedy.result}”这种结果")
    return result, form.TOTAL
