"""The cases behind the cells of 表三 are those that the cells count, whatever the requests are."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.counting import ReportedRequest, cases_by_cell, count_requests

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
REQUESTS = st.builds(
    ReportedRequest,
    st.sampled_from(sorted(form.APPLICANTS)),
    st.none() | DAYS,
    st.none() | DAYS,
    st.sampled_from(sorted(form.OUTCOMES)),
    st.uuids().map(str),
)


@given(st.lists(REQUESTS, max_size=30), st.integers(2024, 2027))
def test_a_cell_counts_exactly_the_cases_that_it_opens(requests: list[ReportedRequest], year: int) -> None:
    cells = cases_by_cell(requests, year=year)
    for row, figures in count_requests(requests, year=year).items():
        for column, figure in figures.items():
            numbers = cells.get((row, column), [])
            assert (len(numbers), len(set(numbers))) == (figure, figure)
