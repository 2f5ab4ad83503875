"""Signs that are easily lost or that nobody sees: raised and lowered ones are kept as such, invisible ones taken out."""

import re
from dataclasses import replace

from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote

SHOWN_LETTERS = 30
_RAISED = str.maketrans("0123456789+-=()ni＋－−–（）", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ⁺⁻⁻⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()aeox＋－−–（）", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ₊₋₋₋₍₎")
# A mark such as [1], 注2 or ① stands apart by itself; it means the same on the line.
_MARK = re.compile(r"[\[［【(（〔]\s*\w{1,6}\s*[\]］】)）〕]|注\s?\d{0,3}|[*＊※†‡①-⑳]+")
_LETTER = re.compile(r"[A-Za-z0-9Α-ω]")
# Zero-width signs, marks of direction, soft hyphens and the byte order mark inside a text.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shifted(words: str, *, raised: bool) -> str:
    """Give words that stand above or below the line: as signs of their own where there are such, else marked `^(…)`, `_(…)`.

    3×10 with a raised 4 is 3×10⁴, never 3×104.
    """
    core = words.strip()
    table = _RAISED if raised else _LOWERED
    if not core or _MARK.fullmatch(core) or (not _LETTER.search(core) and not _signs(core, table)):
        return words
    if _signs(core, table):
        return words.translate(table)
    return f"{'^' if raised else '_'}({core})"


def without_invisible(manuscript: Manuscript) -> Manuscript:
    """Give a manuscript without signs that nobody sees; a note says how many there were."""
    parts = (manuscript.text, manuscript.title, *manuscript.stated.values())
    count = sum(len(_INVISIBLE.findall(part)) for part in parts)
    if not count:
        return manuscript
    turned = any(_DIRECTION.search(part) for part in parts)
    note = ReadingNote("note_direction" if turned else "note_invisible", {"count": count})
    return replace(
        manuscript,
        text=_INVISIBLE.sub("", manuscript.text),
        title=_INVISIBLE.sub("", manuscript.title),
        stated={name: _INVISIBLE.sub("", value) for name, value in manuscript.stated.items()},
        notes=(*manuscript.notes, note),
    )


def struck_notes(struck: list[str]) -> list[ReadingNote]:
    """Give the note that names words which are crossed out and were left out; nothing when there are none."""
    words = [" ".join(one.split()) for one in struck]
    words = [one for one in words if one]
    if not words:
        return []
    shown = words[0] if len(words[0]) <= SHOWN_LETTERS else words[0][: SHOWN_LETTERS - 1] + "…"
    return [ReadingNote("note_struck", {"count": len(words), "words": shown})]


def _signs(words: str, table: dict[int, int]) -> bool:
    return all(ord(sign) in table or sign.isspace() for sign in words)
