"""Follows the lists and tables of papers through a text: where one is announced, goes on, and ends."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.ingest.particulars.abolished.entries import Entry, entries, number_below, title_alone
from knowledge.ingest.particulars.abolished.rows import row_of
from knowledge.ingest.particulars.abolished.wording import ends, ends_whole, stays
from knowledge.ingest.particulars.citations import HIDDEN, citations, hidden
from knowledge.ingest.particulars.lines import Line

HEADING_LETTERS = 60
_ANNOUNCED = re.compile(r"[：:]$")
_CATALOGUE = re.compile(r"目录|清单|名单|名录|一览表|文件|政策措施|附件|附表")
# A sentence that ends papers which are listed below: 对下列60件文件予以废止.
_BELOW = re.compile(r"下列|以下|下述|如下|附后|后附|附件|附表|目录|名单|清单")
_ANNEX = re.compile(r"附[件表]\s{0,2}(?P<which>\d{0,2}|[一二三四五六七八九十]{0,2})")
_CLAUSE = re.compile(r"[，。；;、]")
# A part of a list, such as those of one unit: （一）县民政局起草（2件）.
_GROUP = re.compile(r"^[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．][^，。；]{2,40}$")


@dataclass(frozen=True, slots=True)
class AbolishedEntry:
    """A paper that a line of a list names, with the line."""

    paper: Entry
    line: Line


@dataclass(slots=True)
class Lists:
    """Whether the line that comes stands in a list of what ends; told by the lines before it."""

    is_open: bool = False
    # Announced by a colon alone: anything that is no entry ends such a list.
    is_loose: bool = False
    _ended_annexes: set[str] = field(default_factory=set)
    _other_annexes: set[str] = field(default_factory=set)

    def meet(self, line: Line) -> None:
        """Take note of a line that names no paper of a list."""
        plain = hidden(line.text, citations(line.text))
        self._note_annexes(plain)
        # What ends and what is changed in one breath announces no list by itself.
        if ends(plain) and not stays(plain) and (_is_heading(plain) or _announces(plain)):
            self.is_open, self.is_loose = True, bool(_ANNOUNCED.search(plain))
        elif annex := _ANNEX.match(plain):
            self.is_open = self._is_ended_annex(annex["which"]) and not stays(plain)
            self.is_loose = False
        elif _closes(plain) or (self.is_loose and not _GROUP.match(plain)):
            self.is_open = self.is_loose = False

    def _note_annexes(self, plain: str) -> None:
        for clause in _CLAUSE.split(plain):
            for annex in (
                _ANNEX.finditer(clause) if len(clause) > HEADING_LETTERS or not _ANNEX.match(clause) else ()
            ):
                if stays(clause):
                    self._other_annexes.add(annex["which"])
                elif ends(clause):
                    self._ended_annexes.add(annex["which"])

    def _is_ended_annex(self, which: str) -> bool:
        if which in self._ended_annexes or (self.is_open and not self._ended_annexes):
            return which not in self._other_annexes
        return "" in self._ended_annexes and not self._other_annexes


def listed(lines: Sequence[Line]) -> Iterator[AbolishedEntry | Line]:
    """Give the papers of lists and tables, and each line that stands in none."""
    lists = Lists()
    at = 0
    while at < len(lines):
        line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
        at += 1
        row = row_of(line.text)
        if row is not None:
            told = ends_whole(row.verdict) or (not row.verdict and (lists.is_open or row.is_reasoned))
            yield from (AbolishedEntry(paper, line) for paper in row.papers) if told else ()
            continue
        found = _found(line, below, lists)
        if found:
            yield from (AbolishedEntry(paper, line) for paper in found)
            at += below is not None and len(found) == 1 and _is_told_below(line, below, found[0])
            continue
        yield line
        lists.meet(line)


def _found(line: Line, below: Line | None, lists: Lists) -> tuple[Entry, ...]:
    """Give what a line of an open list names, with the number that may stand on the line below."""
    if not lists.is_open:
        return ()
    found = entries(line.text)
    number = number_below(below.text) if below else ""
    plain = hidden(line.text, citations(line.text))
    if (
        not found
        and number
        and not _is_heading(plain)
        and not ends(plain)
        and not entries(below.text if below else "")
    ):
        # Each cell of the list stands on a line of its own.
        return (Entry(title_alone(line.text), number),)
    if stays(_behind_titles(plain, found)) or (lists.is_loose and not found):
        return ()
    if len(found) == 1 and not found[0].number and number:
        return (Entry(found[0].title, number),)
    return found


def _behind_titles(plain: str, found: Sequence[Entry]) -> str:
    """Give what a line says besides the titles it names."""
    for one in found:
        plain = plain.replace(one.title, "")
    return plain


def _is_told_below(line: Line, below: Line, paper: Entry) -> bool:
    """Whether the number of a paper came from the line below, which names nothing of its own then."""
    return (
        bool(paper.number)
        and number_below(below.text) == paper.number
        and not any(one.number for one in entries(line.text))
    )


def _announces(plain: str) -> bool:
    return bool(_ANNOUNCED.search(plain)) or bool(_BELOW.search(plain))


def _is_heading(plain: str) -> bool:
    return (
        len(plain) <= HEADING_LETTERS
        and "。" not in plain
        and HIDDEN not in plain
        and bool(_CATALOGUE.search(plain))
    )


def _closes(plain: str) -> bool:
    """Whether a line begins another part: its heading, or the announcement of what does not end."""
    return stays(plain) and (bool(_ANNOUNCED.search(plain)) or _is_heading(plain))
