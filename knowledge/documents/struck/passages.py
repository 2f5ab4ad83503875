"""What is left of a text for answering when passages of it are struck out; pure. The published text stays as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

# Stands where words are left out inside a line, as in any quotation; whole lines go without it.
OMITTED = "……"


@dataclass(frozen=True, slots=True)
class Struck:
    """The words of the passages struck out of a document; `revision` grows with each that is struck or taken back."""

    passages: tuple[str, ...] = ()
    revision: int = 0

    def left(self, text: str) -> str:
        """Give a text without these passages, wherever their words stand in it; empty where no word is left."""
        kept = text
        for passage in sorted(self.passages, key=len, reverse=True):
            kept = _without(kept, passage)
        return kept if any(map(str.isalnum, kept)) else ""

    def __bool__(self) -> bool:
        """Whether anything is struck out."""
        return bool(self.passages)


NOTHING_STRUCK = Struck()


def occurrences(text: str, words: str) -> Iterator[int]:
    """Give where words begin in a text, from the first to the last, none inside another."""
    at = text.find(words)
    while words and at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _without(text: str, words: str) -> str:
    parts: list[str] = []
    behind = 0
    for start in occurrences(text, words):
        end = start + len(words)
        opens = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        closes = text[end : end + 1] in {"", "\n"}
        parts += [text[behind:start], "" if opens and closes else OMITTED]
        behind = end
    return "".join([*parts, text[behind:]])
