"""Days and hours as they are said: 11月25日（周三）下午2:30."""

from datetime import date, time

from handlers.appointments.opening.awaited import AwaitedTime
from handlers.appointments.opening.time_wish import PARTS

WEEKDAYS = "一二三四五六日"
NOON_HOUR, EVENING_HOUR = 12, 18
PART_WORDS = {PARTS["AM"]: "上午", PARTS["NOON"]: "中午", PARTS["PM"]: "下午", PARTS["EVENING"]: "晚上"}


def spoken_day(day: date) -> str:
    """Give a day with its weekday."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def spoken_hour(at: time) -> str:
    """Give an hour as people say it."""
    part = "上午" if at.hour < NOON_HOUR else "下午" if at.hour < EVENING_HOUR else "晚上"
    hour = at.hour if at.hour <= NOON_HOUR else at.hour - NOON_HOUR
    return f"{part}{hour}:{at.minute:02}"


def spoken_span(starts: time, ends: time) -> str:
    """Give from when to when."""
    return f"{spoken_hour(starts)}—{spoken_hour(ends)[2:]}"


def spoken(day: date, starts: time) -> str:
    """Give a moment."""
    return f"{spoken_day(day)}{spoken_hour(starts)}"


def spoken_wait(awaited: AwaitedTime) -> str:
    """Give what somebody waits for: the day or the days, and the hours unless any will do."""
    days, first, last = awaited.days, awaited.days[0], awaited.days[-1]
    if len(days) == 1:
        told = spoken_day(first)
    elif (last - first).days == len(days) - 1:
        told = f"{spoken_day(first)}到{spoken_day(last)}"
    else:
        told = "、".join(map(spoken_day, days))
    if awaited.is_whole:
        return told
    hours = (awaited.since, awaited.until)
    return f"{told}{PART_WORDS.get(hours) or spoken_span(*hours)}"
