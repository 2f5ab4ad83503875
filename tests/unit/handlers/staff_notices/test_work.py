"""How pressing something is, and what of a list is news, as tables and as laws."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.staff_notices.message import LISTED, message_of
from handlers.staff_notices.work import DeskWork, Pressing, PressingWork, WorkKind, news_of, pressing_of
from handlers.texts import Texts
from handlers.workdays import load_calendar

CALENDAR = load_calendar()
FRIDAY = date(2026, 11, 20)
NUMBERS = some.dictionaries(some.sampled_from("abcdefgh"), some.sampled_from(Pressing))


@pytest.mark.parametrize(
    ("due_on", "pressing"),
    [
        (None, Pressing.NEW),
        (FRIDAY - timedelta(days=1), Pressing.LATE),
        (FRIDAY, Pressing.SOON),
        # The next working day is Monday.
        (FRIDAY + timedelta(days=3), Pressing.SOON),
        (FRIDAY + timedelta(days=4), Pressing.NEW),
    ],
)
def test_how_pressing_something_is(due_on: date | None, pressing: Pressing) -> None:
    assert pressing_of(due_on, today=FRIDAY, calendar=CALENDAR) is pressing


def work(number: str, pressing: Pressing = Pressing.NEW, due_on: date | None = None) -> PressingWork:
    return PressingWork(DeskWork(WorkKind.TICKET, number, due_on), pressing)


@given(NUMBERS, NUMBERS)
def test_what_was_told_is_told_again_only_when_it_is_more_pressing(
    waiting: dict[str, Pressing], told: dict[str, Pressing]
) -> None:
    news = news_of([work(number, pressing) for number, pressing in waiting.items()], told)
    for one in news.told:
        assert told.get(one.work.number, -1) < one.pressing
    assert set(news.gone) == told.keys() - waiting.keys()
    after = {number: pressing for number, pressing in told.items() if number not in news.gone}
    after |= {one.work.number: one.pressing for one in (*news.told, *news.eased)}
    assert after == waiting
    again = news_of([work(number, pressing) for number, pressing in waiting.items()], after)
    assert (again.told, again.eased, again.gone) == ((), (), ())


def test_one_message_says_it_for_many_and_names_the_pressing_first() -> None:
    texts = Texts.load()
    news = news_of(
        [
            work("ZX1"),
            work("ZX2", Pressing.LATE, date(2026, 11, 19)),
            work("ZX3", Pressing.SOON, date(2026, 11, 23)),
            *(work(f"ZX{at}") for at in range(4, 10)),
        ],
        {},
    ).told
    message = message_of(WorkKind.TICKET, news, texts=texts, desk="https://a.gov.cn")
    lines = message.text.split("\n")
    assert lines[0] == message.title == "【政务公开工作台】人工咨询：1件过期没有办结，1件快到期，新到7件"
    assert lines[1:3] == ["ZX2，应当在11月19日前办结", "ZX3，11月23日前办结"]
    assert lines[LISTED + 1 :] == ["等，共9件", "请到工作台办理：https://a.gov.cn/staff?kind=tickets"]
    single = message_of(WorkKind.TICKET, news[:1], texts=texts, desk="https://a.gov.cn")
    assert single.text.endswith("https://a.gov.cn/staff/tickets/ZX2")
