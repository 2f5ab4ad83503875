from datetime import date
from typing import Any

import pytest

from bot.errors import InputError
from handlers.holidays.live import LiveCalendar, missing_year
from handlers.holidays.notice import preview
from handlers.workdays import load_calendar
from tests.factories.holidays import MAKEUP, NUMBER, ROWS, typed
from tests.factories.talk import TEXTS


def test_a_notice_is_read_with_its_days() -> None:
    found = typed(document_number=" 国办发明电[2026] 9号")
    assert found.document_number == NUMBER
    notice = found.notice()
    assert len(notice.days_off) == 3 + 8 + 3 + 5 + 1 + 1 + 7
    assert date(2026, 12, 26) in notice.makeup_days


def row(name: str, *days: str) -> tuple[tuple[str, str, str], ...]:
    first, last = days
    return (*(one for one in ROWS if one[0] != name), (name, first, last))


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"year": "27"}, "year"),
        ({"year": "二〇二七"}, "year"),
        ({"document_number": "2026年9号"}, "number"),
        ({"document_number": ""}, "number"),
        ({"document_number": "国办发明电〔2024〕9号"}, "number_year"),
        ({"title": "  "}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"holidays": ()}, "no_day_off"),
        ({"holidays": row("", "2027-01-01", "")}, "row"),
        ({"holidays": row("元旦", "", "2027-01-03")}, "row"),
        ({"holidays": row("元旦", "2027-01-03", "2027-01-01")}, "backwards"),
        ({"holidays": row("国庆节", "2027-10-01", "2027-10-31")}, "long"),
        ({"holidays": row("元旦", "2027-01-01", "2027-02-30")}, "day"),
        ({"holidays": row("元旦", "2027-01-01", "1月3日")}, "day"),
        ({"holidays": row("中秋节", "2027-10-03", "")}, "twice"),
        ({"holidays": row("元旦", "2026-01-01", "2026-01-03")}, "outside"),
        ({"holidays": row("国庆节", "2027-10-01", "2027-10-02")}, "incomplete"),
        ({"holidays": ROWS[1:]}, "incomplete"),
        (
            {
                "holidays": (
                    ("元旦", "2027-01-01", ""),
                    ("劳动节", "2027-05-01", ""),
                    ("国庆节", "2027-10-01", "2027-10-03"),
                ),
                "makeup_days": (),
            },
            "few",
        ),
        ({"makeup_days": ("2027-02-06",)}, "both"),
        ({"makeup_days": ("2027-02-15",)}, "no_weekend"),
        ({"makeup_days": ("2028-01-08",)}, "outside"),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(given: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError) as caught:
        typed(**given)
    assert caught.value.text_key == f"holidays.refused.{key}"
    assert TEXTS(caught.value.text_key, **caught.value.values)


def test_the_preview_shows_every_month_and_the_december_that_is_touched() -> None:
    months = preview(typed())
    assert [(one.year, one.month) for one in months][:2] == [(2026, 12), (2027, 1)]
    assert len(months) == 13
    assert len(preview(typed(makeup_days=MAKEUP[1:]))) == 12
    january = months[1]
    kinds = {day.on: day for week in january.weeks for day in week}
    assert (kinds[date(2027, 1, 1)].kind, kinds[date(2027, 1, 1)].name) == ("off", "元旦")
    assert kinds[date(2027, 1, 9)].kind == "weekend"
    assert kinds[date(2027, 1, 4)].kind == "work"
    assert kinds[date(2027, 2, 5)].kind == "other" if date(2027, 2, 5) in kinds else True
    assert january.workdays == 20
    february = {day.on: day.kind for week in months[2].weeks for day in week}
    assert february[date(2027, 2, 14)] == "makeup"


def test_the_months_count_as_the_calendar_does() -> None:
    live = LiveCalendar()
    live.take([typed().notice()])
    in_year = [one for one in preview(typed()) if one.year == 2027]
    assert sum(one.workdays for one in in_year) == live.workdays_between(
        date(2026, 12, 31), date(2027, 12, 31)
    )


def test_the_calendar_in_force_takes_notices_up_and_a_later_one_replaces_the_year() -> None:
    live = LiveCalendar()
    assert live.current == load_calendar()
    assert live.nth_workday_after(date(2026, 12, 31), 1) is None
    first, second = typed(), typed(makeup_days=MAKEUP[1:])
    live.take([first.notice()])
    assert live.nth_workday_after(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert live.is_workday(date(2026, 12, 26)) is True
    assert live.known_until() == date(2027, 12, 31)
    live.take([first.notice(), second.notice()])
    assert live.is_workday(date(2026, 12, 26)) is False
    live.take([])
    assert live.known_until() == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2027, 11, 1), 2027),
    ],
)
def test_the_warning_begins_on_the_first_of_october(today: date, year: int | None) -> None:
    assert missing_year(load_calendar(), today) == year
