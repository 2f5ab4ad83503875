from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.slots.calendar import placed
from intents.slots.extractor import Slots
from intents.slots.time_expressions import dates
from intents.text.lexicon import Lexicon
from intents.text.normal_form import fold

WEDNESDAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("2026-03-09", "2026-03-09"),
        ("2026-02", "2026-02-01/2026-02-28"),
        ("2025", "2025-01-01/2025-12-31"),
        ("--03-20", "2026-03-20"),
        ("--12", "2025-12-01/2025-12-31"),
        ("--02-29", "--02-29"),
        ("2024-05/2024-07", "2024-05-01/2024-07-31"),
        ("2019/2022", "2019-01-01/2022-12-31"),
        ("day+1", "2026-03-12"),
        ("day-3", "2026-03-08"),
        ("week:3", "2026-03-11"),
        ("week:2", "2026-03-17"),
        ("week+1:3", "2026-03-18"),
        ("week-1", "2026-03-02/2026-03-08"),
        ("month+1:8", "2026-04-08"),
        ("month-1", "2026-02-01/2026-02-28"),
        ("month+0:31", "2026-03-31"),
        ("month-1:31", "month-1:31"),
        ("quarter-1", "2025-10-01/2025-12-31"),
        ("year-1", "2025-01-01/2025-12-31"),
        ("year+1-02-28", "2027-02-28"),
        ("year+1-02-30", "year+1-02-30"),
        ("year-1-11", "2025-11-01/2025-11-30"),
        ("last:P3Y", "2023-03-11/2026-03-11"),
        ("-P3D", "2026-03-08"),
        ("+P1M", "2026-04-11"),
        ("-P0.5Y", "2025-09-11"),
        ("feast:国庆", "2026-10-01/2026-10-07"),
        ("feast:周末", "2026-03-14/2026-03-15"),
        ("feast:月底", "2026-03-21/2026-03-31"),
        ("feast:春节", "feast:春节"),
        ("P15D", "P15D"),
        ("about:九十年代", "about:九十年代"),
    ],
)
def test_values_in_the_calendar(value: str, meant: str) -> None:
    assert placed(value, WEDNESDAY) == meant


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("明年2月30号上午去领证", [("明年2月30号", "year+1-02-30")]),
        ("去年十一月递交的", [("去年十一月", "year-1-11")]),
        ("后年的五月一号", [("后年的五月一号", "year+2-05-01")]),
        ("今年3月份办的", [("今年3月份", "year+0-03")]),
        ("今年七十八了", [("今年", "year+0")]),
        ("明年三个月的", [("明年", "year+1")]),
    ],
)
def test_a_year_said_relatively_is_joined_with_the_day_behind_it(
    said: str, found: list[tuple[str, str]]
) -> None:
    read = [(said[start:end], value) for start, end, value in dates(said)]
    assert read[: len(found)] == found


def test_a_month_ends_where_it_ends() -> None:
    assert placed("+P1M", date(2026, 1, 31)) == "2026-02-28"
    assert placed("feast:周末", date(2026, 3, 15)) == "2026-03-14/2026-03-15"


def test_slots_are_placed_where_a_clock_is_given(known_words: Lexicon) -> None:
    slots = Slots(known_words, today=lambda: WEDNESDAY)
    found = [s.value for s in slots.extract(fold("约下周三,不行就2019至2022年")) if s.name == "date"]
    assert found == ["2026-03-18", "2019-01-01/2022-12-31"]


@given(
    text=st.text(alphabet="0123456789年月日上下个周一二三大前后天到至近半两几国庆底-", max_size=24),
    today=st.dates(),
)
def test_whatever_is_read_can_be_placed(text: str, today: date) -> None:
    for _, _, value in dates(text):
        assert placed(value, today)
