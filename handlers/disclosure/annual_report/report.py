"""One annual report as a value: made from the ledger, merged from several, checked, and turned to plain numbers (R49, R50)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.counting import (
    ReportedRemedy,
    ReportedRequest,
    count_remedies,
    count_requests,
)
from handlers.disclosure.annual_report.identities import (
    BrokenIdentity,
    broken_in_publication,
    broken_in_remedies,
    broken_in_requests,
)

ReportTable = Mapping[str, Mapping[str, int]]
PublishedTable = Mapping[str, Mapping[str, int | float]]


@dataclass(frozen=True, slots=True)
class AgencyCases:
    """What the ledger of one agency holds: its requests, reviews and suits, and the requests without a receipt date."""

    agency: str
    requests: Sequence[ReportedRequest] = ()
    remedies: Sequence[ReportedRemedy] = ()
    unclassified: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The tables of a year: `published` is 表二 as entered, `requests` 表三, `remedies` 表四.

    `before` is row 四 of last year's report, where it is known; `unclassified` names what is counted nowhere.
    """

    agency: str
    year: int
    requests: ReportTable
    remedies: ReportTable
    published: PublishedTable = field(default_factory=dict)
    before: Mapping[str, int] | None = None
    unclassified: tuple[str, ...] = ()

    def cell(self, row: str, column: str = form.TOTAL) -> int:
        """Give a cell of 表三."""
        return self.requests[row][column]

    def broken(self) -> tuple[BrokenIdentity, ...]:
        """Give every identity that does not hold, by table, row and column; one is enough to hold the report back."""
        published = broken_in_publication(self.published) if self.published else ()
        return (
            *published,
            *broken_in_requests(self.requests, before=self.before),
            *broken_in_remedies(self.remedies),
        )

    def plain(self) -> dict[str, object]:
        """Give the report as `mingbai check annual-report` reads it, the 21 outcomes in a group of their own."""
        outcomes = {row: dict(self.requests[row]) for row in form.OUTCOMES}
        others = {row: dict(cells) for row, cells in self.requests.items() if row not in form.OUTCOMES}
        plain: dict[str, object] = {
            "record": "report",
            "agency": self.agency,
            "year": self.year,
            "table3": {**others, "results": outcomes},
            "table4": {row: dict(cells) for row, cells in self.remedies.items()},
        }
        if self.published:
            plain["table2"] = {row: dict(cells) for row, cells in self.published.items()}
        if self.before is not None:
            plain["carried_forward_before"] = dict(self.before)
        return plain


def report_of(
    cases: AgencyCases,
    *,
    year: int,
    published: PublishedTable | None = None,
    before: Mapping[str, int] | None = None,
) -> AnnualReport:
    """Count the report of one agency; raises `ValueError` for what the form does not know."""
    return AnnualReport(
        cases.agency,
        year,
        count_requests(cases.requests, year=year),
        count_remedies(cases.remedies, year=year),
        published or {},
        before,
        tuple(cases.unclassified),
    )


def merged(reports: Iterable[AnnualReport], *, agency: str) -> AnnualReport:
    """Give the report of all agencies together, cell by cell.

    Last year's row 四 and 表二 are merged where every agency has them. Raises `ValueError` for none, or for different years.
    """
    parts = list(reports)
    if len({part.year for part in parts}) != 1:
        raise ValueError("合并的报告要属于同一年，至少要有一份")
    befores = [part.before for part in parts if part.before is not None]
    complete = len(befores) == len(parts)
    published = [part.published for part in parts]
    return AnnualReport(
        agency,
        parts[0].year,
        _sum([part.requests for part in parts]),
        _sum([part.remedies for part in parts]),
        _sum_published(published) if all(published) else {},
        {column: sum(before.get(column, 0) for before in befores) for column in form.COLUMNS}
        if complete
        else None,
        tuple(name for part in parts for name in part.unclassified),
    )


def _sum(tables: Sequence[ReportTable]) -> dict[str, dict[str, int]]:
    return {
        row: {column: sum(table[row][column] for table in tables) for column in cells}
        for row, cells in tables[0].items()
    }


def _sum_published(tables: Sequence[PublishedTable]) -> dict[str, dict[str, int | float]]:
    # Amounts are entered with a fraction; their binary dust is no money.
    return {
        row: {column: _amount(sum(table[row][column] for table in tables)) for column in columns}
        for row, columns in form.PUBLISHED_COLUMNS.items()
    }


def _amount(value: float) -> int | float:
    return value if isinstance(value, int) else round(value, 6)
