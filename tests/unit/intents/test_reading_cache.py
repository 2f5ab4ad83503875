"""Readings are given again only where they would come out the same."""

from datetime import date

import pytest

from bot.understanding import Context, Understanding
from intents.reading_cache import READINGS_REMEMBERED, RecalledReadings


class Counting:
    def __init__(self) -> None:
        self.read: list[tuple[str, Context]] = []

    def recognize(self, text: str, context: Context) -> Understanding:
        self.read.append((text, context))
        return Understanding(text, "greet", 1.0)

    def teach(self, titles: tuple[str, ...], *, guides: tuple[str, ...]) -> None:
        self.titles = (titles, guides)


class Days:
    def __init__(self) -> None:
        self.day = date(2026, 11, 22)

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def inner() -> Counting:
    return Counting()


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def recalled(inner: Counting, days: Days) -> RecalledReadings:
    return RecalledReadings(inner, today=days)  # type: ignore[arg-type]


def test_the_same_words_in_the_same_place_are_read_once(recalled: RecalledReadings, inner: Counting) -> None:
    assert recalled.recognize("你好") is recalled.recognize("你好")
    recalled.recognize("你好", Context(form="f"))
    assert [context.form for _, context in inner.read] == [None, "f"]


def test_another_day_reads_again(recalled: RecalledReadings, inner: Counting, days: Days) -> None:
    recalled.recognize("昨天办的")
    days.day = date(2026, 11, 23)
    recalled.recognize("昨天办的")
    assert len(inner.read) == 2


def test_what_is_published_reads_again(recalled: RecalledReadings, inner: Counting) -> None:
    recalled.recognize("加装电梯")
    recalled.teach(["加装电梯办法"], guides=["加装电梯"])
    recalled.recognize("加装电梯")
    assert len(inner.read) == 2
    assert inner.titles == (("加装电梯办法",), ("加装电梯",))


def test_what_is_published_without_a_new_title_is_not_learnt_again(
    recalled: RecalledReadings, inner: Counting
) -> None:
    recalled.teach(iter(["加装电梯办法"]), guides=iter(["加装电梯"]))
    recalled.recognize("加装电梯")
    del inner.titles
    recalled.teach(["加装电梯办法"], guides=["加装电梯"])
    recalled.recognize("加装电梯")
    assert not hasattr(inner, "titles")
    assert len(inner.read) == 1
    # A guide that is called like a document is another thing to know.
    recalled.teach(["加装电梯办法", "加装电梯"])
    assert inner.titles == (("加装电梯办法", "加装电梯"), ())
    recalled.recognize("加装电梯")
    assert len(inner.read) == 2


@pytest.mark.parametrize("text", ["我的手机13800001111", "很" * 41, "12345"])
def test_numbers_and_long_words_are_never_kept(
    recalled: RecalledReadings, inner: Counting, text: str
) -> None:
    recalled.recognize(text)
    recalled.recognize(text)
    assert len(inner.read) == 2


def test_the_least_recently_read_makes_room(recalled: RecalledReadings, inner: Counting) -> None:
    for number in range(READINGS_REMEMBERED):
        recalled.recognize(f"第{number}问")
    recalled.recognize("第0问")
    recalled.recognize("新的一问")
    recalled.recognize("第0问")
    assert len(inner.read) == READINGS_REMEMBERED + 1
    recalled.recognize("第1问")
    assert len(inner.read) == READINGS_REMEMBERED + 2
