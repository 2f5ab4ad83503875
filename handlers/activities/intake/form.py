"""The form of a sign-up as a value: which activity, who comes, that the conditions are met, and the yes to the whole."""

from collections.abc import Mapping
from typing import Any

from bot.forms.spec import Aside, FormSpec
from bot.message import Choice, Wording
from handlers.activities.intake.phrases import IN_LINE, ROOM
from handlers.activities.intake.phrases import PHONE as PHONE_SHAPE
from handlers.activities.programme.activity import Activity
from handlers.talk.form_phrases import BESIDE, CORRECTING, STAYING, UNCHANGED
from handlers.talk.turn import step

ACTIVITY, NAME, PHONE, CONDITIONS, CONFIRMED = (
    "activity_choice",
    "activity_name",
    "activity_phone",
    "activity_conditions",
    "activity_confirmed",
)
ASKS_SLOT = "activity_asks"
"""Kept beside the fields: which of them the chosen activity asks for."""
OFFERED_SLOT = "activity_offered"
"""The activities that were open as the form asked for one, each with number, title and conditions; the form's page offers them."""
PRIVATE = frozenset({NAME, PHONE})
TELL_STANDING = "action_tell_signup_standing"


def _asks_standing(said: str, _: str) -> bool:
    """Whether words ask how many are before one, or whether there is room."""
    return IN_LINE.search(said) is not None or ROOM.search(said) is not None


FORM = FormSpec(
    name="activity_form",
    order=(ACTIVITY, NAME, PHONE, CONDITIONS, CONFIRMED),
    submit="action_submit_signup",
    entrance="activity",
    confirmation=CONFIRMED,
    topic="活动报名",
    private=PRIVATE,
    free=frozenset({NAME}),
    unchanged=UNCHANGED,
    staying=STAYING,
    correcting=CORRECTING,
    shaped={PHONE: PHONE_SHAPE},
    beside=BESIDE,
    asides=(Aside(TELL_STANDING, _asks_standing),),
    words={
        PHONE: ("电话", "手机", "号码", "联系"),
        NAME: ("名字", "姓名", "参加人"),
        CONDITIONS: ("条件", "要求"),
        ACTIVITY: ("活动", "哪个", "哪一个", "哪场"),
    },
)


def asked_by(activity: Activity) -> list[str]:
    """Give the fields that an activity asks for besides the yes."""
    contact = [NAME, PHONE] if activity.plan.asks_contact else []
    return [ACTIVITY, *contact, *([CONDITIONS] if activity.plan.conditions else [])]


def required(slots: Mapping[str, Any]) -> list[str]:
    """Give the fields to be filled, in order; which those are is known once an activity is chosen."""
    asked = [str(name) for name in slots.get(ASKS_SLOT) or (ACTIVITY,)]
    return [*(name for name in FORM.order if name in asked), CONFIRMED]


def open_fields(slots: Mapping[str, Any]) -> int:
    """Give how many fields are still to be filled before it is read over."""
    return sum(slots.get(name) is None for name in required(slots) if name != CONFIRMED)


def confirming(wording: Wording) -> tuple[Choice, ...]:
    """Give the steps below the summary."""
    return (
        step(wording("activities.choose.submit"), "affirm"),
        step(wording("activities.choose.correct"), "form_correct"),
        step(wording("activities.choose.stop"), "cancel"),
    )
