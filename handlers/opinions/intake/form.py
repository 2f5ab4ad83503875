"""The form of an opinion as a value: on what, on which article, the words, a name or none, the yes to the whole."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from bot.forms.spec import FormSpec
from bot.message import Choice, Wording
from handlers.talk.form_phrases import BESIDE, CORRECTING, STAYING, UNCHANGED
from handlers.talk.turn import hear, step

CHOOSE = "choose"
DRAFT, ARTICLE, WORDS, NAME, CONFIRMED = (
    "opinion_draft",
    "opinion_article",
    "opinion_words",
    "opinion_name",
    "opinion_confirmed",
)
WHOLE = "whole"
"""Stands in place of an article where the opinion is on all of the draft."""
NO_NAME = "/nameless"
"""Stands in place of a name where somebody gives none."""

FORM = FormSpec(
    name="opinion_form",
    order=(DRAFT, ARTICLE, WORDS, NAME, CONFIRMED),
    submit="action_submit_opinion",
    entrance="opinion",
    confirmation=CONFIRMED,
    topic="提意见",
    # Neither who it is nor what was said stands in the talk: it would tell whose words the nameless ones are.
    private=frozenset({WORDS, NAME}),
    free=frozenset({WORDS}),
    unchanged=UNCHANGED,
    staying=STAYING,
    correcting=CORRECTING,
    beside=BESIDE,
    words={
        DRAFT: ("事项", "草案", "哪一项", "文件"),
        ARTICLE: ("哪一条", "条款", "条文", "哪条"),
        WORDS: ("意见", "内容", "建议"),
        NAME: ("名字", "姓名", "署名", "匿名"),
    },
)


def required(slots: Mapping[str, Any]) -> list[str]:
    """Give the fields to be filled, in order."""
    del slots
    return list(FORM.order)


def open_fields(slots: Mapping[str, Any]) -> int:
    """Give how many fields are still to be filled before it is read over."""
    return sum(slots.get(name) is None for name in FORM.order if name != CONFIRMED)


def chooses(label: str, value: str) -> Choice:
    """Give the numbered step that fills the awaited field."""
    return step(label, CHOOSE, value=value)


def confirming(wording: Wording) -> tuple[Choice, ...]:
    """Give the steps below the summary."""
    return (
        step(wording("opinions.choose.submit"), "affirm"),
        step(wording("opinions.choose.correct"), "form_correct"),
        step(wording("opinions.choose.cancel"), "cancel"),
    )


def chosen(value: Any, tracker: Tracker) -> str:
    """Give the words of an answer: those that a chosen step carries, else those typed."""
    said = str(value).strip()
    return hear(tracker).slot("value") if said.startswith(f"/{CHOOSE}") else said
