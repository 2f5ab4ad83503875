"""A change of the rules as it is typed at the desk, read into a value; what is wrong is named."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from bot.errors import InputError
from handlers.appointments.opening.catalogue import HoursKind, OpenHours
from handlers.appointments.opening.changes import ChangeKind, OpeningChange
from handlers.appointments.opening.county_file import read_hours

SEPARATORS = re.compile(r"[,，、;； ]+")
FIELDS = ("kind", "desk", "first_on", "last_on", "hours", "counters", "reason")
MOST_STRETCHES = 6
TYPED_LETTERS = 200


def typed_change(fields: Mapping[str, str]) -> dict[str, str]:
    """Give the fields as they were typed, to be shown again."""
    return {name: fields.get(name, "")[:TYPED_LETTERS].strip() for name in FIELDS}


def read_change(typed: Mapping[str, str], *, place: str) -> OpeningChange:
    """Give the change; raises `InputError` naming what is wrong with it."""
    try:
        kind = ChangeKind(typed["kind"])
        first_on = date.fromisoformat(typed["first_on"])
        last_on = date.fromisoformat(typed["last_on"] or typed["first_on"])
    except ValueError:
        raise InputError("appointments.refused.change_day") from None
    return OpeningChange(
        place=place,
        first_on=first_on,
        last_on=last_on,
        kind=kind,
        desk=typed["desk"],
        hours=_hours(typed["hours"]) if kind is ChangeKind.HOURS else (),
        counters=_counters(typed["counters"]) if kind is ChangeKind.COUNTERS else 0,
        reason=typed["reason"],
    )


def _hours(text: str) -> tuple[OpenHours, ...]:
    parts = [part for part in SEPARATORS.split(text.replace("：", ":").replace("—", "-")) if part]
    try:
        found = tuple(read_hours(part, HoursKind.USUAL, "") for part in parts[:MOST_STRETCHES])
    except ValueError:
        raise InputError("appointments.refused.change_hours") from None
    if not found or any(one.ends > other.starts for one, other in pairwise(found)):
        raise InputError("appointments.refused.change_hours")
    return found


def _counters(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len("999")):
        raise InputError("appointments.refused.change_counters", most=50)
    return int(text)
