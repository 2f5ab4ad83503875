"""The calendar in force as the commands see it: what comes with the program, and the notices signed at the desk."""

from datetime import datetime
from typing import TYPE_CHECKING

from adapters.cli.health.open_database import opened_database
from adapters.settings import Settings

if TYPE_CHECKING:
    from handlers.workdays import Calendar


async def standing(settings: Settings, *, now: datetime) -> tuple[bool | None, str]:
    """Say how far the calendar goes; from October it is a fault that next year's is missing.

    Raises `ServiceError` when the database is away.
    """
    from bot.clock import local_date
    from handlers.holidays.live import missing_year

    calendar = await in_force(settings)
    today, until = local_date(now), calendar.known_until()
    year = missing_year(calendar, today)
    if year is None:
        return True, f"有数据到 {until:%Y年%m月%d日}；之后的期限会标为待定"
    cases = await _waiting(settings)
    return False, (
        f"没有{year}年的放假安排，落在{year}年的答复期限只能标为待定，现有{cases}件。"
        "国务院办公厅的通知公布以后，请在工作台“放假安排”里录入，由另一人签字"
    )


async def in_force(settings: Settings) -> "Calendar":
    """Give the calendar with the signed notices of the database, when it has this version's schema."""
    from adapters.storage.migrate import current, newest
    from bot.clock import SystemClock
    from handlers.holidays.live import LiveCalendar
    from handlers.holidays.service import HolidayNotices

    live = LiveCalendar()
    async with opened_database(settings) as database:
        if await current(database) == newest():
            await HolidayNotices(database, calendar=live, clock=SystemClock()).refresh()
    return live.current


async def _waiting(settings: Settings) -> int:
    from adapters.storage.migrate import current, newest
    from handlers.disclosure.case.lifecycle import DONE
    from handlers.disclosure.case.store import count_provisional

    async with opened_database(settings) as database:
        if await current(database) != newest():
            return 0
        async with database.reading() as tx:
            return await count_provisional(tx, DONE)
