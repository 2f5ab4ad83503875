"""Text as a Word file may hold it: nothing of it is ever taken for markup, nor turns the line round."""

import re
from xml.sax.saxutils import escape

# Not allowed in XML 1.0, or unseen marks that change the order in which a line is read.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


def plain(text: str) -> str:
    """Give a text with plain line ends, and without control characters and marks of direction."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """Give a text as it stands in the XML of a Word file."""
    return escape(plain(text))
