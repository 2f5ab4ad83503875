"""What tells that a file holds several papers: its cover, and the titles its table of contents lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.ingest.particulars.lines import Line
from knowledge.ingest.particulars.numbers import NUMBER, without_number
from knowledge.ingest.particulars.organs import is_organ
from knowledge.ingest.particulars.title import LONGEST_LETTERS, is_title, title_at

COVER_LINES = 12
CONTENTS_LINES = 400
FEWEST_LETTERS = 8
HEADING_LETTERS = 14
# A statistical bulletin (统计公报) is one paper, hence the organ before the word.
_COVER = re.compile(
    r"^(?P<of>.{3,30}?)(?:公报|政报)$|(?:文件|政策|法规|制度)(?:汇编|选编|汇集|合订本)(?:[（(].{1,12}[）)])?$"
)
_CONTENTS = re.compile(r"^[【\[]?(?:本期)?(?:目录|目次|要目)[】\]]?$")
# The page an entry stands on, behind dots: ……12, （3）, / 12.
_PAGE = re.compile(r"[（(]?\d{1,4}[）)]?$")
_DOTS = " \t.…·．⋯_—/／-"
_MARK = re.compile(
    r"^(?:[（(]?\d{1,3}[）)]?\s{0,2}[.．、]?\s{0,2}|[一二三四五六七八九十]{1,3}、|[·•◆●■★☆▲]\s{0,2})"
)
_SECTION = re.compile(
    r"^[【\[《〔].{2,12}[】\]》〕]$|^.{2,10}(?:文件|规章|令)$|人事任免$|大事记$|要闻$|任免$|统计(?:数据|资料)$"
)
_RUNNING = re.compile(
    r"(?:公报|政报)\s?.{0,6}\d{4}\s?年\s?第\s?\d{1,3}\s?期|^\d{4}\s?年\s?第\s?\d{1,3}\s?期[（(]?.{0,16}$"
)


@dataclass(frozen=True, slots=True)
class GazetteContents:
    """The titles a table of contents lists, without blanks, and the place of the first line behind it."""

    titles: tuple[str, ...]
    end: int


def has_cover(lines: Sequence[Line]) -> bool:
    """Whether the first lines are those of a gazette or of a collection of papers."""
    for line in lines[:COVER_LINES]:
        found = _COVER.search(line.bare)
        if found and (not found["of"] or is_organ(found["of"]) or found["of"].endswith("政府")):
            return True
    return False


def is_contents(line: Line) -> bool:
    """Whether a line is the heading of a table of contents."""
    return bool(_CONTENTS.match(line.bare))


def contents(lines: Sequence[Line]) -> GazetteContents | None:
    """Give the table of contents near the top; None where there is none, or where none of its titles comes again."""
    begin = next((at for at, line in enumerate(lines[: COVER_LINES + 8]) if is_contents(line)), None)
    if begin is None:
        return None
    listing = _Listing(lines, last=begin)
    for at in range(begin + 1, min(len(lines), begin + CONTENTS_LINES)):
        if listing.is_behind(at):
            return GazetteContents(tuple(listing.entries), listing.last + 1)
        if "。" in lines[at].text:
            return listing.paged()
        listing.read(at)
    return None


@dataclass(slots=True)
class _Listing:
    """Reads a table of contents line by line; `last` is the place of the last line that belonged to it."""

    lines: Sequence[Line]
    last: int
    entries: list[str] = field(default_factory=list)
    _waiting: str = ""
    _paged: GazetteContents | None = None

    def is_behind(self, at: int) -> bool:
        """Whether a line is one of the titles listed, come again above its paper."""
        if not self.entries or _has_page(self.lines[at].text):
            return False
        title = title_at(self.lines, at)[0]
        return bool(title) and is_listed(title, self.entries)

    def paged(self) -> GazetteContents | None:
        """Give what stands up to the last line with a page; None where no line has one."""
        return self._paged

    def read(self, at: int) -> None:
        """Take a line of the table: a title or a part of one, or what is none."""
        text = self.lines[at].text
        page = _has_page(text)
        bare = _without_page(_MARK.sub("", text)).strip()
        if is_heading(self.lines[at]) or not is_title(bare) or NUMBER.fullmatch(bare.strip("（()）")):
            self._waiting = ""
            self.last = at if page else self.last
        else:
            self._take(at, "".join(bare.split()), page=page)
        if page:
            self._paged = GazetteContents(tuple(self.entries), at + 1)

    def _take(self, at: int, words: str, *, page: bool) -> None:
        self._waiting += words
        title = without_number(self._waiting)
        if page or title_at([Line(0, title)], 0)[0]:
            self.entries.append(title)
            self._waiting, self.last = "", at
        elif len(self._waiting) > LONGEST_LETTERS:
            self._waiting = ""


def _has_page(text: str) -> bool:
    return _without_page(text) != text


def _without_page(text: str) -> str:
    """Give an entry without its page and the dots before it; as it is where no page stands behind it."""
    found = _PAGE.search(text)
    before = text[: found.start()] if found else text
    apart = found is not None and (found[0][0] in "（(" or before.endswith(tuple(_DOTS)))
    return before.rstrip(_DOTS) if apart else text


def is_listed(title: str, entries: Sequence[str]) -> bool:
    """Whether a table of contents lists a title, be it without the organ before it."""
    bare = "".join(title.split())
    return any(_same(bare, entry) for entry in entries)


def is_heading(line: Line) -> bool:
    """Whether a line is the heading of a section of a gazette, such as 【县政府文件】."""
    bare = line.bare
    named = bare.removesuffix("文件").removesuffix("令")
    return len(bare) <= HEADING_LETTERS and bool(_SECTION.search(bare)) and not is_organ(named)


def is_running(line: Line) -> bool:
    """Whether a line is what the pages of a gazette bear at their top: its name and issue."""
    return bool(_RUNNING.search(line.text))


def _same(title: str, entry: str) -> bool:
    short, long = sorted((title, entry), key=len)
    return short == long or (len(short) >= FEWEST_LETTERS and long.endswith(short))
