"""Questions that can be told apart in a window: each asks for a case number of its own, which every answer repeats."""

import re

_DAYS = 28
_A_DAY = 9000
MARK = re.compile(r"GK2019\d{8}")


def marked(place: int) -> str:
    """Give the number of a question: no two are alike, and none is of this year, as real ones are."""
    day, within = divmod(place, _A_DAY)
    return f"GK2019{1 + day // _DAYS % 12:02d}{1 + day % _DAYS:02d}{1 + within:04d}"


def words_of(mark: str) -> str:
    """Give what a citizen says to ask for a number."""
    return f"{mark}到哪了"
