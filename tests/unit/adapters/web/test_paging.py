"""Sheets of a list: hostile numbers mean the first, addresses keep the filters."""

import pytest

from adapters.web.paging import Sheet, page_number


@pytest.mark.parametrize(
    ("wanted", "page"),
    [
        ("3", 3),
        ("", 1),
        ("0", 1),
        ("-2", 1),
        ("x", 1),
        ("9" * 5000, 1),
        ("²", 1),
        ("٣", 1),
        ("99999", 10_000),
    ],
)
def test_only_sensible_numbers_count(wanted: str, page: int) -> None:
    assert page_number(wanted) == page


def test_another_sheet_keeps_the_filters_that_are_set() -> None:
    sheet = Sheet(page=1, more=True, path="/operators", query={"kind": "policy", "text": ""})
    assert sheet.at(2) == "/operators?kind=policy&page=2"
