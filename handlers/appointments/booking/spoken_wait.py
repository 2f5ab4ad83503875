"""What somebody waits for as it is said: 12月1日（周二）上午."""

from handlers.appointments.opening.awaited import AwaitedTime
from handlers.appointments.opening.time_wish import PARTS
from handlers.talk.spoken_time import spoken_day, spoken_span

PART_WORDS = {PARTS["AM"]: "上午", PARTS["NOON"]: "中午", PARTS["PM"]: "下午", PARTS["EVENING"]: "晚上"}


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
