"""Which rule of opening a day falls under; the calendar says it, never the weekday alone (capabilities G9)."""

from datetime import date
from enum import StrEnum

from handlers.workdays import Calendar


class DayClass(StrEnum):
    """What a day is to an office."""

    WORKING = "working"
    MAKEUP = "makeup"
    REST = "rest"
    HOLIDAY = "holiday"
    UNKNOWN = "unknown"


def day_class(day: date, calendar: Calendar) -> DayClass:
    """Give what a day is; unknown where the notice of its year is missing, for nothing is guessed."""
    works = calendar.is_workday(day)
    if works is None:
        return DayClass.UNKNOWN
    if works:
        return DayClass.MAKEUP if day in calendar.makeup_days else DayClass.WORKING
    return DayClass.HOLIDAY if day in calendar.days_off else DayClass.REST
