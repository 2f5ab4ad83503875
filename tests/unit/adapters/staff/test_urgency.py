"""How pressing a date is: words always, colours beside them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.staff.urgency import urgency, waiting_since
from handlers.texts import Texts

TEXTS = Texts.load()
DUE = date(2026, 12, 18)
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (20, "还有20个工作日", "good"),
        (6, "还有6个工作日", "good"),
        (5, "还有5个工作日", "warn"),
        (1, "还有1个工作日", "warn"),
        (0, "今天到期", "bad"),
        (-1, "已超期1个工作日", "bad"),
    ],
)
def test_days_left_are_said_and_coloured(left: int, words: str, tone: str) -> None:
    found = urgency(DUE, left, done=False, waiting=False, texts=TEXTS)
    assert (found.words, found.tone) == (words, tone)


def test_a_date_that_cannot_be_known_is_not_guessed() -> None:
    assert urgency(None, None, done=False, waiting=False, texts=TEXTS).words == "待放假安排公布后确定"


def test_an_unconfirmed_request_has_no_date_and_a_closed_one_is_no_longer_pressing() -> None:
    assert urgency(None, None, done=False, waiting=True, texts=TEXTS).tone == "warn"
    assert urgency(DUE, -9, done=True, waiting=False, texts=TEXTS).tone == ""


@pytest.mark.parametrize(
    ("waited", "words", "tone"),
    [
        (timedelta(minutes=59), "刚刚收到", "good"),
        (timedelta(hours=1), "已等1小时", "good"),
        (timedelta(hours=4), "已等4小时", "warn"),
        (timedelta(hours=23, minutes=59), "已等23小时", "warn"),
        (timedelta(hours=24), "已等1天", "bad"),
        (timedelta(days=9, hours=5), "已等9天", "bad"),
    ],
)
def test_waiting_grows_more_pressing(waited: timedelta, words: str, tone: str) -> None:
    found = waiting_since(NOW - waited, now=NOW, done=False, texts=TEXTS)
    assert (found.words, found.tone) == (words, tone)
