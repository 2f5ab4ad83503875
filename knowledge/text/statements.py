"""The sentences of a text as they are read: a question stands with its answer, and what announces something with that.

交评估费吗？ and what follows it are one statement; alone neither says anything. 标准如下： and （二）缴费标准 say of what the next
sentence is.
"""

import re

from knowledge.text.passages import sentences

# A question and its answer that are longer together than this are two things to read.
STATEMENT_LETTERS = 200
_OPENS = re.compile(r"(?:[?？][”’」』）)]?|[：:])(?:\*\*)?$")
MARK = "**"
# A question that is marked as one, on a line of its own or before its answer.
_ASKS = re.compile(r"\s*\*\*[^*\n]{2,60}[?？]\*\*")
_HEADS = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,2}[）)]|[0-9]{1,2}[.．、])[^。；;！!|：:]{2,24}$"
)


def statements(text: str) -> list[tuple[int, int]]:
    """Give the sentences of a text as (start, end) pairs without a gap, each that only opens joined to the next one."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if found and end - found[-1][0] <= STATEMENT_LETTERS and _opens(text, *found[-1]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def asks(text: str, start: int) -> bool:
    """Whether a marked question begins at a place: what stands before it answers another one."""
    return _ASKS.match(text, start) is not None


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a statement only opens the next one: it asks, announces a list, or is a numbered heading."""
    said = text[start:end].strip()
    return _OPENS.search(said) is not None or ("\n" in text[start:end] and _HEADS.match(said) is not None)
