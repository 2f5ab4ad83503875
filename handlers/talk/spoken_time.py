"""Days and hours as they are said: 11月25日（周三）下午2:30."""

from datetime import date, time

WEEKDAYS = "一二三四五六日"
NOON_HOUR, EVENING_HOUR = 12, 18


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
