"""Numbered next steps: which one a citizen means by "2", "选第二个", "②", "上面那个" or its own words."""

import json
import re
import unicodedata
from collections.abc import Sequence

from bot.message import Choice
from bot.text.margins import without_end
from bot.understanding import Slot, Understanding

NUMERALS = {numeral: place for place, numeral in enumerate("一二三四五六七八九", start=1)}
TAKING = r"(?:那|就|我|还是|选择|选|想|要|点|按|回复)*"
NUMBERED = re.compile(rf"{TAKING}第?([1-9]|[一二三四五六七八九])(?:个|项|条|号|种|样)?[吧的啊呀。.、!！]*")
# Where a step stands among those offered, as people say who look at the list rather than at its numbers.
STANDING = {
    "first": re.compile(
        rf"{TAKING}(?:(?:最)?(?:上面|前面)|头一|打头)的?(?:那|这)?(?:一)?(?:个|项|条)[吧的啊呀。.!！]*"
    ),
    "middle": re.compile(rf"{TAKING}(?:最?中间|当中)的?(?:那|这)?(?:一)?(?:个|项|条)[吧的啊呀。.!！]*"),
    "last": re.compile(
        rf"{TAKING}(?:(?:最)?(?:下面|后面|末尾)|最后|末)的?(?:那|这)?(?:一)?(?:个|项|条)[吧的啊呀。.!！]*"
    ),
    "only": re.compile(rf"{TAKING}就?是?(?:这|那)(?:一)?(?:个|项|条)[吧的啊呀。.!！]*"),
}
THREE = 3
BEFORE = re.compile(r"(?:那|就|我|还是|要|选|想|给我|用|点|按|[,，、 ])*")
BEHIND = re.compile(r"的?[那这]?一?[个项条种]|吧|的|啊|呀|好了|就行|就好|[,，。.!！ ]")
BEHIND_LETTERS = 4
SHORTEST_NAME_LETTERS = 2
EXPLAINING = "/help"
# Steps that lose or end something: they are meant by their number or their whole label only.
DESTROYING = ("/cancel", "/withdraw_request")
DENIED = re.compile(r"不|别|没|取消|撤")
LABELLED = re.compile(r"(?:选|回复)?([1-9])[、.．,，:：)） ]{1,3}([^、.．,，:：)） ].+)")


def number_in(text: str) -> int | None:
    """Give the number that a text is, in any of the spellings of a choice; None when it is more than a number."""
    found = NUMBERED.fullmatch(_folded(text))
    return (NUMERALS.get(found[1]) or int(found[1])) if found else None


def pick(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Give the choice that a text names by its number, by its place or by its label, or None."""
    if not choices:
        return None
    if (place := number_in(text)) is not None:
        return choices[place - 1] if place <= len(choices) else None
    said = _folded(text)
    words = {said, _bare(said)}
    same = next((choice for choice in choices if _folded(choice.label) in words), None)
    same = same or _by_line(said, choices)
    return same or _by_standing(said, choices) or _by_part(said, choices)


def _by_standing(said: str, choices: Sequence[Choice]) -> Choice | None:
    meant = next((name for name, words in STANDING.items() if words.fullmatch(said)), None)
    if meant == "first":
        return choices[0]
    if meant == "last":
        return choices[-1]
    if meant == "middle" and len(choices) == THREE:
        return choices[1]
    return choices[0] if meant == "only" and len(choices) == 1 else None


def _by_line(said: str, choices: Sequence[Choice]) -> Choice | None:
    """Give the choice of a line that was copied with its number (1、我已阅读)."""
    line = LABELLED.fullmatch(said)
    if line is None or int(line[1]) > len(choices):
        return None
    choice = choices[int(line[1]) - 1]
    return choice if line[2].strip(" ,，。.") in _folded(choice.label) else None


def _by_part(said: str, choices: Sequence[Choice]) -> Choice | None:
    """Give the one choice whose label holds the words; words that several labels hold name none of them.

    A step that only explains how to ask for something is not meant by whoever asks for it, one that destroys never by
    a part of its words, and one that denies only by words that deny (先不申请了 is not meant by 申请).
    """
    words = _bare(said)
    if len(words) < SHORTEST_NAME_LETTERS:
        return None
    held = [
        choice
        for choice in choices
        if words in _folded(choice.label)
        and not choice.payload.startswith((EXPLAINING, *DESTROYING))
        and bool(DENIED.search(words)) == bool(DENIED.search(choice.label))
    ]
    return held[0] if len(held) == 1 else None


def _bare(said: str) -> str:
    """Give words without those that are said around a label (我选…那个吧)."""
    opening = BEFORE.match(said)
    return without_end(said[opening.end() if opening else 0 :], BEHIND, longest=BEHIND_LETTERS)


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
