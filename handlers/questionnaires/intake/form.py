"""The form of a questionnaire as a value: one field that is asked as often as there are questions, and the yes to the whole."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from bot.forms.spec import FormSpec
from bot.message import Choice
from handlers.talk.form_phrases import BESIDE, STAYING, UNCHANGED
from handlers.talk.turn import hear, step

CHOOSE = "choose"
ANSWER, CONFIRMED = "questionnaire_answer", "questionnaire_confirmed"
NUMBER_SLOT, PLACE_SLOT = "questionnaire_number", "questionnaire_place"
"""Kept beside the fields: which questionnaire it is, and which question was asked."""

FORM = FormSpec(
    name="questionnaire_form",
    order=(ANSWER, CONFIRMED),
    submit="action_submit_questionnaire",
    entrance="questionnaire",
    confirmation=CONFIRMED,
    topic="填问卷",
    private=frozenset({ANSWER}),
    free=frozenset({ANSWER}),
    unchanged=UNCHANGED,
    staying=STAYING,
    beside=BESIDE,
)


def open_fields(slots: Mapping[str, Any]) -> int:
    """Give how many fields are still to be filled: how many questions are left is not known without the answers."""
    return int(slots.get(ANSWER) is None)


def chooses(label: str, value: str) -> Choice:
    """Give the numbered step that fills the awaited field."""
    return step(label, CHOOSE, value=value)


def chosen(value: Any, tracker: Tracker) -> str:
    """Give the words of an answer: those that a chosen step carries, else those typed."""
    said = str(value).strip()
    return hear(tracker).slot("value") if said.startswith(f"/{CHOOSE}") else said
