"""The papers that end with a text, once each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.draft import ABOLISHES, Proposed
from knowledge.ingest.particulars.abolished.lists import AbolishedEntry, listed
from knowledge.ingest.particulars.abolished.sentences import ended_in
from knowledge.ingest.particulars.abolished.wording import ends
from knowledge.ingest.particulars.lines import Line, shown

# A line no longer than this is shown whole as evidence, of a longer one only the sentence.
WHOLE_LETTERS = 120
# What explains another paper tells what that one ended.
_EXPLAINS = re.compile(r"解读|问答|答记者问|图解|一图读懂")
IN_SENTENCE, IN_LIST, IN_TITLE, WITHOUT_NUMBER = 0.93, 0.9, 0.8, 0.75


@dataclass(frozen=True, slots=True)
class _Found:
    title: str
    number: str
    words: str
    line: int
    certainty: float

    @property
    def name(self) -> str:
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")


def abolished(lines: Sequence[Line], title: str) -> Iterator[Proposed]:
    """Give the papers that end with a text, once each, with the sentence or the row that says so."""
    if _EXPLAINS.search(title):
        return
    if not any(ends(line.text) for line in lines) and not ends(title):
        return
    found = [*_in_lines(lines), *_named(title, 0, IN_TITLE)]
    numbered = {one.title for one in found if one.number}
    seen: set[str] = set()
    for one in found:
        if one.name not in seen and (one.number or one.title not in numbered):
            seen.add(one.name)
            yield Proposed(ABOLISHES, one.name, shown(one.words), "text", one.certainty, one.line)


def _in_lines(lines: Sequence[Line]) -> Iterator[_Found]:
    for one in listed(lines):
        if isinstance(one, AbolishedEntry):
            certainty = IN_LIST if one.paper.number else WITHOUT_NUMBER
            yield _Found(one.paper.title, one.paper.number, one.line.text, one.line.number, certainty)
        else:
            yield from _named(one.text, one.number, IN_SENTENCE)


def _named(text: str, line: int, certainty: float) -> Iterator[_Found]:
    for one, sentence in ended_in(text):
        words = text if len(text) <= WHOLE_LETTERS else sentence
        yield _Found(one.title, one.number, words, line, certainty)
