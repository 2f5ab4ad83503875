"""One request's clock for the terminal: the dates, the sentences for its applicant, and the days one by one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from adapters.cli.procedure.clock_cases import plain
from adapters.cli.procedure.outcome import records
from bot.message import Wording
from handlers.disclosure.case.clock_words import day_words, sentences
from handlers.disclosure.statute.clocks import Clocks, clocks
from handlers.disclosure.statute.diary import DiaryDay, diary
from handlers.disclosure.statute.explanation import explanation
from handlers.disclosure.statute.log import LogEntry
from handlers.disclosure.statute.reading import channel_of, civil_day, entries_of
from handlers.workdays import WorkingCalendar

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class EventReport:
    """What follows from one request's events."""

    id: str
    dates: Clocks
    sentences: tuple[str, ...]
    days: tuple[DiaryDay, ...]

    def plain(self, texts: Wording) -> dict[str, Any]:
        """Give the report for JSON."""
        days = [
            {
                "date": day.on.isoformat(),
                "kind": day.kind.value,
                "count": day.count,
                "words": day_words(day, texts),
            }
            for day in self.days
        ]
        return {"id": self.id, **plain(self.dates), "explanation": list(self.sentences), "days": days}

    def rows(self, texts: Wording) -> list[tuple[str, str, str]]:
        """Give the days as rows of a table."""
        return [
            (day.on.isoformat(), f"周{WEEKDAYS[day.on.weekday()]}", day_words(day, texts))
            for day in self.days
        ]


def reports(
    path: Path, *, calendar: WorkingCalendar, texts: Wording, now: date | None = None
) -> Iterator[EventReport]:
    """Read a file with one request, or with one on each line, and give what follows from each.

    A request is an object with `channel` and `events`, each with `type` and `at`; further keys are passed over. Raises
    `ValueError` naming the file and what is missing or wrong.
    """
    for place, record in _requests(path):
        try:
            yield _report(record, str(record.get("id", "")), calendar=calendar, texts=texts, now=now)
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"{path.name}{place}：{error}") from error


def _requests(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        whole = json.loads(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} 不是 UTF-8 文本") from error
    except ValueError:
        found: Sequence[tuple[str, Any]] = [(f" 第{number}行", record) for number, record in records(path)]
    else:
        found = [("", whole)]
    asked = [(place, one) for place, one in found if isinstance(one, dict) and "events" in one]
    if not asked:
        raise ValueError(f"{path.name} 里没有申请：应是带 channel 和 events 的 JSON 对象，一件一行")
    yield from asked


def _report(
    record: Mapping[str, Any], name: str, *, calendar: WorkingCalendar, texts: Wording, now: date | None
) -> EventReport:
    log: list[LogEntry] = entries_of(record["events"])
    if not log:
        raise ValueError("events 里没有一个时钟认得的事件")
    today = now or (civil_day(record["now"]) if record.get("now") else max(line.on for line in log))
    dates = clocks(channel_of(record.get("channel")), log, calendar=calendar, today=today)
    told = sentences(explanation(dates, calendar=calendar), texts)
    return EventReport(name, dates, told, diary(dates, log, calendar=calendar, today=today))
