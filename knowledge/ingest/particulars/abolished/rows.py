"""The papers that a row of a table names, and what the row says becomes of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.ingest.particulars.abolished.entries import Entry, entries
from knowledge.ingest.particulars.abolished.wording import tells_reason
from knowledge.ingest.particulars.citations import citations
from knowledge.ingest.particulars.numbers import NUMBER, tidied

_CELL = re.compile(r"^(?P<name>[^：]{1,20})：(?P<value>.*)$")
_TITLE, _NUMBER = ("名称", "标题", "文件名", "题目", "文件"), ("文号", "字号", "编号")
_VERDICT = ("处理", "清理", "结果", "意见", "状态", "效力", "结论")
_ORDER = re.compile(r"第.{1,8}号")


@dataclass(frozen=True, slots=True)
class AbolishedRow:
    """A row that names papers; `verdict` is empty where the table says nothing of each."""

    papers: tuple[Entry, ...]
    verdict: str
    is_reasoned: bool


def row_of(text: str) -> AbolishedRow | None:
    """Give what a line made of a table's row tells; None for a line that is none, or names no paper."""
    groups = list(_groups(text))
    papers = tuple(paper for group in groups if (paper := _paper(group)))
    if not papers:
        return None
    verdict = next((found for group in groups if (found := _of(group, _VERDICT))), "")
    return AbolishedRow(papers, verdict, any(tells_reason(name) for group in groups for name, _ in group))


def _groups(text: str) -> Iterator[list[tuple[str, str]]]:
    """Give the cells with their columns; a column that comes again begins another paper beside the first."""
    found: list[tuple[str, str]] = []
    parts = text.split("；")
    for part in parts if len(parts) > 1 else ():
        cell = _CELL.match(part)
        if cell is None:
            continue
        name = "".join(cell["name"].split())
        if any(name == known for known, _ in found):
            yield found
            found = []
        found.append((name, cell["value"].strip()))
    yield found


def _of(cells: Sequence[tuple[str, str]], names: Sequence[str]) -> str:
    return next((value for name in names for cell, value in cells if name in cell and value), "")


def _paper(cells: Sequence[tuple[str, str]]) -> Entry | None:
    titled = _of(cells, _TITLE)
    if not titled:
        return None
    beside = [value for name in _NUMBER for cell, value in cells if name in cell and value != titled]
    number = next((tidied(one) for one in beside if NUMBER.search(one) or _ORDER.search(one)), "")
    named = entries(titled)
    if len(named) == 1 and named[0].number:
        return named[0]
    cited = citations(titled)
    if len(cited) == 1 and cited[0].start == 0 and cited[0].end == len(titled):
        return Entry(cited[0].title, cited[0].number or number)
    return Entry("".join(titled.split()), number)
