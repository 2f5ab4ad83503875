"""The two scales, at every edge the measure names, and against a second way of counting."""

import pytest

from handlers.disclosure.excess.fees import fee_by_pages, fee_by_requests, yuan_of_request


@pytest.mark.parametrize(
    ("count", "yuan"),
    [
        (0, 0),
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (51, 7400),
    ],
)
def test_b3a_by_requests(count: int, yuan: int) -> None:
    assert fee_by_requests(count) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (300, 6700)],
)
def test_b3a_by_pages(pages: int, yuan: int) -> None:
    assert fee_by_pages(pages) == yuan


def test_page_by_page_gives_the_same() -> None:
    def one(page: int) -> int:
        return 0 if page <= 30 else 10 if page <= 100 else 20 if page <= 200 else 40

    total = 0
    for page in range(1, 400):
        total += one(page)
        assert fee_by_pages(page) == total


def test_every_band_of_ten_costs_a_hundred_more() -> None:
    assert [yuan_of_request(number) for number in (31, 40, 41, 91, 101)] == [200, 200, 300, 800, 900]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        fee_by_requests(-1)
    with pytest.raises(ValueError, match="-1"):
        fee_by_pages(-1)
