"""How both sides of the bridge know each other: a keyed digest of the moment and the body, good for a few minutes."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

TIME_HEADER, SIGNATURE_HEADER = "X-Mingbai-Time", "X-Mingbai-Signature"
GOOD_FOR = timedelta(minutes=5)
SECRET_LENGTH = 32
MOST_FIGURES = 12


def signature(secret: str, moment: str, body: bytes) -> str:
    """Give the digest of a body at a moment, POSIX seconds as they stand in the header."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def headers(secret: str, body: bytes, *, now: datetime) -> dict[str, str]:
    """Give the headers under which a body is sent."""
    moment = str(int(now.timestamp()))
    return {TIME_HEADER: moment, SIGNATURE_HEADER: signature(secret, moment, body)}


def is_signed(secret: str, moment: str, given: str, *, body: bytes, now: datetime) -> bool:
    """Whether a body was signed with the secret, within the last minutes. Fails closed: without a secret nothing is."""
    if len(secret) < SECRET_LENGTH or not (
        moment.isascii() and moment.isdecimal() and len(moment) <= MOST_FIGURES
    ):
        return False
    if abs(now - datetime.fromtimestamp(int(moment), UTC)) > GOOD_FOR:
        return False
    return given.isascii() and hmac.compare_digest(signature(secret, moment, body), given)
