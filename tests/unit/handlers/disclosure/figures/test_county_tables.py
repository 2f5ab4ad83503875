"""The county's tables are the sum of its agencies' reports, and every cell opens exactly the cases that it counts."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.counting import ReportedRemedy, ReportedRequest
from handlers.disclosure.annual_report.report import AgencyCases, merged, report_of
from handlers.disclosure.figures.county import county_tables

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
REQUESTS = st.builds(
    ReportedRequest,
    st.sampled_from(sorted(form.APPLICANTS)),
    DAYS,
    st.none() | DAYS,
    st.sampled_from(sorted(form.OUTCOMES)),
    st.uuids().map(str),
)
REMEDIES = st.builds(
    ReportedRemedy,
    st.sampled_from(sorted(form.REMEDIES)),
    DAYS,
    st.none() | DAYS,
    st.sampled_from(sorted(set(form.RESULTS) - {"pending"})),
    st.uuids().map(str),
)
AGENCIES = st.lists(
    st.builds(
        AgencyCases,
        st.sampled_from(["", "jiaoyu", "minzheng"]),
        st.lists(REQUESTS, max_size=8),
        st.lists(REMEDIES, max_size=5),
        st.lists(st.uuids().map(str), max_size=2),
    ),
    min_size=1,
    max_size=4,
)


@given(AGENCIES, st.integers(2024, 2027))
def test_each_cell_is_the_sum_of_the_agencies_and_opens_its_cases(
    parts: list[AgencyCases], year: int
) -> None:
    whole = merged([report_of(one, year=year) for one in parts], agency="")
    tables = county_tables(parts, year=year)
    for row, cells in whole.requests.items():
        for column, figure in cells.items():
            numbers = [one.number for part in tables.agencies for one in part.requests.get((row, column), ())]
            assert (tables.requests(row, column), len(set(numbers))) == (figure, figure)
    for kind, cells in whole.remedies.items():
        for column, figure in cells.items():
            assert tables.remedies(kind, column) == figure
    assert tables.left_out == sum(len(one.unclassified) for one in parts)


def test_a_result_that_the_form_does_not_know_is_left_out_and_said() -> None:
    odd = ReportedRequest("natural", date(2026, 1, 5), date(2026, 1, 9), "lost", "GK1")
    tables = county_tables([AgencyCases("", [odd])], year=2026)
    assert (tables.requests(form.NEW, form.TOTAL), tables.left_out) == (0, 1)
