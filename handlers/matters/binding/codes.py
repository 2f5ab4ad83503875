"""Codes for one use: six figures to a phone, eight to be shown at a counter; none is kept, compared in constant time."""

import hmac
import secrets

from bot.privacy import Vault

SENT_FIGURES, SHOWN_FIGURES = 6, 8


def new_code() -> str:
    """Give a code to be shown."""
    return "".join(secrets.choice("0123456789") for _ in range(SHOWN_FIGURES))


def shown_mark(vault: Vault, code: str) -> str:
    """Give the keyed hash of a code that was shown."""
    return vault.fingerprint(code, purpose="matter-code-shown")


def sent_code(vault: Vault, shown: str) -> str:
    """Give the code that goes out to the phone for a claim, by the keyed hash of the one that was shown: without the key nobody makes it."""
    made = int(vault.fingerprint(shown, purpose="matter-code-sent"), 16)
    return f"{made % 10**SENT_FIGURES:0{SENT_FIGURES}}"


def is_sent_code(vault: Vault, shown: str, code: str, *, went_out: bool) -> bool:
    """Whether a code is the one of a claim; one that never went out is nobody's, and takes as long."""
    return hmac.compare_digest(sent_code(vault, shown).encode(), code.encode()) and went_out
