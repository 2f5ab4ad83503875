"""Takes off what is said again and again at the end of a text, in time that grows with the text and no faster.

The pattern `(?:piece)+$` tries every place as a beginning, and where pieces can be cut in several ways every way of
cutting them: thirty blanks, or 的那一个 typed thirty times, then take longer than anybody waits.
"""

import re
from itertools import takewhile


def without_end(text: str, piece: re.Pattern[str], *, longest: int, kept: int = 0) -> str:
    """Give a text without the pieces at its end, as many as there are, but never without its first `kept` characters.

    A piece has up to `longest` characters. What is taken off is the same as by `(?:piece)+$`.
    """
    reached = [len(text)]
    place = len(text) - 1
    while place >= kept and reached[-1] - place <= longest:
        near = takewhile(lambda end: end - place <= longest, reversed(reached))  # noqa: B023 - used up at once.
        if any(piece.fullmatch(text, place, end) for end in near):
            reached.append(place)
        place -= 1
    return text[: reached[-1]]
