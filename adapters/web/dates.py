"""Days and instants as people write them in Chinese, always in China's civil time."""

from datetime import date, datetime

from bot.clock import SHANGHAI


def day(value: date | None) -> str:
    """Give a day as 2026年11月21日; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(SHANGHAI).date()
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime | None) -> str:
    """Give an instant as 2026年11月21日 14:05 in China; nothing for None."""
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI)
    return f"{day(local.date())} {local:%H:%M}"


def machine(value: date | datetime | None) -> str:
    """Give the form that `<time datetime>` wants."""
    if value is None:
        return ""
    return (
        value.astimezone(SHANGHAI).isoformat(timespec="minutes")
        if isinstance(value, datetime)
        else value.isoformat()
    )
