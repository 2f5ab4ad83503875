"""Writes the platform's XML so that no text of a citizen can become markup of ours (protocol §7)."""

from bot.text.characters import clean


def element(tag: str, text: str) -> str:
    """Give one element with its text in CDATA, whatever the text holds."""
    return f"<{tag}><![CDATA[{clean(text).replace(']]>', ']]]]><![CDATA[>')}]]></{tag}>"


def document(*elements: str) -> bytes:
    """Give the UTF-8 body around finished elements."""
    return f"<xml>{''.join(elements)}</xml>".encode()
