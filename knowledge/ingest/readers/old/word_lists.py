"""The automatic numbers of old Word files: in many regulations 第一条 is not text but numbering."""

import re
import struct
from collections.abc import Iterator

from knowledge.ingest.readers.old.word_file import WordFile
from knowledge.ingest.readers.word_numbering import Level, Numbering

_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet", 28: "decimalEnclosedCircle",
    33: "taiwaneseCounting", 35: "taiwaneseCountingThousand", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
_LISTS, _USES = 0x2E2, 0x2EA
_LIST_BYTES, _USE_BYTES, _LEVEL_BYTES, _LEVELS = 28, 16, 28, 9
_PLACE = re.compile("[\0-\x08]")
_NO_RESTART = 0x08


def numbering(file: WordFile) -> Numbering:
    """Give the lists of a file, by the numbers its paragraphs call them by; damaged ones are left out."""
    found = Numbering(None)
    kinds = dict(_kinds(file))
    uses = file.part(_USES)
    count = struct.unpack_from("<I", uses)[0] if len(uses) >= 4 else 0  # noqa: PLR2004
    for at in range(min(count, (len(uses) - 4) // _USE_BYTES if uses else 0)):
        (kind,) = struct.unpack_from("<i", uses, 4 + _USE_BYTES * at)
        if kind in kinds:
            found.define(str(at + 1), kinds[kind], counted_with=str(kind))
    return found


def _kinds(file: WordFile) -> Iterator[tuple[int, dict[int, Level]]]:
    lists, levels = file.part(_LISTS), file.beyond(_LISTS)
    count = struct.unpack_from("<H", lists)[0] if len(lists) >= 2 else 0  # noqa: PLR2004
    place = 0
    for at in range(min(count, (len(lists) - 2) // _LIST_BYTES if lists else 0)):
        start = 2 + _LIST_BYTES * at
        (kind,) = struct.unpack_from("<i", lists, start)
        found: dict[int, Level] = {}
        for depth in range(1 if lists[start + 26] & 1 else _LEVELS):
            level, place = _level(levels, place)
            if level is None:
                return
            found[depth] = level
        yield kind, found


def _level(levels: bytes, at: int) -> tuple[Level | None, int]:
    """Give a level and where the next one begins."""
    if at + _LEVEL_BYTES > len(levels):
        return None, at
    (start,), form, flags = struct.unpack_from("<i", levels, at), levels[at + 4], levels[at + 5]
    at += _LEVEL_BYTES + levels[at + 24] + levels[at + 25]
    if at + 2 > len(levels):
        return None, at
    (count,) = struct.unpack_from("<H", levels, at)
    words = levels[at + 2 : at + 2 + 2 * count].decode("utf-16-le", "replace")
    pattern = _PLACE.sub(lambda found: f"%{ord(found[0]) + 1}", words)
    level = Level(max(0, start), _FORMS.get(form, "decimal"), pattern, not flags & _NO_RESTART)
    return level, at + 2 + 2 * count
