"""Cuts a long text into parts that the platform shows whole: by bytes, at sentence ends, never inside a link."""

import re

from adapters.wechat.replies.graphemes import is_border

MAX_BYTES = 1800
# A cut nearer to the front than this share would leave a part that looks torn off.
_LATEST_SHARE = 0.5
_LONGEST_LINK = 4096
"""Characters behind a cut within which a link that begins before it ends; our own have half as many."""
_KEPT_WHOLE = re.compile(r"<a [^<>]*>(?:(?!<a ).)*?</a>|https?://[!-;=?-~]+", re.DOTALL)
_BORDERS = (
    re.compile(r"\n+"),
    re.compile(r"[。！？；!?;…]+[”’」』）)\]】]*|\.(?=\s)"),
    re.compile(r"[，、：,:\s]+"),
)


def _fitting(text: str, limit: int) -> int:
    """Give how many characters from the front fit into so many bytes."""
    return len(text[:limit].encode("utf-8")[:limit].decode("utf-8", "ignore"))


def _outside(spans: list[tuple[int, int]], index: int) -> bool:
    return not any(start < index < end for start, end in spans)


def _best(text: str, most: int) -> int:
    spans = [match.span() for match in _KEPT_WHOLE.finditer(text, 0, most + _LONGEST_LINK)]
    least = int(most * _LATEST_SHARE)
    for border in _BORDERS:
        ends = [match.end() for match in border.finditer(text, 0, most)]
        for end in reversed(ends):
            if end > least and _outside(spans, end) and is_border(text, end):
                return end
    within = range(most, 0, -1)
    return (
        next((end for end in within if is_border(text, end) and _outside(spans, end)), 0)
        # A single address or character may be longer than a whole part; then the byte limit comes first.
        or next((end for end in within if is_border(text, end)), 0)
        or most
    )


def cut(text: str, limit: int = MAX_BYTES) -> tuple[str, ...]:
    """Give the parts of a text, each of at most `limit` bytes of UTF-8 (at least 4); white space at seams goes."""
    parts: list[str] = []
    rest = text
    while rest:
        most = _fitting(rest, limit)
        end = most if most == len(rest) else _best(rest, most)
        parts.append(rest[:end].rstrip() if end < len(rest) else rest)
        rest = rest[end:].lstrip() if end < len(rest) else ""
    return tuple(part for part in parts if part)


def clip(text: str, limit: int) -> str:
    """Give as much from the front of a text as fits into `limit` bytes without breaking a character."""
    most = _fitting(text, limit)
    while most and not is_border(text, most):
        most -= 1
    return text[:most]
