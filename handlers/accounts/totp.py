"""Codes by time (RFC 6238) as every authenticator makes them: six figures, new every thirty seconds, HMAC-SHA-1."""

import base64
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
SKEW_STEPS = 1
_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789", " -－　")


def new_secret() -> bytes:
    """Give a fresh secret, as long as the hash (RFC 4226 §4)."""
    return secrets.token_bytes(SECRET_BYTES)


def spelled(secret: bytes) -> str:
    """Give a secret as people type it into an authenticator: base32 in groups of four."""
    plain = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def address(secret: bytes, *, issuer: str, login: str) -> str:
    """Give the `otpauth` address that an authenticator opens."""
    label = quote(f"{issuer}:{login}", safe="")
    query = urlencode({"secret": spelled(secret).replace(" ", ""), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


def step_of(moment: datetime) -> int:
    """Give the number of the step of time."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int) -> str:
    """Give the code of a step (RFC 4226 §5.3)."""
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    at = digest[-1] & 0xF
    (number,) = struct.unpack(">I", digest[at : at + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, typed: str, *, now: datetime, after: int) -> int | None:
    """Give the step whose code was typed, one step of either side allowed for clocks; None when it fits none.

    Codes of `after` and before were used already.
    """
    given = typed.translate(_FIGURES)
    present = step_of(now)
    steps = range(max(present - SKEW_STEPS, after + 1), present + SKEW_STEPS + 1)
    fitting = [
        step
        for step in steps
        if hmac.compare_digest(code_of(secret, step).encode(), given.encode("utf-8", "replace"))
    ]
    return fitting[-1] if fitting else None
