"""An activity as it is typed at the desk, read into a value; what is wrong is named by its field."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from bot.clock import SHANGHAI
from bot.errors import InputError
from handlers.activities.programme.activity import ActivityPlan, AgendaPoint
from handlers.activities.programme.kinds import ActivityKind

LINES = {"agenda": (20, 80), "topics": (30, 80), "conditions": (8, 60)}
"""Fields with a line for each entry: how many lines at most, and how many letters in one."""
LETTERS = {"title": 40, "about": 600, "place": 40, "address": 80, "unit": 40, "phone": 30}
NEEDED = ("title", "about", "place", "address", "unit", "phone")
FIELDS = (
    *("kind", *LETTERS, "day", "starts", "ends", "capacity", "until", "asks_contact"),
    *LINES,
)
TYPED_LETTERS = 3000
MOST_SEATS = 5000
HOUR = re.compile(r"(\d{1,2}[:：]\d{2}(?:\s{0,2}[-—~至到]\s{0,2}\d{1,2}[:：]\d{2})?)\s{1,4}(.+)")


def typed_plan(fields: Mapping[str, str]) -> dict[str, str]:
    """Give the fields as they were typed, to be shown again."""
    return {name: fields.get(name, "")[:TYPED_LETTERS].strip() for name in FIELDS}


def as_typed(plan: ActivityPlan) -> dict[str, str]:
    """Give an activity as it would be typed, to be changed."""
    return {
        **{name: str(getattr(plan, name)) for name in LETTERS},
        "kind": plan.kind.value,
        "day": plan.day.isoformat(),
        "starts": f"{plan.starts:%H:%M}",
        "ends": f"{plan.ends:%H:%M}",
        "capacity": str(plan.capacity),
        "until": f"{plan.until.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}",
        "asks_contact": "yes" if plan.asks_contact else "",
        "agenda": "\n".join(f"{point.at} {point.what}".strip() for point in plan.agenda),
        "topics": "\n".join(plan.topics),
        "conditions": "\n".join(plan.conditions),
    }


def read_plan(typed: Mapping[str, str]) -> ActivityPlan:
    """Give the activity; raises `InputError` naming the first field that is wrong."""
    for name, most in LETTERS.items():
        if (name in NEEDED and not typed[name]) or len(typed[name]) > most:
            raise InputError(f"activities.refused.{name}", most=most)
    plan = ActivityPlan(
        kind=_kind(typed["kind"]),
        **{name: " ".join(typed[name].split()) for name in LETTERS if name != "about"},
        about=typed["about"].replace("\r\n", "\n"),
        day=_day(typed["day"]),
        starts=_hour(typed["starts"]),
        ends=_hour(typed["ends"]),
        capacity=_capacity(typed["capacity"]),
        until=_instant(typed["until"]),
        asks_contact=typed["asks_contact"] == "yes",
        agenda=tuple(map(_point, _lines("agenda", typed["agenda"]))),
        topics=_lines("topics", typed["topics"]),
        conditions=_lines("conditions", typed["conditions"]),
    )
    if plan.starts >= plan.ends:
        raise InputError("activities.refused.hours")
    if plan.until > plan.begins_at:
        raise InputError("activities.refused.until_late")
    return plan


def _kind(text: str) -> ActivityKind:
    try:
        return ActivityKind(text)
    except ValueError:
        raise InputError("activities.refused.kind") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("activities.refused.day") from None


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise InputError("activities.refused.hours") from None


def _instant(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise InputError("activities.refused.until") from None
    return read.replace(second=0, microsecond=0, tzinfo=SHANGHAI)


def _capacity(text: str) -> int:
    figures = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_SEATS))
    if not figures or not 1 <= int(text) <= MOST_SEATS:
        raise InputError("activities.refused.capacity", most=MOST_SEATS)
    return int(text)


def _lines(name: str, text: str) -> tuple[str, ...]:
    most, letters = LINES[name]
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    if len(lines) > most or any(len(line) > letters for line in lines):
        key = "conditions_many" if name == "conditions" else name
        raise InputError(f"activities.refused.{key}", most=most, letters=letters)
    return lines


def _point(line: str) -> AgendaPoint:
    found = HOUR.fullmatch(line)
    return AgendaPoint(found[1].replace("：", ":"), found[2]) if found else AgendaPoint("", line)
