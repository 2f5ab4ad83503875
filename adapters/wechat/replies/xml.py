"""Writes the platform's XML so that no text of a citizen can become markup of ours (protocol §7)."""

import re

# XML 1.0 has no place for these at all, so one of them would make the whole answer unreadable.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Give the text without the characters that XML forbids; TAB, LF and CR stay."""
    return _FORBIDDEN.sub("", text)


def element(tag: str, text: str) -> str:
    """Give one element with its text in CDATA, whatever the text holds."""
    return f"<{tag}><![CDATA[{clean(text).replace(']]>', ']]]]><![CDATA[>')}]]></{tag}>"


def document(*elements: str) -> bytes:
    """Give the UTF-8 body around finished elements."""
    return f"<xml>{''.join(elements)}</xml>".encode()
