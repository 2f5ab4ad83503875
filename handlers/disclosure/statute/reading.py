"""Lines of a log as they are written in files and in rows, read into what a clock looks at."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.clock import local_date
from handlers.disclosure.statute.log import Channel, LogEntry, Occurrence

OCCURRENCES = frozenset(Occurrence)
DATES = {"deadline": "until", "new_due": "until", "received": "received_on", "told": "received_on"}
LONGEST_WORKDAYS = 1000
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def entries_of(events: Sequence[Mapping[str, Any]]) -> list[LogEntry]:
    """Give the lines of an event file; kinds and keys that no clock knows are passed over.

    Raises `ValueError` naming the line, counted from 1, and what is wrong with it.
    """
    found = []
    for number, event in enumerate(events, start=1):
        try:
            if event["type"] in OCCURRENCES:
                found.append(entry_of(Occurrence(event["type"]), civil_day(event["at"]), event))
        except KeyError as error:
            raise ValueError(f"第{number}个事件缺少 {error.args[0]}") from error
        except (TypeError, ValueError) as error:
            raise ValueError(f"第{number}个事件：{error}") from error
    return found


def entry_of(what: Occurrence, on: date, fields: Mapping[str, Any]) -> LogEntry:
    """Give one line from its written fields; raises `ValueError` for a date or number that is none."""
    dates = {name: civil_day(fields[key]) for key, name in DATES.items() if fields.get(key)}
    return LogEntry(
        what,
        on,
        ref=str(fields.get("ref") or ""),
        until=dates.get("until"),
        received_on=dates.get("received_on"),
        workdays=_workdays(fields.get("workdays")),
        justified=fields.get("justified") in {True, "true"},
        how=str(fields.get("how") or ""),
    )


def civil_day(at: object) -> date:
    """Give the civil day in China of a date, or of an instant with its offset; raises `ValueError` for anything else."""
    written = str(at)
    try:
        if DATE.fullmatch(written):
            return date.fromisoformat(written)
        moment = datetime.fromisoformat(written if MOMENT.match(written) else "")
    except ValueError:
        raise ValueError(f"{written[:40]} 不是日期，请写成 2026-12-10 或 2026-12-10T09:00:00+08:00") from None
    # A moment without an offset is told by a clock on a wall in China.
    return moment.date() if moment.tzinfo is None else local_date(moment)


def channel_of(name: object) -> Channel:
    """Give a channel by its name; raises `ValueError` listing those there are."""
    try:
        return Channel(str(name))
    except ValueError:
        raise ValueError(f"没有“{name}”这种渠道，可用的有：{'、'.join(Channel)}") from None


def _workdays(value: object) -> int:
    if value is None or value == "":
        return 0
    try:
        found = int(str(value))
    except ValueError:
        found = -1
    if not 0 <= found <= LONGEST_WORKDAYS:
        raise ValueError(f"workdays 应是工作日数，不是 {str(value)[:20]!r}")
    return found
