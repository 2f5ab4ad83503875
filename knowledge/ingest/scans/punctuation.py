"""Punctuation as Chinese sets it: a narrow mark between Chinese signs was a wide one, for the two look alike on a page."""

from dataclasses import replace

from knowledge.ingest.scans.piece import WIDE_FROM, ReadPiece

WIDE = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
CLOSING = frozenset(",:;!?")


def with_punctuation(piece: ReadPiece) -> ReadPiece:
    """Give a piece with its marks as the signs beside them ask for; every sign stays at its place."""
    signs = list(piece.text)
    depth: list[bool] = []
    for at, sign in enumerate(signs):
        if sign in CLOSING and at and _is_wide(signs[at - 1]):
            signs[at] = WIDE[sign]
        elif sign in {"(", "（"}:
            wide = sign == "（" or at == 0 or _is_wide(signs[at - 1]) or _is_wide(signs[at + 1 : at + 2])
            depth.append(wide)
            signs[at] = "（" if wide else "("
        elif sign in {")", "）"}:
            wide = depth.pop() if depth else sign == "）" or _is_wide(signs[at - 1 : at])
            signs[at] = "）" if wide else ")"
    return replace(piece, text="".join(signs))


def _is_wide(beside: "str | list[str]") -> bool:
    return bool(beside) and ord(beside[0]) >= WIDE_FROM
