"""Reads from a text what a registrar would enter: title, number, issuer, days, what it ends, kind and theme.

Every place that tells a particular is read; the value that most of them support is proposed, with the line it stands
on and how certain it is. Nothing here decides: a person confirms.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from knowledge.ingest.particulars import secrecy, theme
from knowledge.ingest.particulars.abolished.papers import abolished
from knowledge.ingest.particulars.dates import find_day
from knowledge.ingest.particulars.evidence import Sighting, chosen
from knowledge.ingest.particulars.issuer import issuers
from knowledge.ingest.particulars.lifetime import IssueDays, lifetime
from knowledge.ingest.particulars.lines import HEAD_LINES, Line, head, lines_of
from knowledge.ingest.particulars.numbers import numbers, tidied, without_number
from knowledge.ingest.particulars.organs import same_organs
from knowledge.ingest.particulars.signature import noted, signed
from knowledge.ingest.particulars.title import completed, is_title, titles
from knowledge.ingest.readers.columns import field_of
from knowledge.ingest.readers.manuscript import Manuscript

# The unit that put a page on the web, which is often not the one that issued the paper.
UPLOADER = "uploader"
_FACTS = (
    "unit", "unit_phone", "issuer", "number", "theme", "rubric", "genre", "level", "place", "life_stage", "language",
    "disclosure_reason", "interpreter", "interpreter_unit", "interpreter_phone", UPLOADER,
)  # fmt: skip
_LISTED: Mapping[str, type[StrEnum]] = {
    "kind": Kind, "disclosure": Disclosure, "form": ExplanationForm, "openness": Openness, "explanation": Explanation,
}  # fmt: skip
_YES = frozenset({"是", "可", "可以", "支持", "1", "true", "yes"})
# How often what a page states beside its text is right; a row of a table is that unit's own record.
_TOLD = {"issuer": 0.55, "title": 0.9, "number": 0.93, UPLOADER: 0.35}
_TOLD_ELSE, _ROW = 0.9, 0.999
_LABELLED = frozenset({"number", "issuer", "written_on", "published_on", "effective_on", "expires_on"})
_LABEL = re.compile(
    r"^[\[【]?\s*([\u4e00-\u9fff][\u4e00-\u9fff \t]{1,10})[\]】]?\s*[：:]\s*([^\s；;：:].{0,99})$"
)


def propose(draft: Manuscript, *, file: str = "") -> Proposal:
    """Give the particulars that a text shows, each with its evidence; `file` is the name it came under."""
    lines = lines_of(draft.text)
    told = [*_stated(draft), *_labelled(lines)]
    firsts: dict[str, Proposed] = {}
    title = chosen([*_of(told, "title"), *_titles(draft, lines, told)], same=_same_words) or _file_name(file)
    numbered = chosen([*_of(told, "number"), *numbers(head(lines), _whole(draft, title))])
    _keep(firsts, title, numbered)
    signature = [*signed(lines), *noted(lines)]
    unit = [*_of(told, "issuer", UPLOADER), *_of(signature, "issuer")]
    _keep(firsts, chosen(issuers(unit, lines, _value(title), number=_value(numbered)), same=same_organs))
    _keep(firsts, chosen([*_of(told, "written_on"), *_of(signature, "written_on")]))
    _keep(firsts, chosen(_of(told, "published_on")))
    span = [*told, *lifetime(draft.text, _issue(firsts))]
    marked = [*told, *secrecy.marks(lines)]
    _keep(firsts, *(chosen(_of(span, field)) for field in ("effective_on", "expires_on")))
    _keep(firsts, *(chosen(_of(marked, field)) for field in ("disclosure", "disclosure_reason")))
    _keep(
        firsts,
        *(
            chosen(_of(told, field))
            for field in dict.fromkeys(one.field for one in told)
            if field not in firsts
        ),
    )
    firsts.pop(UPLOADER, None)
    guessed = _guessed(firsts, draft.text)
    return Proposal((*firsts.values(), *guessed, *abolished(lines, _value(title))), _notes(draft, lines))


def _keep(firsts: dict[str, Proposed], *found: Proposed | None) -> None:
    firsts.update({one.field: one for one in found if one is not None})


def _value(one: Proposed | None) -> str:
    return one.value if one else ""


def _of(readings: Iterable[Sighting], *fields: str) -> list[Sighting]:
    return [one for one in readings if one.field in fields]


def _same_words(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _issue(found: Mapping[str, Proposed]) -> IssueDays:
    days = [
        date.fromisoformat(found[name].value) if name in found else None
        for name in ("written_on", "published_on")
    ]
    return IssueDays(*days)


def _notes(draft: Manuscript, lines: Sequence[Line]) -> tuple[str, ...]:
    """Give what a person has to know at once: marks of secrecy first, then how the file was read."""
    grade, closed = secrecy.said(lines)
    said = [reason("note_secret", mark=grade)] if grade else []
    said += [reason("note_not_public", mark=closed)] if closed else []
    return (*said, *(reason(note.key, **note.values) for note in draft.notes))


def _titles(draft: Manuscript, lines: Sequence[Line], told: Sequence[Sighting]) -> Iterator[Sighting]:
    stated = next((one.value for one in told if one.field == "title"), "")
    layout = without_number(draft.title.strip())
    if is_title(layout):
        yield Sighting("title", layout, draft.title, 0.8, "layout")
    for one in titles(lines):
        if completed(stated, one.value):
            yield Sighting("title", one.value, one.evidence, 0.99, line=one.line)
        elif one.weight > 0.5 or not (stated or is_title(layout)):  # noqa: PLR2004 - a mere first line
            yield one


def _whole(draft: Manuscript, title: Proposed | None) -> str:
    """Give the title with the number that may stand behind it, as layout or line show it."""
    return draft.title if title and title.source == "layout" else title.evidence if title else ""


def _file_name(file: str) -> Proposed | None:
    return Proposed("title", PurePath(file).stem, file, "file", 0.3) if file else None


def _stated(draft: Manuscript) -> Iterator[Sighting]:
    """Give what the source states in fields of its own, where it can be understood."""
    for field, written in draft.stated.items():
        value = _understood(field, " ".join(written.split()))
        if value:
            weight = _ROW if draft.line is not None else _TOLD.get(field, _TOLD_ELSE)
            yield Sighting(field, value, written, weight, "told")


def _labelled(lines: Sequence[Line]) -> Iterator[Sighting]:
    """Give what lines at the top state as 发文机关：… or 成文日期：…, as texts copied from a portal do."""
    for line in lines[:HEAD_LINES]:
        found = _LABEL.match(line.text)
        field = field_of(found[1]) if found else None
        told = found and field in _LABELLED and "；" not in found[2]
        value = _understood(field, found[2].strip()) if found and field and told else ""
        if field and value:
            yield Sighting(field, value, line.text, _TOLD.get(field, _TOLD_ELSE), "text", line.number)


def _understood(field: str, value: str) -> str:
    """Give a stated value in the form we keep, or empty text for one that says nothing."""
    reader = _READERS.get(field)
    if reader is not None:
        return reader(value)
    if field in _LISTED:
        return value if value in set(_LISTED[field]) else ""
    return value if field in {*_FACTS, "title"} else ""


def _day(value: str) -> str:
    day = find_day(value)
    return day.isoformat() if day else ""


def _switch(value: str) -> str:
    return "是" if value.lower() in _YES else ""


def _guessed(found: Mapping[str, Proposed], text: str) -> Iterator[Proposed]:
    """Give kind, genre and theme as words in title and text suggest, where nothing better is known."""
    title = found["title"].value if "title" in found else ""
    words = _data()
    for genre in words["genres"]:
        if "genre" not in found and title.endswith(
            (genre, f"{genre}（试行）", f"{genre}（暂行）", f"的{genre}")
        ):
            yield Proposed("genre", genre, title, certainty=found["title"].certainty)
            break
    if "kind" not in found:
        yield _kind(title, text, words["kinds"])
    if "theme" not in found and (likely := chosen(theme.themes(title, text, words["themes"]))):
        yield likely


def _kind(title: str, text: str, signs: Mapping[str, list[str]]) -> Proposed:
    for kind, found in signs.items():
        sign = next((one for one in found if re.search(one, title)), None)
        if sign:
            return Proposed("kind", kind, title, certainty=0.85)
    articled = re.search(r"^#* *第[一1]条", text, re.MULTILINE)
    kind = Kind.POLICY.value if articled else Kind.NOTICE.value
    words = " ".join((title or text).split())[:80]
    return Proposed("kind", kind, words, certainty=0.85 if articled else 0.6)


def _audience(written: str) -> str:
    signs: Mapping[str, list[str]] = _data()["audiences"]
    return "、".join(one for one, words in signs.items() if any(word in written for word in words))


def _validity(written: str) -> str:
    for value, signs in _data()["validities"].items():
        if any(sign in written for sign in signs):
            return Validity(value).value
    return ""


_READERS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(DAY_FIELDS, _day),
    "validity": _validity,
    "number": tidied,
    "audience": _audience,
    "online": _switch,
}


@cache
def _data() -> dict[str, Any]:
    text = resources.files("knowledge").joinpath("data/proposals.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
    return found
