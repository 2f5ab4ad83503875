import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
)

days = st.dates(date(2023, 11, 1), date(2027, 2, 28))
REQUESTS = st.builds(
    ReportedRequest,
    applicant=st.sampled_from(list(form.APPLICANTS)),
    receipt_on=st.none() | days,
    closed_on=st.none() | days,
    outcome=st.sampled_from(list(form.OUTCOMES)),
)
REMEDIES = st.builds(
    ReportedRemedy,
    kind=st.sampled_from(list(form.REMEDIES)),
    filed_on=days,
    closed_on=st.none() | days,
    result=st.sampled_from(["maintain", "correct", "other"]),
)


def lawful(requests: list[ReportedRequest]) -> list[ReportedRequest]:
    """Leave out what was closed before it was received."""
    return [
        one for one in requests if not (one.receipt_on and one.closed_on and one.closed_on < one.receipt_on)
    ]


def test_the_form_has_its_official_rows_and_columns() -> None:
    assert len(form.OUTCOMES) == 21
    assert len(form.REQUEST_ROWS) == 25
    assert len(form.COLUMNS) == 7


@given(st.lists(REQUESTS, max_size=30))
def test_what_is_counted_adds_up_and_is_carried_into_the_next_year(requests: list[ReportedRequest]) -> None:
    cases = lawful(requests)
    first, second = count_requests(cases, year=2025), count_requests(cases, year=2026)
    assert broken_in_requests(first) == ()
    assert broken_in_requests(second, before=first[form.CARRIED_FORWARD]) == ()
    grouped = {row: cells for row, cells in first.items() if row not in form.OUTCOMES}
    grouped["results"] = {row: first[row] for row in form.OUTCOMES}  # type: ignore[assignment]
    assert broken_in_requests(grouped) == ()


@given(st.lists(REMEDIES, max_size=20))
def test_remedies_counted_add_up(remedies: list[ReportedRemedy]) -> None:
    assert broken_in_remedies(count_remedies(remedies, year=2025)) == ()


@given(st.sampled_from(list(form.REQUEST_ROWS)), st.sampled_from(list(form.COLUMNS)), st.integers(1, 5))
def test_no_single_wrong_cell_goes_unnoticed(row: str, column: str, slip: int) -> None:
    received = ReportedRequest("natural", date(2025, 3, 3), date(2025, 4, 1), "granted")
    table = copy.deepcopy(count_requests([received], year=2025))
    table[row][column] += slip
    found = broken_in_requests(table)
    assert found
    assert any(form.REQUEST_ROWS[row] == one.row or form.COLUMNS[column] == one.column for one in found)


def test_a_failing_identity_names_row_and_column_with_both_numbers() -> None:
    table = count_requests([ReportedRequest("research", date(2025, 3, 3), None, "")], year=2025)
    table[form.CARRIED_FORWARD]["research"] = 4
    table[form.CARRIED_FORWARD]["total"] = 4
    told = [str(one) for one in broken_in_requests(table)]
    assert told == [
        "表三 “四、结转下年度继续办理”行“科研机构”列，应等于 一 + 二 − 三（七）：应为 1，写的是 4",
        "表三 “四、结转下年度继续办理”行“总计”列，应等于 一 + 二 − 三（七）：应为 1，写的是 4",
    ]
    (carried,) = broken_in_requests(
        count_requests([], year=2025), before={**dict.fromkeys(form.COLUMNS, 0), "other": 2}
    )
    assert (carried.row, carried.column, carried.wanted) == (form.REQUEST_ROWS[form.CARRIED_OVER], "其他", 2)


@pytest.mark.parametrize("value", [None, -1, 1.5, "3", True, []])
def test_a_cell_that_is_no_count_is_named_and_nothing_is_added_up(value: Any) -> None:
    table: dict[str, Any] = count_requests([], year=2025)
    table["partial"]["business"] = value
    (found,) = broken_in_requests(table)
    assert (found.row, found.column) == (form.REQUEST_ROWS["partial"], "商业企业")
    remedies: dict[str, Any] = count_remedies([], year=2025)
    remedies["review"]["total"] = value
    assert [one.row for one in broken_in_remedies(remedies)] == ["行政复议"]


def test_a_table_without_rows_is_told_cell_by_cell() -> None:
    assert len(broken_in_requests({})) == 25 * 7
    assert len(broken_in_remedies({"review": 3})) == 3 * 5


def test_published_counts_are_numbers_and_charges_may_have_a_fraction() -> None:
    table: dict[str, dict[str, Any]] = {
        row: dict.fromkeys(form.PUBLISHED_COLUMNS[row], 0) for row in form.PUBLISHED_ROWS
    }
    table["charges"]["amount"] = 12.5
    assert broken_in_publication(table) == ()
    table["penalties"]["decisions"] = 1.5
    (found,) = broken_in_publication(table)
    assert str(found) == "表二 “行政处罚”行“本年处理决定数量”列，应是不小于 0 的数"


@pytest.mark.parametrize(
    "wrong",
    [
        ReportedRequest("martian", date(2025, 3, 3), None, ""),
        ReportedRequest("natural", date(2025, 3, 3), date(2025, 3, 4), "lost"),
    ],
)
def test_what_the_form_does_not_know_is_refused(wrong: ReportedRequest) -> None:
    with pytest.raises(ValueError, match="没有"):
        count_requests([wrong], year=2025)
    with pytest.raises(ValueError, match="没有"):
        count_remedies([ReportedRemedy("duel", date(2025, 3, 3), None, "")], year=2025)
    with pytest.raises(ValueError, match="没有"):
        count_remedies([ReportedRemedy("review", date(2025, 3, 3), date(2025, 4, 3), "won")], year=2025)
