"""The characters that no page, no store and no wire of ours can hold; they are dropped where a text comes in.

One NUL ends PostgreSQL's whole statement, one lone surrogate ends the writing of a whole batch: what enters without
them cannot do so later, wherever it goes.
"""

import re

# XML 1.0 has no place for these; PostgreSQL refuses NUL, and UTF-8 has no bytes for a lone surrogate.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    """Give the text without control characters, surrogates and non-characters; TAB, LF and CR stay."""
    return _FORBIDDEN.sub("", text)


def is_clean(text: str) -> bool:
    """Whether a text holds nothing that `clean` would drop."""
    return _FORBIDDEN.search(text) is None


def hides(line: str) -> bool:
    """Whether a line holds characters that nobody sees, and that turn round or hide what stands beside them."""
    return _UNSEEN.search(line) is not None
