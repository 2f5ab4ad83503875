"""Signed, expiring links: a citizen opens one case from the chat without a password, and nobody can guess another's."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

CASE_DAYS = 30
SEAL_BYTES = 20
TOKEN_LETTERS = 200
PURPOSE = b"mingbai/links/case"


class Links:
    """Makes and checks the addresses sent to citizens; the key is drawn from the one secret.

    Fails closed: a token that is malformed, altered, expired or signed under another secret names nothing.
    """

    def __init__(self, secret: str, *, public_url: str) -> None:
        if not secret:
            raise ValueError("MINGBAI_SECRET_KEY is empty: links cannot be signed")
        self._key = hmac.new(secret.encode(), PURPOSE, hashlib.sha256).digest()
        self._public = public_url.rstrip("/")

    def document(self, document_id: str) -> str:
        """Give the address of a published document's reading page; it is public and does not expire."""
        return f"{self._public}/m/documents/{quote(document_id, safe='')}"

    def case(self, number: str, *, now: datetime, days: int = CASE_DAYS) -> str:
        """Give the address of a case's progress page, good for `days` calendar days from `now`."""
        return f"{self._public}/m/cases/{self.sign(number, expires_at=now + timedelta(days=days))}"

    def sign(self, number: str, *, expires_at: datetime) -> str:
        """Give the token that opens a case until an instant."""
        body = f"{int(expires_at.timestamp())}.{number}".encode()
        return _text(self._seal(body) + body)

    def verify(self, token: str, *, now: datetime) -> str | None:
        """Give the case number a token opens, or None when it opens nothing (any more)."""
        raw = _bytes(token)
        if raw is None or len(raw) <= SEAL_BYTES:
            return None
        seal, body = raw[:SEAL_BYTES], raw[SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(body)):
            return None
        expiry, _, number = body.decode().partition(".")
        return number if now < datetime.fromtimestamp(int(expiry), UTC) else None

    def _seal(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()[:SEAL_BYTES]


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
