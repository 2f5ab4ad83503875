"""Cuts a message at the borders where a second wish may begin (顺便…, 另外…, a mark, a space)."""

import re
from dataclasses import dataclass

_LINK = "顺便|顺带|另外|还有就是|还有|然后|对了|同时|以及|并且|再就是|此外|接着再|完了再|再帮|再给|再麻烦|再问|再约|再查|也帮|还想|还要|还得|也想|也要|也问"
_BORDER = re.compile(
    rf"(?P<mark>[,。!?;、\n+]+ ?|(?<=[\u4e00-\u9fff0-9]) (?=[\u4e00-\u9fff]))|(?<=.)(?={_LINK})|(?<=了)(?=帮我|给我|替我)"
)
_LINKED = re.compile(rf"^(?:{_LINK})")
_SHORTEST = 2
MOST = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message; `linked` says that a linking word announces a further wish."""

    text: str
    linked: bool


def split(form: str) -> tuple[Clause, ...]:
    """Give the clauses of a form in order, at most five; stubs are joined to the clause before them."""
    texts: list[str] = []
    place = 0
    for border in _BORDER.finditer(form):
        _append(texts, form[place : border.start()])
        place = border.end()
    _append(texts, form[place:])
    if len(texts) > MOST:
        texts = [*texts[: MOST - 1], " ".join(texts[MOST - 1 :])]
    return tuple(Clause(text, bool(_LINKED.match(text))) for text in texts)


def _append(texts: list[str], text: str) -> None:
    stripped = text.strip()
    stub = len(stripped) < _SHORTEST and not _LINKED.match(stripped)
    if texts and (stub or len(texts[-1]) < _SHORTEST):
        texts[-1] = f"{texts[-1]} {stripped}".strip()
    elif stripped:
        texts.append(stripped)
