"""What an agency enters of its report is read whole or named cell by cell."""

import pytest

from bot.errors import InputError
from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.entry import AnnualEntry, carried_field, field_of, read_entry
from handlers.disclosure.annual_report.identities import broken_in_publication

CELLS = [field_of(row, column) for row, columns in form.PUBLISHED_COLUMNS.items() for column in columns]
WHOLE = dict.fromkeys(CELLS, "0")
CARRIED = {carried_field(column): "1" for column in form.APPLICANTS}


def test_nothing_entered_is_nothing() -> None:
    assert read_entry({}) == AnnualEntry({}, None)
    assert read_entry(dict.fromkeys([*CELLS, *CARRIED], "  ")) == AnnualEntry({}, None)


def test_a_whole_table_is_read_as_numbers_and_adds_up() -> None:
    entry = read_entry({**WHOLE, "published.permits.decisions": " １２ ", "published.charges.amount": "3.25"})
    assert entry.published["permits"] == {"decisions": 12}
    assert entry.published["charges"] == {"amount": 3.25}
    assert broken_in_publication(entry.published) == ()
    assert entry.carried is None


def test_last_years_row_is_added_up() -> None:
    entry = read_entry(CARRIED)
    assert entry.published == {}
    assert entry.carried == {**dict.fromkeys(form.APPLICANTS, 1), "total": 6}


@pytest.mark.parametrize("cell", [*CELLS, *CARRIED])
@pytest.mark.parametrize("typed", ["", "-1", "一", "1e3", "=1", "9" * 10, "1.2345678"])
def test_each_cell_that_is_no_number_is_named(cell: str, typed: str) -> None:
    with pytest.raises(InputError) as refused:
        read_entry({**WHOLE, **CARRIED, cell: typed})
    kind, row, *_ = cell.split(".")
    wanted = form.PUBLISHED_ROWS[row] if kind == "published" else form.REQUEST_ROWS[form.CARRIED_FORWARD]
    assert refused.value.values["row"] == wanted
    assert refused.value.values["column"]


def test_only_money_has_a_fraction() -> None:
    with pytest.raises(InputError, match="no_count"):
        read_entry({**WHOLE, "published.permits.decisions": "1.5"})
