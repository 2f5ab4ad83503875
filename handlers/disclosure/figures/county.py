"""The tables 三 and 四 of all agencies together, each cell with the cases that it counts, agency by agency. Pure.

The merged report of the county is the sum of its agencies' reports (R50); here every summand can be looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.disclosure.annual_report.counting import (
    ReportedRemedy,
    ReportedRequest,
    cases_by_cell,
    remedy_columns,
)
from handlers.disclosure.annual_report.form import OUTCOMES
from handlers.disclosure.annual_report.report import AgencyCases

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AgencyTables:
    """What one agency adds: the requests behind each cell of 表三, the reviews and suits behind each of 表四.

    `left_out` are the requests that no cell counts yet.
    """

    agency: str
    requests: Mapping[Cell, tuple[ReportedRequest, ...]]
    remedies: Mapping[Cell, tuple[ReportedRemedy, ...]]
    left_out: int


@dataclass(frozen=True, slots=True)
class CountyTables:
    """Both tables of a year; `agencies` stand in the order of the county's directory."""

    year: int
    agencies: tuple[AgencyTables, ...]

    def requests(self, row: str, column: str) -> int:
        """Give the figure of a cell of 表三."""
        return sum(len(one.requests.get((row, column), ())) for one in self.agencies)

    def remedies(self, kind: str, column: str) -> int:
        """Give the figure of a cell of 表四."""
        return sum(len(one.remedies.get((kind, column), ())) for one in self.agencies)

    @property
    def left_out(self) -> int:
        """How many requests no cell counts yet."""
        return sum(one.left_out for one in self.agencies)


def county_tables(parts: Sequence[AgencyCases], *, year: int) -> CountyTables:
    """Count the cases of all agencies; a request whose result the form does not know is left out, and counted as such."""
    return CountyTables(year, tuple(_tables(cases, year) for cases in parts))


def _tables(cases: AgencyCases, year: int) -> AgencyTables:
    counted = [one for one in cases.requests if one.closed_on is None or one.outcome in OUTCOMES]
    by_number = {one.number: one for one in counted}
    remedies: dict[Cell, list[ReportedRemedy]] = {}
    for remedy in cases.remedies:
        for column in remedy_columns(remedy, year=year):
            remedies.setdefault((remedy.kind, column), []).append(remedy)
    return AgencyTables(
        cases.agency,
        {
            cell: tuple(by_number[number] for number in numbers)
            for cell, numbers in cases_by_cell(counted, year=year).items()
        },
        {cell: tuple(found) for cell, found in remedies.items()},
        len(cases.unclassified) + len(cases.requests) - len(counted),
    )
