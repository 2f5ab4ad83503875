"""Personal data: hidden when read back, sealed when kept, found again by a keyed hash (disclosure-rules §14)."""

import hmac
import os
import re
import time
import unicodedata
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import ServiceError
from bot.keyring import ID_BYTES, FixedRing, KeyRing, RingSource, derived

NONCE_BYTES = 12
# A value sealed before there were ids begins with a nonce: one in four thousand million looks like this, and then names
# a key that nobody has.
SEALED_MARK = b"\x9eMB1"
HEAD_BYTES = len(SEALED_MARK) + ID_BYTES
# A figure as people type it: of either width, or spoken. What is hidden is hidden in whichever of them it is written.
_SPOKEN = {
    **{figure: str(value) for value, figure in enumerate("零一二三四五六七八九")},
    "〇": "0",
    "○": "0",
    "幺": "1",
}
_FIGURE = rf"[0-9０-９{''.join(_SPOKEN)}]"
_GAP = r"[ 　\-－—–.·]?"
_BEFORE, _AFTER = rf"(?<![0-9０-９A-Za-z*]|[{''.join(_SPOKEN)}])", rf"(?!{_FIGURE}|[A-Za-z*])"
_ONE, _ZERO = "[1１一幺]", "[0０零〇○]"
_THREE_TO_NINE = "[3-9３-９三四五六七八九]"
_TWO_TO_NINE = "[2-9２-９二三四五六七八九]"
ID_IN_TEXT = re.compile(
    rf"{_BEFORE}({_FIGURE}(?:{_GAP}{_FIGURE}){{16}}{_GAP}(?:{_FIGURE}|[XxＸｘ叉]))(?!{_FIGURE}|[A-Za-z])"
)
CARD_IN_TEXT = re.compile(rf"{_BEFORE}({_FIGURE}(?:{_GAP}{_FIGURE}){{15,18}}){_AFTER}")
MOBILE_IN_TEXT = re.compile(
    rf"(?<![0-9０-９]|[{''.join(_SPOKEN)}])({_ONE}{_GAP}{_THREE_TO_NINE}(?:{_GAP}{_FIGURE}){{9}})(?!{_FIGURE})"
)
LANDLINE_IN_TEXT = re.compile(
    rf"{_BEFORE}[(（]?({_ZERO}{_FIGURE}{{2,3}}[)）]?{_GAP}{_TWO_TO_NINE}(?:{_GAP}{_FIGURE}){{6,7}}){_AFTER}"
    rf"|(?<=电话|座机|固话|号码)(?:[是为:： ]|号码){{0,3}}({_TWO_TO_NINE}{_FIGURE}{{6,7}}){_AFTER}"
)


_ANY_FIGURE = re.compile(_FIGURE)
_FEWEST_FIGURES = 7


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
    """Hide identity, bank card and phone numbers wherever they stand in free text, spoken ones too."""
    if not _may_hold_a_number(text):
        return text
    hidden = ID_IN_TEXT.sub(lambda found: mask_identity(_plain(found[1])), text)
    hidden = CARD_IN_TEXT.sub(lambda found: mask_identity(_plain(found[1])), hidden)
    hidden = MOBILE_IN_TEXT.sub(lambda found: mask_phone(_plain(found[1])), hidden)
    return LANDLINE_IN_TEXT.sub(_hidden_landline, hidden)


def _may_hold_a_number(text: str) -> bool:
    """Whether a text has enough figures for the shortest number: a look that is quick and spares most texts the search."""
    return len(_ANY_FIGURE.findall(text)) >= _FEWEST_FIGURES


def _hidden_landline(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    before, _, after = found[0].partition(number)
    return f"{before.strip('(（')}{mask_phone(_plain(number))}{after}"


def _plain(number: str) -> str:
    """Give a number as plain figures: one width, spoken ones read, gaps left out."""
    return "".join(
        _SPOKEN.get(c) or ("X" if c == "叉" else c)
        for c in unicodedata.normalize("NFKC", number)
        if c.isalnum()
    )


def personal_numbers(text: str) -> str | None:
    """Give what kind of personal number stands in a text: `identity`, `card` or `phone`; None without one."""
    if not _may_hold_a_number(text):
        return None
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), None)


_KINDS = (
    ("identity", ID_IN_TEXT),
    ("card", CARD_IN_TEXT),
    ("phone", MOBILE_IN_TEXT),
    ("phone", LANDLINE_IN_TEXT),
)


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
