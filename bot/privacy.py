"""Personal data: hidden when read back, sealed when kept, found again by a keyed hash (disclosure-rules §14)."""

import hmac
import os
import time
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import ServiceError
from bot.keyring import ID_BYTES, FixedRing, KeyRing, RingSource, derived
from bot.personal.found import NumberKind, PersonalNumber
from bot.personal.search import find

NONCE_BYTES = 12
# A value sealed before there were ids begins with a nonce: one in four thousand million looks like this, and then names
# a key that nobody has.
SEALED_MARK = b"\x9eMB1"
HEAD_BYTES = len(SEALED_MARK) + ID_BYTES
_TELLING_LENGTH = 11


def mask_identity(value: str) -> str:
    """Keep the first 3 and last 4 characters of an identity number."""
    return f"{value[:3]}{'*' * max(len(value) - 7, 1)}{value[-4:]}"


def mask_paper(value: str) -> str:
    """Keep the first 2 and last 2 characters of the number of a passport or permit."""
    return f"{value[:2]}{'*' * max(len(value) - 4, 1)}{value[-2:]}"


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
    """Seals bytes with AES-256-GCM under the ring's latest key, and fingerprints values under one that never changes.

    A sealed value begins with a mark and the id of its key. What was sealed before there were ids has neither; it is
    opened with the first key.
    """

    def __init__(self, keys: str | RingSource, *, now: Callable[[], float] = time.time) -> None:
        self._source = FixedRing(KeyRing.of(keys)) if isinstance(keys, str) else keys
        self._now = now
        self._ring = self._source.ring()
        self._ciphers = _ciphers(self._ring)
        # A keyed hash taken up from here costs a copy; keyed anew for each value it costs five times as much.
        self._keyed = hmac.new(self._ring.fingerprint_key, digestmod="sha256")

    def ring(self, *, fresh: bool = False) -> KeyRing:
        """Give the ring as it is now."""
        ring = self._source.ring(fresh=fresh)
        if ring is not self._ring:
            self._ring, self._ciphers = ring, _ciphers(ring)
        return ring

    @property
    def sealing_id(self) -> str:
        """The id of the key that seals now."""
        return self.ring().sealing(self._now()).id

    def seal(self, text: str | bytes, *, purpose: str) -> bytes:
        """Encrypt a text or its bytes; they open again only under the same purpose."""
        return self.seal_with(self.sealing_id, text, purpose=purpose)

    def seal_with(self, identifier: str, text: str | bytes, *, purpose: str) -> bytes:
        """Encrypt as `seal` does, with a key of the ring by its id; raises `KeyError` without it."""
        nonce = os.urandom(NONCE_BYTES)
        plain = text if isinstance(text, bytes) else text.encode()
        head = SEALED_MARK + bytes.fromhex(identifier)
        return head + nonce + self._ciphers[identifier].encrypt(nonce, plain, purpose.encode())

    def open(self, sealed: bytes, *, purpose: str) -> str:
        """Decrypt a sealed text; raises `ServiceError` when no key of the ring or another purpose fits."""
        return self.open_bytes(sealed, purpose=purpose).decode()

    def open_bytes(self, sealed: bytes, *, purpose: str) -> bytes:
        """Decrypt sealed bytes; raises `ServiceError` when no key of the ring or another purpose fits."""
        identifier = key_of_sealed(sealed)
        if identifier and identifier not in self._ciphers:
            # Another process may have put it on the ring a moment ago.
            self.ring(fresh=True)
        named, first = self._ciphers.get(identifier), self._ciphers[self._ring.keys[0].id]
        try:
            if named is not None:
                return _opened(named, sealed[HEAD_BYTES:], purpose)
            return _opened(first, sealed, purpose)
        except (InvalidTag, ValueError) as error:
            raise ServiceError("general.secret_changed", permanent=True) from error

    def fingerprint(self, value: str, *, purpose: str) -> str:
        """Give a keyed hash by which equal values find each other without being readable."""
        keyed = self._keyed.copy()
        keyed.update(f"{purpose}:{value}".encode("utf-8", "surrogatepass"))
        return keyed.hexdigest()


def key_of_sealed(sealed: bytes) -> str:
    """Give the id of the key a value names; empty for one that was sealed before there were ids."""
    return sealed[len(SEALED_MARK) : HEAD_BYTES].hex() if sealed.startswith(SEALED_MARK) else ""


def _ciphers(ring: KeyRing) -> dict[str, AESGCM]:
    return {key.id: AESGCM(derived(key.secret, b"mingbai/seal")) for key in ring.keys}


def _opened(cipher: AESGCM, sealed: bytes, purpose: str) -> bytes:
    return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
