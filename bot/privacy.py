"""Personal data: hidden when read back, sealed when kept, found again by a keyed hash (disclosure-rules §14)."""

import hmac
import os
import re
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import ServiceError

NONCE = 12
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
    """Whether a text has as many figures as the shortest number; most have not, and this is told four times as fast."""
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
    """Seals bytes with AES-256-GCM and fingerprints values, under keys drawn from the one secret."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_derive(secret, b"mingbai/seal"))
        # A keyed hash taken up from here costs a copy; keyed anew for each value it costs five times as much.
        self._keyed = hmac.new(_derive(secret, b"mingbai/fingerprint"), digestmod="sha256")

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
        keyed = self._keyed.copy()
        keyed.update(f"{purpose}:{value}".encode("utf-8", "surrogatepass"))
        return keyed.hexdigest()


def _derive(secret: str, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
