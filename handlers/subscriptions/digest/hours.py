"""When the message of a day goes out: at an hour of one's choice, never at night. Pure."""

from datetime import datetime, timedelta

from bot.clock import SHANGHAI
from bot.outbound.parcel import DAY_HOURS

FIRST_HOUR = 9


def allowed(hour: int) -> bool:
    """Whether the message may come at an hour."""
    return hour in DAY_HOURS


def next_time(now: datetime, hour: int) -> datetime:
    """Give the next instant at which it is that hour in China, later than now."""
    local = now.astimezone(SHANGHAI)
    at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return (at if at > local else at + timedelta(days=1)).astimezone(now.tzinfo)
