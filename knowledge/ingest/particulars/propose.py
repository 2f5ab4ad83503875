"""Reads from a text what a registrar would enter: title, number, issuer, days, what it ends, kind and theme.

Every value comes with the words it was taken from. Nothing here decides: a person confirms.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import PurePath
from typing import Any

from bot.text.plain_yaml import read_yaml
from knowledge.documents.document import (
    DAY_FIELDS,
    Disclosure,
    Explanation,
    ExplanationForm,
    Kind,
    Openness,
    Validity,
)
from knowledge.documents.draft import Proposal, Proposed, reason
from knowledge.ingest.particulars.dates import find_day
from knowledge.ingest.particulars.ends import abolished, lifetime
from knowledge.ingest.particulars.title import title_in
from knowledge.ingest.readers.manuscript import Manuscript

HEAD_LETTERS = 1_500
FOOT_LETTERS = 600
EVIDENCE_LETTERS = 80
NUMBER = re.compile(
    r"(?<![\w〕）)])(?P<office>[\u4e00-\u9fff]{1,12}(?:[（(][\u4e00-\u9fff]{1,4}[）)])?[\u4e00-\u9fff]{0,4})\s*"
    r"[〔［\[（(【]\s*(?P<year>\d{4})\s*[〕］\]）)】]\s*(?:第\s*)?(?P<number>\d{1,5})\s*号"
)
_ORDER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{2,20}?)令\s*[（(]?(?P<number>第\s*[\d一二三四五六七八九十百零]{1,6}\s*号)"
)
_ORGAN_END = (
    r"(?:人民政府办公室|人民政府办公厅|人民政府|委员会|管理局|监督局|办公室|办公厅|税务局|公安局|联合会|管理委员会|"
    r"中心|法院|检察院|局|厅|委|部|处|院|行)"
)
_ORGAN = re.compile(rf"^[\u4e00-\u9fff（）()·]{{2,28}}{_ORGAN_END}$")
_RED_HEAD = re.compile(r"^(?P<issuer>[\u4e00-\u9fff（）()]{4,30}?)(?:文件|公告|令)$", re.MULTILINE)
_FACTS = (
    "unit", "unit_phone", "issuer", "number", "theme", "rubric", "genre", "level", "place", "life_stage", "language",
    "disclosure_reason", "interpreter", "interpreter_unit", "interpreter_phone",
)  # fmt: skip
_LISTED: Mapping[str, type[StrEnum]] = {
    "kind": Kind, "disclosure": Disclosure, "form": ExplanationForm, "openness": Openness, "explanation": Explanation,
}  # fmt: skip
_YES = frozenset({"是", "可", "可以", "支持", "1", "true", "yes"})
_CITED = re.compile(r"[《（(“\"]")


def propose(draft: Manuscript, *, file: str = "") -> Proposal:
    """Give the particulars that a text shows, each with its evidence; `file` is the name it came under."""
    firsts: dict[str, Proposed] = {}
    for one in (*_stated(draft.stated), *_read(draft, file)):
        firsts.setdefault(one.field, one)
    ends = tuple(Proposed("abolishes", name, words) for name, words in abolished(draft.text))
    fields = (*_guessed(firsts, draft.text), *ends)
    notes = tuple(reason(note.key, **note.values) for note in draft.notes)
    return Proposal((*firsts.values(), *fields), notes)


def _stated(stated: Mapping[str, str]) -> Iterator[Proposed]:
    """Give what the source states in fields of its own, where it can be understood."""
    for field, written in stated.items():
        value = " ".join(written.split())
        if field in DAY_FIELDS:
            day = find_day(value)
            value = day.isoformat() if day else ""
        elif field == "validity":
            value = _validity(value)
        elif field == "number":
            value = next((_tidy_number(one) for one in NUMBER.finditer(value)), value)
        elif field in _LISTED:
            value = value if value in set(_LISTED[field]) else ""
        elif field == "audience":
            value = _audience(value)
        elif field == "online":
            value = "是" if value.lower() in _YES else ""
        elif field not in {*_FACTS, "title"}:
            value = ""
        if value:
            yield Proposed(field, value, _shown(f"{written}"), "told")


def _read(draft: Manuscript, file: str) -> Iterator[Proposed]:
    text = draft.text
    head = text[:HEAD_LETTERS]
    if draft.title:
        yield Proposed("title", draft.title, _shown(draft.title), "layout")
    title = title_in(head)
    if title:
        yield Proposed("title", title, _shown(title))
    if file:
        yield Proposed("title", PurePath(file).stem, file, "file")
    yield from _numbers(head)
    yield from _signature(text)
    head_of_paper = _RED_HEAD.search(head)
    if head_of_paper and _ORGAN.match(head_of_paper["issuer"]):
        yield Proposed("issuer", head_of_paper["issuer"], head_of_paper[0])
    yield from lifetime(text)


def _numbers(head: str) -> Iterator[Proposed]:
    """Give the document's own number: one that stands by itself, not inside brackets behind another's title."""
    for found in NUMBER.finditer(head):
        line_start = head.rfind("\n", 0, found.start()) + 1
        line_end = head.find("\n", found.end())
        line = head[line_start : line_end if line_end >= 0 else len(head)].strip()
        before = head[line_start : found.start()].strip().lstrip("（(")
        if not _CITED.search(before) and len(line) <= 2 * len(found[0]) + 12:
            yield Proposed("number", _tidy_number(found), _shown(line))
    order = _ORDER.search(head[: HEAD_LETTERS // 3])
    if order:
        yield Proposed("number", f"{order['issuer']}令{''.join(order['number'].split())}", _shown(order[0]))


def _tidy_number(found: "re.Match[str]") -> str:
    return f"{found['office'].strip()}〔{found['year']}〕{int(found['number'])}号"


def _signature(text: str) -> Iterator[Proposed]:
    """Give issuer and day of the signature (落款): a line that is a day, and the organ's name before it."""
    lines = [line.strip(" 　#*") for line in text[-FOOT_LETTERS:].split("\n") if line.strip()]
    for at, line in reversed(list(enumerate(lines))):
        signed = _signed(line, lines[at - 1] if at else "")
        if signed:
            day, organ, words = signed
            yield Proposed("written_on", day.isoformat(), _shown(words))
            if organ:
                yield Proposed("issuer", organ, _shown(words))
            return


