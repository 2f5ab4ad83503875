"""Numbered next steps: which one a citizen means by "2", "选第二个", "②" or its own words."""

import json
import re
import unicodedata
from collections.abc import Sequence

from bot.message import Choice
from bot.understanding import Slot, Understanding

NUMERALS = {numeral: place for place, numeral in enumerate("一二三四五六七八九", start=1)}
NUMBERED = re.compile(r"(?:我?(?:选择|选|要))?第?([1-9]|[一二三四五六七八九])(?:个|项|条|号|\.|、|。)?")


def pick(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Give the choice that a text names by its number or repeats by its label, or None."""
    said = _folded(text)
    if found := NUMBERED.fullmatch(said):
        place = NUMERALS.get(found[1]) or int(found[1])
        return choices[place - 1] if place <= len(choices) else None
    return next((choice for choice in choices if said == _folded(choice.label)), None)


def _folded(text: str) -> str:
    """Give words in one width, since “，” and "," are one comma to whoever types a label."""
    return unicodedata.normalize("NFKC", text).strip()


def reading(payload: str) -> Understanding | None:
    """Give the understanding that a payload `/intent{"slot": "value"}` stands for; None for plain words."""
    if not payload.startswith("/"):
        return None
    intent, brace, rest = payload[1:].partition("{")
    slots = json.loads(brace + rest) if brace else {}
    return Understanding(
        text=payload,
        intent=intent,
        confidence=1.0,
        intents=(intent,),
        slots=tuple(Slot(name, str(value), str(value)) for name, value in slots.items()),
        ranking=((intent, 1.0),),
    )
