"""Personal data: hidden when read back, sealed when kept, found again by a keyed hash (disclosure-rules §14)."""

import hmac
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import ServiceError

NONCE = 12
ID_IN_TEXT = re.compile(r"(?<![0-9A-Za-z])(\d(?:[ \-]?\d){16}[ \-]?[\dXx])(?![0-9A-Za-z])")
CARD_IN_TEXT = re.compile(r"(?<![0-9A-Za-z*])(\d(?:[ \-]?\d){15,18})(?![0-9A-Za-z*])")
MOBILE_IN_TEXT = re.compile(r"(?<!\d)(1[3-9]\d(?:[ \-]?\d){8})(?!\d)")


def mask_identity(value: str) -> str:
    """Keep the first 3 and last 4 characters of an identity number."""
    return f"{value[:3]}{'*' * max(len(value) - 7, 1)}{value[-4:]}"


def mask_phone(value: str) -> str:
    """Keep the first 3 and last 4 digits of a phone number."""
    return f"{value[:3]}****{value[-4:]}"


def mask_name(value: str) -> str:
    """Keep the first character of a person's name."""
    return f"{value[:1]}*"


def mask_text(text: str) -> str:
    """Hide identity, bank card and mobile numbers wherever they stand in free text."""
    hidden = ID_IN_TEXT.sub(lambda found: mask_identity(re.sub(r"[ \-]", "", found[1])), text)
    hidden = CARD_IN_TEXT.sub(lambda found: mask_identity(re.sub(r"[ \-]", "", found[1])), hidden)
    return MOBILE_IN_TEXT.sub(lambda found: mask_phone(re.sub(r"[ \-]", "", found[1])), hidden)


def personal_numbers(text: str) -> str | None:
    """Give what kind of personal number stands in a text: `identity`, `card` or `phone`; None without one."""
    kinds = {"identity": ID_IN_TEXT, "card": CARD_IN_TEXT, "phone": MOBILE_IN_TEXT}
    return next((kind for kind, pattern in kinds.items() if pattern.search(text)), None)


class Vault:
    """Seals bytes with AES-256-GCM and fingerprints values, under keys drawn from the one secret."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_derive(secret, b"mingbai/seal"))
        self._key = _derive(secret, b"mingbai/fingerprint")

    def seal(self, text: str | bytes, *, purpose: str) -> bytes:
        """Encrypt a text or its bytes; they open again only under the same purpose."""
        nonce = os.urandom(NONCE)
        plain = text if isinstance(text, bytes) else text.encode()
        return nonce + self._cipher.encrypt(nonce, plain, purpose.encode())

    def open(self, sealed: bytes, *, purpose: str) -> str:
        """Decrypt a sealed text; raises `ServiceError` when the secret or the purpose is another one."""
        return self.open_bytes(sealed, purpose=purpose).decode()

    def open_bytes(self, sealed: bytes, *, purpose: str) -> bytes:
        """Decrypt sealed bytes; raises `ServiceError` when the secret or the purpose is another one."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise ServiceError("general.secret_changed", permanent=True) from error

    def fingerprint(self, value: str, *, purpose: str) -> str:
        """Give a keyed hash by which equal values find each other without being readable."""
        return hmac.digest(self._key, f"{purpose}:{value}".encode(), "sha256").hex()


def _derive(secret: str, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
