"""The form of an appointment as a value: matter, place, time, and the yes to the whole."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bot.forms.spec import FormSpec
from bot.message import Choice, Wording
from handlers.appointments.opening.awaited import AwaitedTime, read_awaited
from handlers.appointments.opening.slots import TimeSlot
from handlers.talk.form_phrases import BESIDE, CORRECTING, STAYING, UNCHANGED
from handlers.talk.spoken_time import spoken as spoken_moment
from handlers.talk.turn import step

MATTER, PLACE, TIME, CONFIRMED = (
    "appointment_matter",
    "appointment_place",
    "appointment_time",
    "appointment_confirmed",
)
WHOM_SLOT, PRIORITY_SLOT, CHANGING_SLOT = "appointment_whom", "appointment_priority", "appointment_changing"
"""Kept beside the fields: for whom, whether that person comes first, the number of the appointment that is changed."""
OFFERED_SLOT = "appointment_offered"
"""The free slots as they stood when the hour was asked for; the form's page offers them."""
WAITS = "wait|"
"""Begins the value of the time where its citizen waits for a seat."""

FORM = FormSpec(
    name="appointment_form",
    order=(MATTER, PLACE, TIME, CONFIRMED),
    submit="action_submit_appointment",
    entrance="appointment",
    confirmation=CONFIRMED,
    topic="预约办事",
    unchanged=UNCHANGED,
    staying=STAYING,
    correcting=CORRECTING,
    located=frozenset({PLACE}),
    beside=BESIDE,
    words={
        PLACE: ("地方", "地点", "网点", "窗口", "哪里", "在哪"),
        TIME: ("时间", "时候", "日期", "哪天", "几点", "日子"),
        MATTER: ("事项", "什么事", "办什么", "业务"),
    },
)


def required(slots: Mapping[str, Any]) -> list[str]:
    """Give the fields to be filled, in order."""
    del slots
    return list(FORM.order)


def open_fields(slots: Mapping[str, Any]) -> int:
    """Give how many fields are still to be filled before it is read over."""
    return sum(slots.get(name) is None for name in FORM.order if name != CONFIRMED)


def confirming(wording: Wording) -> tuple[Choice, ...]:
    """Give the steps below the summary."""
    return (
        step(wording("appointments.choose.submit"), "affirm"),
        step(wording("appointments.choose.correct"), "form_correct"),
        step(wording("appointments.choose.cancel"), "cancel"),
    )


def time_value(slot: TimeSlot) -> str:
    """Give a slot as the form keeps it."""
    return f"{slot.day.isoformat()}T{slot.starts:%H:%M}"


def spoken_value(value: str, spoken: str) -> bool:
    """Whether a kept hour is the one that a page names in words."""
    when = read_time(value)
    return when is not None and spoken_moment(*when) == spoken


def wait_value(awaited: AwaitedTime) -> str:
    """Give what is waited for as the form keeps it."""
    return f"{WAITS}{awaited.text}"


def read_time(value: str) -> tuple[date, time] | None:
    """Give the day and the hour of what the form keeps; None for a wait, and for what it never kept."""
    day, _, hour = value.partition("T")
    try:
        return date.fromisoformat(day), time.fromisoformat(hour)
    except ValueError:
        return None


def read_wait(value: str) -> AwaitedTime | None:
    """Give what is waited for; None for a slot, and for what the form never kept."""
    return read_awaited(value.removeprefix(WAITS)) if value.startswith(WAITS) else None
