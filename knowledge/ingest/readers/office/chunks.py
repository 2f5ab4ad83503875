"""Other files that were laid into a Word document (altChunk): web pages, archived pages and plain text are read."""

import email
from email.message import Message
from email.policy import compat32

from knowledge.documents.draft import Refusal
from knowledge.ingest.readers.decoding import decode
from knowledge.ingest.readers.webpage import read_page

_PAGES = (".html", ".htm", ".xhtml", ".xml")
_ARCHIVED = (".mht", ".mhtml", ".eml")
_RICH = b"{\\rtf"


def page_of(content: bytes, name: str) -> str | None:
    """Give the text of such a file; None for one that is not read."""
    lower = name.lower()
    try:
        if lower.endswith(_PAGES) or content.lstrip()[:5].lower() in {b"<html", b"<!doc"}:
            return read_page(content)[0].text.strip()
        if lower.endswith(_ARCHIVED) or content[:13].lower() == b"mime-version:":
            return _archived(content)
        return decode(content).strip() if lower.endswith(".txt") and not content.startswith(_RICH) else None
    except Refusal:
        return None


def _archived(content: bytes) -> str | None:
    """Give the text of the first page of an archived one."""
    message: Message = email.message_from_bytes(content, policy=compat32)
    for part in message.walk():
        page = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(page, bytes):
            return read_page(page)[0].text.strip()
    return None
