"""What the platform refuses altogether, in words: shown above the queue, beside what has not arrived, and by the doctor."""

from dataclasses import dataclass
from datetime import datetime

from adapters.wechat.api.alarms import AlarmBook, PlatformAlarm
from handlers.texts import Texts


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    """One alarm in words."""

    words: str
    since: datetime


async def shown_alarms(book: AlarmBook, texts: Texts) -> list[ShownAlarm]:
    """Give the alarms in words, the oldest first; raises `ServiceError` when Redis is away."""
    return [ShownAlarm(alarm_words(each, texts), each.since) for each in await book.all()]


def alarm_words(alarm: PlatformAlarm, texts: Texts) -> str:
    """Say what is refused and what helps."""
    key = f"wechat.alarm.{alarm.code}"
    helps = texts(key if key in texts else "wechat.alarm.other")
    return texts("wechat.alarm.told", call=alarm.name, code=alarm.code, times=alarm.times, helps=helps)
