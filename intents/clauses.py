"""Cuts a message at the borders where a second wish may begin (顺便…, 另外…, a mark, a space)."""

import re
from dataclasses import dataclass

_LINK = "顺便|顺带|另外|还有就是|还有|然后|对了|同时|以及|并且|再就是|此外|接着再|完了再|再帮|再给|再麻烦|再问|再约|再查|也帮|还想|还要|还得|也想|也要|也问"
_BORDER = re.compile(
    rf"(?P<mark>[,。!?;、\n+]+ ?|(?<=[\u4e00-\u9fff0-9]) (?=[\u4e00-\u9fff]))|(?<=.)(?={_LINK})|(?<=了)(?=帮我|给我|替我)"
)
_LINKED = re.compile(rf"^(?:{_LINK})")
_DENIED = re.compile(
    "^(?:我)?(?:不是|并非|没打算|没想|没要|不问|不想|不要|不用|不申请|又不是|不为)[^,。!?; ]{1,12}(?<![了吗吧么呢没啊])[,。!?; ]+(?=[^,。!?; ]{3,})"
)
_SHORTEST = 2
MOST = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message and its place there; `linked` says that a linking word announces a further wish."""

    text: str
    linked: bool
    start: int
    end: int


def split(form: str) -> tuple[Clause, ...]:
    """Give the clauses of a form in order, at most five; stubs are joined to the clause before them."""
    found: list[Clause] = []
    place = 0
    for border in _BORDER.finditer(form):
        _append(found, form, place, end=border.start())
        place = border.end()
    _append(found, form, place, end=len(form))
    if len(found) > MOST:
        rest = found[MOST - 1 :]
        text = " ".join(clause.text for clause in rest)
        found[MOST - 1 :] = [Clause(text, rest[0].linked, rest[0].start, rest[-1].end)]
    return tuple(found)


def without_denied(form: str) -> str:
    """Give a form without an opening that says what is not wanted, where it goes on (不是投诉, 要…的电话)."""
    return _DENIED.sub("", form)


def _append(found: list[Clause], form: str, start: int, *, end: int) -> None:
    text = form[start:end].strip()
    if not text:
        return
    linked = _LINKED.match(text) is not None
    if found and ((len(text) < _SHORTEST and not linked) or len(found[-1].text) < _SHORTEST):
        held = found[-1]
        joined = f"{held.text} {text}".strip()
        found[-1] = Clause(joined, _LINKED.match(joined) is not None, held.start, end)
    else:
        found.append(Clause(text, linked, start, end))
