"""Finds out how a text file was encoded: Chinese offices send UTF-8, GBK and UTF-16, seldom saying which."""

import codecs
import re

from knowledge.documents.draft import Refusal
from knowledge.documents.fields import clean

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 4096
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*(?:[\"']\s*)?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
# What a page declares, and the wider encoding that reads it. Others are left to be found out.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8"}


def decode(content: bytes) -> str:
    """Give the text of a file with plain line ends.

    Raises `Refusal` (`encoding_unknown`) when no known encoding reads all of it.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return clean(_strict(content[len(mark) :], encoding))
    wide = _without_mark(content)
    for encoding in (wide,) if wide else ("utf-8", "gb18030"):
        try:
            return clean(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Refusal("encoding_unknown")


def decode_page(content: bytes) -> str:
    """Give the text of a web page; what the page declares is believed when it fits."""
    declared = _DECLARED.search(content[:_SAMPLE_BYTES])
    encoding = _WIDER.get(declared[1].decode("ascii").lower()) if declared else None
    if encoding:
        try:
            return clean(content.decode(encoding))
        except UnicodeDecodeError:
            pass
    return decode(content)


def _without_mark(content: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zero bytes, which no text in the other encodings has."""
    sample = content[:_SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if not even and not odd:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal("encoding_unknown") from None
