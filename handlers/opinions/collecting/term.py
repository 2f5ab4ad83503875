"""How long citizens are asked: whole days of China, the last one until its midnight (《重大行政决策程序暂行条例》第十五条). Pure."""

from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI, local_date
from bot.errors import InputError

LEAST_DAYS = 30
"""第十五条：公开征求意见的期限一般不少于30日；因情况紧急等原因需要缩短期限的，应当予以说明。"""
MOST_DAYS = 366
DAY = timedelta(days=1)


def is_within(opens_on: date | None, closes_on: date, *, now: datetime) -> bool:
    """Whether opinions are taken at an instant."""
    return opens_on is not None and opens_on <= local_date(now) <= closes_on


def ends_at(closes_on: date) -> datetime:
    """Give the instant from which opinions are late: the midnight that ends the last day."""
    return datetime.combine(closes_on + DAY, time(), SHANGHAI)


def days_of(opens_on: date, closes_on: date) -> int:
    """Give how many days there are, the first and the last among them."""
    return (closes_on - opens_on).days + 1


def require_term(opens_on: date, closes_on: date, result_due_on: date, *, short_reason: str) -> None:
    """Refuse a time that is over, too short without a reason, or whose result is due before it ends; raises `InputError`."""
    days = days_of(opens_on, closes_on)
    if days < 1:
        raise InputError("opinions.refused.over_already")
    if days > MOST_DAYS:
        raise InputError("opinions.refused.too_long", days=MOST_DAYS)
    if days < LEAST_DAYS and not short_reason.strip():
        raise InputError("opinions.refused.too_short", days=days, least=LEAST_DAYS)
    if result_due_on <= closes_on:
        raise InputError("opinions.refused.result_early")