def _signed(line: str, above: str) -> tuple[date, str, str] | None:
    bare = "".join(line.strip("（()）").split())
    day = find_day(bare)
    if day is None or "印发" in bare or "施行" in bare:
        return None
    before = bare[: bare.find("年") - 4]
    after = bare[bare.find("日") + 1 :]
    if after.strip("）)。") or (before and not _ORGAN.match(before)):
        return None
    organ = before or "".join(above.split())
    return day, organ if _ORGAN.match(organ) else "", f"{organ} {bare}" if organ and not before else bare


def _guessed(found: Mapping[str, Proposed], text: str) -> Iterator[Proposed]:
    """Give kind, genre and theme as words in title and text suggest, where nothing better is known."""
    title = found["title"].value if "title" in found else ""
    words = _data()
    for genre in words["genres"]:
        if "genre" not in found and title.endswith(
            (genre, f"{genre}（试行）", f"{genre}（暂行）", f"的{genre}")
        ):
            yield Proposed("genre", genre, _shown(title))
            break
    if "kind" not in found:
        yield _kind(title, text, words["kinds"])
    if "theme" not in found:
        yield from _theme(title, text, words["themes"])


def _kind(title: str, text: str, signs: Mapping[str, list[str]]) -> Proposed:
    for kind, found in signs.items():
        sign = next((one for one in found if re.search(one, title)), None)
        if sign:
            return Proposed("kind", kind, _shown(title))
    return Proposed("kind", Kind.POLICY.value if re.search(r"^#* *第[一1]条", text, re.MULTILINE) else Kind.NOTICE.value,
                    _shown(title or text))  # fmt: skip


def _theme(title: str, text: str, themes: Mapping[str, list[str]]) -> Iterator[Proposed]:
    """Give the theme whose words come most; one in the title counts for ten."""
    head = text[:HEAD_LETTERS]
    best, word, most = "", "", 0
    for theme, signs in themes.items():
        counts = {sign: 10 * title.count(sign) + head.count(sign) for sign in signs}
        if sum(counts.values()) > most:
            best, most, word = theme, sum(counts.values()), max(counts, key=lambda sign: counts[sign])
    if best:
        yield Proposed("theme", best, word)


def _audience(written: str) -> str:
    signs: Mapping[str, list[str]] = _data()["audiences"]
    return "、".join(one for one, words in signs.items() if any(word in written for word in words))


def _validity(written: str) -> str:
    for value, signs in _data()["validities"].items():
        if any(sign in written for sign in signs):
            return Validity(value).value
    return ""


def _shown(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= EVIDENCE_LETTERS else words[: EVIDENCE_LETTERS - 1] + "…"


@cache
def _data() -> dict[str, Any]:
    text = resources.files("knowledge").joinpath("data/proposals.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
    return found
