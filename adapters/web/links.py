"""Signed, expiring links: a citizen opens one case from the chat without a password, and nobody can guess another's."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote, urlencode

CASE_DAYS = 30
CARRY_TIME = timedelta(minutes=10)
"""For so long a phone may take up what somebody began at a screen in a hall."""
SEAL_BYTES = 20
TOKEN_LETTERS = 400
LINK = re.compile(r'<a href="([^"<>]*)">([^<>]*)</a>')
"""A link as it stands in what citizens are told: its address, its words."""
SEALED_FOR = b"mingbai/links/"


class LinkPurpose(StrEnum):
    """What a link opens; each is sealed with a key of its own, so that none opens what another is for."""

    CASE = "case"
    RECEIPT = "receipt"
    FORM = "form"
    FORM_KEY = "form-key"
    LOGIN = "login"
    SUBSCRIPTIONS = "subscriptions"
    OPINION = "opinion"
    QUESTIONNAIRE = "questionnaire"
    CARRY = "carry"
    KIOSK = "kiosk"
    SITE_CHAT = "site-chat"


PAGES = {
    LinkPurpose.CASE: "/m/cases",
    LinkPurpose.RECEIPT: "/m/receipts",
    LinkPurpose.FORM: "/m/forms",
    LinkPurpose.SUBSCRIPTIONS: "/m/subscriptions",
    LinkPurpose.OPINION: "/m/opinions",
    LinkPurpose.QUESTIONNAIRE: "/m/questionnaires",
    LinkPurpose.CARRY: "/chat/carry",
}


class Links:
    """Makes and checks the addresses sent to citizens; the key is drawn from the one secret.

    Fails closed: a token that is malformed, altered, expired or signed under another secret names nothing.
    """

    def __init__(self, secret: str, *, public_url: str) -> None:
        if not secret:
            raise ValueError("MINGBAI_SECRET_KEY is empty: links cannot be signed")
        self._keys = {
            purpose: hmac.new(secret.encode(), SEALED_FOR + purpose.encode(), hashlib.sha256).digest()
            for purpose in LinkPurpose
        }
        self._public = public_url.rstrip("/")

    def document(self, document_id: str) -> str:
        """Give the address of a published document's reading page; it is public and does not expire."""
        return f"{self._public}/m/documents/{quote(document_id, safe='')}"

    def open_page(self, purpose: LinkPurpose, number: str) -> str:
        """Give the address of a page that everybody may see; it does not expire."""
        return f"{self._public}{PAGES[purpose]}/{quote(number, safe='')}"

    def case(self, number: str, *, now: datetime, days: int = CASE_DAYS) -> str:
        """Give the address of a case's progress page, good for `days` calendar days from `now`."""
        return self.address(LinkPurpose.CASE, number, expires_at=now + timedelta(days=days))

    def receipt(self, number: str, *, now: datetime, days: int = CASE_DAYS) -> str:
        """Give the address of a request's receipt, to be printed."""
        return self.address(LinkPurpose.RECEIPT, number, expires_at=now + timedelta(days=days))

    def activity(self, number: int) -> str:
        """Give the address of an activity's page, of the list of all for 0; anybody may open it."""
        return f"{self._public}/m/activities/{number}" if number else f"{self._public}/m/activities"

    def catalogue(self, wanted: Mapping[str, str]) -> str:
        """Give the address of the catalogue narrowed to what is wanted, or of one `item` of it; anybody may open it."""
        if item := wanted.get("item"):
            return f"{self._public}/m/catalogue/items/{quote(item, safe='')}"
        return f"{self._public}/m/catalogue?{urlencode(wanted)}" if wanted else f"{self._public}/m/catalogue"

    def column(self, path: str) -> str:
        """Give the address of a page of the columns, of the tree for an empty path; anybody may open it."""
        return (
            f"{self._public}/m/columns/{quote(path, safe='/?=&%')}" if path else f"{self._public}/m/columns"
        )

    @property
    def paths(self) -> str:
        """Give the address of the three ways of openness; anybody may open it."""
        return f"{self._public}/m/paths"

    @property
    def contacts(self) -> str:
        """Give the address of the units' contact cards; anybody may open it."""
        return f"{self._public}/m/contacts"

    def questionnaire(self, number: str) -> str:
        """Give the address of a questionnaire's page, which tells how it is answered; anybody may open it."""
        return f"{self._public}/m/questionnaires/{number}"

    def project(self, number: int) -> str:
        """Give the address of a project's page, of the list of all for 0; anybody may open it."""
        return f"{self._public}/m/projects/{number}" if number else f"{self._public}/m/projects"

    def address(self, purpose: LinkPurpose, subject: str, *, expires_at: datetime) -> str:
        """Give the address of the page that shows a subject to whoever holds it."""
        return f"{self._public}{PAGES[purpose]}/{self.sign(subject, expires_at=expires_at, purpose=purpose)}"

    def sign(self, subject: str, *, expires_at: datetime, purpose: LinkPurpose = LinkPurpose.CASE) -> str:
        """Give the token that opens a subject, such as a case by its number, until an instant."""
        body = f"{int(expires_at.timestamp())}.{subject}".encode()
        return _text(self._seal(purpose, body) + body)

    def verify(self, token: str, *, now: datetime, purpose: LinkPurpose = LinkPurpose.CASE) -> str | None:
        """Give the subject that a token opens for a purpose, or None when it opens nothing (any more)."""
        raw = _bytes(token)
        if raw is None or len(raw) <= SEAL_BYTES:
            return None
        seal, body = raw[:SEAL_BYTES], raw[SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(purpose, body)):
            return None
        expiry, _, number = body.decode().partition(".")
        return number if now < datetime.fromtimestamp(int(expiry), UTC) else None

    def _seal(self, purpose: LinkPurpose, body: bytes) -> bytes:
        return hmac.new(self._keys[purpose], body, hashlib.sha256).digest()[:SEAL_BYTES]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(token: str) -> bytes | None:
    """Decode strictly: one case has one token, so a changed last letter is a changed token."""
    if not token.isascii() or len(token) > TOKEN_LETTERS:
        return None
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return raw if _text(raw) == token else None
