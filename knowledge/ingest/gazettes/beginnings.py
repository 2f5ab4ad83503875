"""Where the papers of a gazette begin.

A beginning is told by a title together with the table of contents, with a number, or with whom the paper goes to after
the paper before was signed; an order by its head. What lies before the first of them and says something is a part as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.ingest.gazettes.cover import GazetteContents, is_heading, is_listed, is_running
from knowledge.ingest.particulars.citations import citations
from knowledge.ingest.particulars.lines import Line, is_addressee
from knowledge.ingest.particulars.numbers import NUMBER, is_notice_number
from knowledge.ingest.particulars.organs import is_organ, organs_in
from knowledge.ingest.particulars.signature import signatures
from knowledge.ingest.particulars.title import title_at

NUMBER_LINES = 2
ABOUT_LETTERS = 4
# An order names the rule it makes known within so many lines.
ORDER_LINES = 4
_NOTE_AROUND = re.compile(r"^[（(].{0,30}$")
# A paper that hands on another one carries it behind its signature, with a number of its own.
_HANDS_ON = re.compile(r"转发|批转|印发.{0,40}(?:公告|通告|决定|意见)的通知")
_PRINTED = re.compile(r"印\s{0,2}发$")
_ORDER_LINE = re.compile(r"^(?P<organ>.{4,30}?)令(?P<number>[（(]?第.{1,6}号[）)]?)?$")


def beginnings(lines: Sequence[Line], listed: GazetteContents | None, *, covered: bool) -> list[int]:
    """Give the places of the lines on which papers begin, in their order; `covered` tells that a cover stands above."""
    walk = _Walk(lines, covered, list(listed.titles) if listed else [], floor=listed.end if listed else 0)
    top = walk.floor
    found = list(walk.begin())
    first = next((at for at in range(top, found[0]) if "。" in lines[at].text), None) if found else None
    return found if first is None else [top if listed else first, *found]


@dataclass(slots=True)
class _Walk:
    """Goes down the lines; `left` are the titles of the table of contents that have not come yet."""

    lines: Sequence[Line]
    covered: bool
    left: list[str]
    floor: int
    before: str = ""
    closed: bool = True
    _closes: set[int] = field(default_factory=set)

    def begin(self) -> Iterator[int]:
        signed = signatures(self.lines)
        days = {one.at for one in signed}
        self._closes = {one.at for one in signed if one.organs}
        at = self.floor
        while at < len(self.lines):
            count, begin = self._paper(at)
            if count:
                yield begin
                self.before = "".join(line.bare for line in self.lines[at : at + count])
                at += count
                self.floor, self.closed = at, False
                continue
            line = self.lines[at]
            if self._leads_elsewhere(at):
                yield at
                self.before = line.bare
            # An order is signed by a person, not by an organ.
            ends = at in (days if _ORDER_LINE.match(self.before) else self._closes)
            self.closed = self.closed or ends or bool(_PRINTED.search(line.text))
            at += 1

    def _paper(self, at: int) -> tuple[int, int]:
        """Give how many lines the title takes that begins a paper here, and where the paper begins; 0 for none."""
        if at in self._closes:
            return 0, at
        if self.closed and self.covered and (head := _order_head(self.lines, at)):
            self._made_known(at)
            return head, at
        title, count = ("", 0) if _stands_before(self.lines, at) else title_at(self.lines, at)
        begin = self._head(at)
        if not title or not self._begins(at, count, begin):
            return 0, at
        self._tick(title)
        return count, begin

    def _made_known(self, at: int) -> None:
        for line in self.lines[at : at + ORDER_LINES]:
            for one in citations(line.text):
                self._tick(one.title)

    def _tick(self, title: str) -> None:
        self.left = [entry for entry in self.left if not is_listed(title, [entry])]

    def _begins(self, at: int, count: int, begin: int) -> bool:
        title = "".join(line.bare for line in self.lines[at : at + count])
        behind = self.lines[at + count : at + count + NUMBER_LINES]
        numbered = begin < at or any(_is_number(line) for line in behind)
        addressed = any(is_addressee(line) for line in behind)
        listed = bool(self.left) and is_listed(title, self.left)
        if listed or not self.covered:
            # A long paper has a table of contents as well: what that lists is a paper only where it looks like one.
            return listed and (self.covered or numbered or addressed)
        fresh = self.closed and not _is_handed_on(title, self.before)
        return fresh and (numbered or (addressed and "关于" in title))

    def _head(self, at: int) -> int:
        """Give the first line of a paper whose title stands on a line: its red head and its number may stand above."""
        begin = at
        while begin > self.floor and (
            _is_number(self.lines[begin - 1]) or _is_red_head(self.lines[begin - 1])
        ):
            begin -= 1
        return begin

    def _leads_elsewhere(self, at: int) -> bool:
        """Whether a chronicle or figures begin behind the papers: nothing of the paper before."""
        behind = self.closed and self.before and self.covered
        return bool(behind) and is_heading(self.lines[at]) and not _leads_on(self.lines, at)


def _stands_before(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is no part of a title, although one follows: a heading, a printing note, who edits the gazette."""
    line = lines[at]
    if is_heading(line) or is_running(line) or _PRINTED.search(line.text):
        return True
    following = title_at(lines, at + 1)[0] if "关于" not in line.text else ""
    whole = "关于" in following and bool(organs_in(following.split("关于", maxsplit=1)[0]))
    return whole and not organs_in(line.text)


def _order_head(lines: Sequence[Line], at: int) -> int:
    """Give how many lines the head of an order takes that begins here, such as 青岚县人民政府令 and 第3号."""
    found = _ORDER_LINE.match(lines[at].bare)
    if found is None or not is_organ(found["organ"]):
        return 0
    if found["number"]:
        return 1
    return 2 if at + 1 < len(lines) and is_notice_number(lines[at + 1].text) else 0


def _is_handed_on(title: str, before: str) -> bool:
    """Whether a paper is the one that the paper before it hands on, as both are about the same."""
    about = title.partition("关于")[2][:ABOUT_LETTERS]
    return bool(_HANDS_ON.search(before)) and (not about or about in before)


def _is_number(line: Line) -> bool:
    """Whether a line is the number of a paper, alone or with the day of it in brackets."""
    found = NUMBER.search(line.text)
    if found is None:
        return False
    before, after = line.text[: found.start()].strip("（( "), line.text[found.end() :].strip("）) ")
    return not before and (not after or bool(_NOTE_AROUND.match(line.text)))


def _is_red_head(line: Line) -> bool:
    return line.bare.endswith("文件") and is_organ(line.bare.removesuffix("文件"))


def _leads_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a heading stands above papers, so that it begins none itself."""
    return any(
        title_at(lines, near)[0]
        or _is_number(lines[near])
        or _is_red_head(lines[near])
        or _order_head(lines, near)
        for near in range(at + 1, min(len(lines), at + 1 + NUMBER_LINES))
    )
