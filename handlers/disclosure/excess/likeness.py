"""How much two requests ask for the same, letter by letter; pure."""

import unicodedata

from rapidfuzz import fuzz

COMPARED_LETTERS = 2000
SAME_PERCENT = 85
"""So much alike are two descriptions that ask for the same."""


def likeness(first: str, second: str) -> int:
    """Give the likeness of two descriptions in percent; signs, spaces, width and case make no difference."""
    return folded_likeness(folded(first), folded(second))


def folded_likeness(first: str, second: str) -> int:
    """Give the likeness of two descriptions that `folded` gave."""
    return round(fuzz.ratio(first, second)) if first and second else 0


def folded(text: str) -> str:
    """Give a description without what makes no difference."""
    plain = unicodedata.normalize("NFKC", text[:COMPARED_LETTERS]).lower()
    return "".join(letter for letter in plain if letter.isalnum())
