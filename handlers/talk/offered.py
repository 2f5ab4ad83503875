"""What the steps below the last answer would do, for whoever answers them in words of their own: 嗯，不去了."""

import re
from collections.abc import Mapping

from rasa_sdk import Tracker

from bot.conversation import CHOICES
from bot.message import Choice
from bot.text.choices import reading

CLAUSE = re.compile(r"[,，。!！?？;；、 ]+")


def offered_deed(tracker: Tracker, deed: str) -> Mapping[str, str]:
    """Give what the first step carries where it would do a deed; nothing where it would do another."""
    offered = [Choice(*pair) for pair in tracker.slots.get(CHOICES) or ()]
    read = reading(offered[0].payload) if offered else None
    slots = {slot.name: slot.value for slot in read.slots} if read else {}
    return slots if slots.get("deed") == deed else {}


def offered_case(tracker: Tracker) -> str:
    """Give the number of the case that the steps below the last answer are about; empty where they are about none or several."""
    offered = (reading(payload) for _, payload in tracker.slots.get(CHOICES) or ())
    numbers = {one.slot("case_no") for one in offered if one} - {None, ""}
    return str(numbers.pop()) if len(numbers) == 1 else ""


def in_clauses(words: re.Pattern[str], said: str) -> bool:
    """Whether words, or one clause of them, say nothing but what a pattern means."""
    return any(words.fullmatch(part) for part in (said, *CLAUSE.split(said)))
