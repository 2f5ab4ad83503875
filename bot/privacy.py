"""Personal data: hidden when read back, sealed when kept, found again by a keyed hash (disclosure-rules §14)."""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import ServiceError
from bot.personal.found import NumberKind, PersonalNumber
from bot.personal.search import find

NONCE_BYTES = 12
_TELLING_LENGTH = 11


def mask_identity(value: str) -> str:
    """Keep the first 3 and last 4 characters of an identity number."""
    return f"{value[:3]}{'*' * max(len(value) - 7, 1)}{value[-4:]}"


def mask_phone(value: str) -> str:
    """Keep the first 3 and last 4 digits of a phone number; of a shorter one, that would be all, 1 and 2."""
    head, tail = (3, 4) if len(value) >= _TELLING_LENGTH else (1, 2)
    return f"{value[:head]}****{value[-tail:]}"


def mask_name(value: str) -> str:
    """Keep the first character of a person's name."""
    return f"{value[:1]}*"


def mask_text(text: str) -> str:
    """Hide every personal number and address in free text, however it is spelled; all else stays to the letter."""
    parts, place = [], 0
    for number in find(text):
        parts += [text[place : number.start], _masked(number)]
        place = number.end
    return "".join((*parts, text[place:]))


def _masked(number: PersonalNumber) -> str:
    plain = number.plain
    if number.kind in {NumberKind.IDENTITY, NumberKind.CARD} and len(plain) >= _LONG_NUMBER:
        return mask_identity(plain)
    if number.kind in {NumberKind.MOBILE, NumberKind.LANDLINE}:
        return mask_phone(plain)
    shown = 0 if number.kind is NumberKind.ADDRESS else 2
    return f"{plain[:1]}{'*' * 6}{plain[len(plain) - shown :]}"


def personal_numbers(text: str) -> str | None:
    """Give what kind of personal number stands in a text: `identity`, `card` or `phone`; None without one.

    Plates and addresses are hidden too, but are no numbers that somebody has to be warned of.
    """
    kinds = {_TOLD_AS.get(number.kind) for number in find(text)}
    return next((kind for kind in ("identity", "card", "phone") if kind in kinds), None)


_TOLD_AS = {
    NumberKind.IDENTITY: "identity",
    NumberKind.PASS: "identity",
    NumberKind.CARD: "card",
    NumberKind.MOBILE: "phone",
    NumberKind.LANDLINE: "phone",
}
_LONG_NUMBER = 12


class Vault:
    """Seals bytes with AES-256-GCM and fingerprints values, under keys drawn from the one secret."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_derive(secret, b"mingbai/seal"))
        # A keyed hash taken up from here costs a copy; keyed anew for each value it costs five times as much.
        self._keyed = hmac.new(_derive(secret, b"mingbai/fingerprint"), digestmod="sha256")

    def seal(self, text: str | bytes, *, purpose: str) -> bytes:
        """Encrypt a text or its bytes; they open again only under the same purpose."""
        nonce = os.urandom(NONCE_BYTES)
        plain = text if isinstance(text, bytes) else text.encode()
        return nonce + self._cipher.encrypt(nonce, plain, purpose.encode())

    def open(self, sealed: bytes, *, purpose: str) -> str:
        """Decrypt a sealed text; raises `ServiceError` when the secret or the purpose is another one."""
        return self.open_bytes(sealed, purpose=purpose).decode()

    def open_bytes(self, sealed: bytes, *, purpose: str) -> bytes:
        """Decrypt sealed bytes; raises `ServiceError` when the secret or the purpose is another one."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise ServiceError("general.secret_changed", permanent=True) from error

    def fingerprint(self, value: str, *, purpose: str) -> str:
        """Give a keyed hash by which equal values find each other without being readable."""
        keyed = self._keyed.copy()
        keyed.update(f"{purpose}:{value}".encode("utf-8", "surrogatepass"))
        return keyed.hexdigest()


def _derive(secret: str, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
