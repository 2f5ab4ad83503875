"""Punctuation as Chinese sets it: a narrow mark between Chinese signs was a wide one, for the two look alike on a page."""

import re
from dataclasses import replace

from knowledge.ingest.scans.piece import WIDE_FROM, ReadPiece

WIDE = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
CLOSING = frozenset(",:;!?")
_NUMBER = re.compile(r"[〔\[［【](\d{4})[〕\]］】](?=\d{1,5}号|第\d{1,5}号)")


def with_punctuation(piece: ReadPiece) -> ReadPiece:
    """Give a piece with its marks as the signs beside them ask for; every sign stays at its place."""
    # The brackets of a document's number are of one kind only.
    signs = list(_NUMBER.sub(r"〔\1〕", piece.text))
    chinese = any(_is_wide(sign) for sign in signs)
    depth: list[bool] = []
    for at, sign in enumerate(signs):
        if sign in CLOSING and at and chinese and _ends(signs, at):
            signs[at] = WIDE[sign]
        elif sign in {"(", "（"}:
            wide = sign == "（" or at == 0 or _is_wide(signs[at - 1]) or _is_wide(signs[at + 1 : at + 2])
            depth.append(wide)
            signs[at] = "（" if wide else "("
        elif sign in {")", "）"}:
            wide = depth.pop() if depth else sign == "）" or _is_wide(signs[at - 1 : at])
            signs[at] = "）" if wide else ")"
    return replace(piece, text="".join(signs))


def _ends(signs: "list[str]", at: int) -> bool:
    """Whether a mark ends a clause of Chinese: it stands behind a Chinese sign, or before one, or at the end."""
    behind, before = signs[at - 1], signs[at + 1 : at + 2]
    return _is_wide(behind) or not before or _is_wide(before)


def _is_wide(beside: "str | list[str]") -> bool:
    return bool(beside) and ord(beside[0]) >= WIDE_FROM
