"""Which organs issued a paper: its signature, the names before its title, its red head and its number, then what a page says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.ingest.particulars.evidence import Sighting
from knowledge.ingest.particulars.lines import HEAD_LINES, Line
from knowledge.ingest.particulars.organs import is_organ, joined, organs_in

# What follows the organs in a title.
_DEED = re.compile(r"(?:关于|转发|印发|批转|发布|公布|废止|修订|修改|\d{4}年|[《“])")
_PAPER = re.compile(r"(?:文件|公告|通告|令)$")
_SHORT = re.compile(r"^[县区市省州旗镇乡]")
# The number of an order names who gave it.
_ORDER = re.compile(r"^(?P<issuer>.{4,40})令第")
_OFFICE_CODE = re.compile(r"办[\u4e00-\u9fff]{0,2}〔")
_OFFICE = re.compile(r"(?:办公室|办公厅)$")


def issuers(
    known: Iterable[Sighting], lines: Sequence[Line], title: str, *, number: str
) -> Iterator[Sighting]:
    """Give every reading of the issuer; `known` are those of signature and page, weighed anew beside title and number."""
    for one in (*_known(known), *_before_title(title, lines), *_red_head(lines), *_ordered(number)):
        yield _beside_number(one, number)


def _known(known: Iterable[Sighting]) -> Iterator[Sighting]:
    for one in known:
        organs = organs_in(one.value)
        if organs:
            yield replace(one, field="issuer", value=joined(organs))
        else:
            # A page names its portal or a firm at times; better than nothing, and surely to be looked at.
            yield replace(one, field="issuer", weight=one.weight * 0.6)


def _before_title(title: str, lines: Sequence[Line]) -> Iterator[Sighting]:
    found = next(iter(_deeds(title)), None)
    organs = organs_in(title[: found.start()]) if found else ()
    if organs:
        weight = 0.5 if _SHORT.match(organs[0]) else 0.85
        whole = "".join(title.split())
        place = next((line.number for line in lines[:HEAD_LINES] if _begins(whole, line.bare)), 0)
        yield Sighting("issuer", joined(organs), title, weight, line=place)


def _begins(title: str, line: str) -> bool:
    """Whether a line is the title or its beginning."""
    return title.startswith(line) or line.startswith(title)


def _deeds(title: str) -> Iterator["re.Match[str]"]:
    """Give the places of a title where its organs may end, the first that leaves organs before it."""
    for found in _DEED.finditer(title):
        if organs_in(title[: found.start()]):
            yield found


def _red_head(lines: Sequence[Line]) -> Iterator[Sighting]:
    """Give the organs of the head, which several put one below another, the last of them with the word 文件."""
    organs: tuple[str, ...] = ()
    for line in lines[:HEAD_LINES]:
        words = _PAPER.sub("", line.text).strip()
        found = organs_in(words) if not line.text.endswith(("的公告", "的通告")) else ()
        if not found:
            organs = ()
            continue
        organs = (*organs, *found)
        if words != line.text or _PAPER.search(line.bare):
            yield Sighting("issuer", joined(organs), line.text, 0.8, line=line.number)
            return


def _ordered(number: str) -> Iterator[Sighting]:
    found = _ORDER.match(number)
    if found and is_organ(found["issuer"]):
        yield Sighting("issuer", found["issuer"], number, 0.8)


def _beside_number(one: Sighting, number: str) -> Sighting:
    """Weigh a reading by what the number says: 办 in its code means that the office issued it, else the organ itself."""
    if (
        not number
        or not is_organ(one.value)
        or not one.value.endswith(("政府", "管委会", "委员会", "办公室", "办公厅"))
    ):
        return one
    agrees = bool(_OFFICE_CODE.search(number)) == bool(_OFFICE.search(one.value))
    return one if agrees else replace(one, weight=one.weight * 0.75)
