"""The form of a visit at home as a value: what for, why at home, where, when, whom to call, and the yes to the whole."""

from collections.abc import Mapping
from typing import Any

from bot.forms.spec import FormSpec
from handlers.appointments.home.phrases import PHONE
from handlers.talk.form_phrases import BESIDE, CORRECTING, STAYING, UNCHANGED

MATTER, CONDITION, WHERE, TIME, PHONE_SLOT, CONFIRMED = (
    "home_matter",
    "home_condition",
    "home_where",
    "home_time",
    "home_phone",
    "home_confirmed",
)
WHOM_SLOT, POSITION_SLOT = "home_whom", "home_position"
"""Kept beside the fields: for whom, and the position of a location that was sent."""
OFFERED_SLOT = "home_offered"
"""The free halves of days as they stood when last looked at; the form's page offers them."""
NONE_OF_THESE = "none"
"""What the step carries that says that no condition holds."""

FORM = FormSpec(
    name="home_visit_form",
    order=(MATTER, CONDITION, WHERE, TIME, PHONE_SLOT, CONFIRMED),
    submit="action_submit_home_visit",
    entrance="appointment",
    confirmation=CONFIRMED,
    topic="上门办",
    unchanged=UNCHANGED,
    staying=STAYING,
    correcting=CORRECTING,
    shaped={PHONE_SLOT: PHONE},
    free=frozenset({CONDITION, WHERE}),
    private=frozenset({WHERE, PHONE_SLOT}),
    located=frozenset({WHERE}),
    beside=BESIDE,
    words={
        PHONE_SLOT: ("电话", "手机", "号码", "联系"),
        WHERE: ("地址", "地方", "地点", "住址", "在哪", "哪里"),
        TIME: ("时间", "时候", "日期", "哪天", "几点", "日子"),
        CONDITION: ("情况", "条件", "原因", "为什么"),
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
