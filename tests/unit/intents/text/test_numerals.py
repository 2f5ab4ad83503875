import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.text.numerals import read_count, read_figures, with_digits


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("三百五", 350), ("三百零五", 305), ("三百五十", 350), ("两千", 2000),
        ("一千零八", 1008), ("两万五", 25_000), ("十二万", 120_000), ("一亿", 100_000_000), ("二〇二六", 2026), ("15", 15),
        ("幺二", 12), ("万", 10_000),
    ],
)  # fmt: skip
def test_counts(said: str, number: int) -> None:
    assert read_count(said) == number


@pytest.mark.parametrize("said", ["", "十块", "abc", "-1", "1.5"])
def test_what_is_no_count(said: str) -> None:
    assert read_count(said) is None


def test_figures_become_digits_one_by_one() -> None:
    assert read_figures("幺三九零〇号") == "13900号"


@given(st.text(alphabet="零〇一二三四五六七八九十百千万亿0123456789", max_size=12))
def test_counting_never_fails(text: str) -> None:
    number = read_count(text)
    assert number is None or number >= 0


@given(st.integers(min_value=0, max_value=99_999))
def test_digits_stay(number: int) -> None:
    assert with_digits(str(number)) == str(number)
