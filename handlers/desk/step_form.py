"""What a person fills in for a step, as any desk draws and reads it: kinds of fields, and whether a typed value fits."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

LONGEST_VALUE_LETTERS = 2000
LONGEST_NUMBER_FIGURES = 8


class FieldKind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    WORDS = "words"
    DAY = "day"
    NUMBER = "number"
    TICK = "tick"
    CHOICE = "choice"


def fits(kind: FieldKind, typed: str, choices: Collection[str]) -> bool:
    """Whether a typed value can be read as a field of that kind."""
    if kind is FieldKind.DAY:
        return _is_day(typed)
    if kind is FieldKind.NUMBER:
        return typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER_FIGURES
    if kind is FieldKind.CHOICE:
        return typed in choices
    return len(typed) <= LONGEST_VALUE_LETTERS


def _is_day(typed: str) -> bool:
    try:
        return date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False
