"""Which of the days and hours in a message is wished for, read by the program's own recogniser of times."""

from datetime import date

import pytest

from bot.understanding import Slot
from handlers.appointments.opening.told_moment import told_moment
from intents.slots import time_expressions
from intents.slots.calendar import placed

TUESDAY = date(2026, 11, 24)


def told(said: str) -> tuple[str, str]:
    found = [("date", *one) for one in time_expressions.dates(said)]
    dated = [(start, end) for _, start, end, _ in found]
    for start, end, value in time_expressions.times(said):
        begins = start + any(low <= start < high for low, high in dated)
        if not any(low <= begins < high for low, high in dated):
            found.append(("time", begins, end, value))
    pieces = [
        Slot(name, said[start:end], placed(value, TUESDAY) if name == "date" else value)
        for name, start, end, value in sorted(found, key=lambda one: one[1])
    ]
    return told_moment(pieces, said, today=TUESDAY)


@pytest.mark.parametrize(
    ("said", "day", "hour"),
    [
        ("明天下午办身份证", "2026-11-25", "PM"),
        ("我五点半才放工，明天六点钟去过户", "2026-11-25", "06:00"),
        ("厂里七点下班，后天晚上八点能办不", "2026-11-26", "20:00"),
        ("她今年七十八了，后天上午九点半行不", "2026-11-26", "09:30"),
        ("今年刚满十八，想约明天上午十点", "2026-11-25", "10:00"),
        ("后天26号上午九点", "2026-11-26", "09:00"),
        ("12月6号星期天上午我去", "2026-12-06", "AM"),
        ("这周五27号下午三点", "2026-11-27", "15:00"),
        ("上午十点，26号", "2026-11-26", "10:00"),
        ("瘫在床上三年了，后天上午来家里办", "2026-11-26", "AM"),
        ("明天下午没空，后天上午九点可以", "2026-11-26", "09:00"),
        ("后天不行，大后天下午吧", "2026-11-27", "PM"),
        ("昨天忙忘了，给我补一个明天上午的", "2026-11-25", "AM"),
        ("昨天忘了，补昨天下午的", "2026-11-23", "PM"),
        ("后天孙女开家长会，改成星期五上午十点", "2026-11-27", "10:00"),
        ("约的明天上午九点，改到后天下午", "2026-11-26", "PM"),
        ("后天上午，九点半左右", "2026-11-26", "09:30"),
        ("明晚八点有人吗", "2026-11-25", "20:00"),
        ("明天六点以后才有空", "2026-11-25", "06:00+"),
        ("过了五点去，后天", "2026-11-26", "05:00+"),
        ("后天上午十点以前能办完吗", "2026-11-26", "10:00-"),
        ("六点下班以后去，明天", "2026-11-25", "06:00+"),
        ("办身份证", "", ""),
        ("我妈今年八十了", "", ""),
        ("明年2月30号上午", "year+1-02-30", "AM"),
        ("去年12月办过，下周三上午去换", "2026-12-02", "AM"),
    ],
)
def test_the_day_and_the_hour_that_are_wished_for(said: str, day: str, hour: str) -> None:
    assert told(said) == (day, hour)


def test_a_step_that_carries_values_without_words_keeps_them() -> None:
    pieces = [Slot("date", "", "2026-11-25"), Slot("time", "", "09:00")]
    assert told_moment(pieces, "/appointment", today=TUESDAY) == ("2026-11-25", "09:00")
