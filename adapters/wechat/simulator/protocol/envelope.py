"""The platform's seal: its two signatures, and the AES envelope that is put on and taken off (protocol §§2–3)."""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PAD_TO = 32
_CIPHER_BLOCK = 16
_HEAD = 20
_RANDOM = 16


class EnvelopeError(ValueError):
    """A sealed text does not open; `reason` is base64, length, padding, appid or utf8."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def signature(*parts: str) -> str:
    """Give the lower-case SHA-1 of the parts, sorted by their bytes and joined with nothing between (§2)."""
    # SHA-1 is the platform's choice; here it only repeats what the platform computes.
    return hashlib.sha1(b"".join(sorted(part.encode() for part in parts)), usedforsecurity=False).hexdigest()


def jssdk_signature(*, ticket: str, noncestr: str, timestamp: str, url: str) -> str:
    """Give the signature of a page that uses the JS-SDK; `url` without its fragment (§12)."""
    line = f"jsapi_ticket={ticket}&noncestr={noncestr}&timestamp={timestamp}&url={url}"
    return hashlib.sha1(line.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Seal:
    """The key pair of one account's configuration page."""

    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    appid: str

    def sign(self, timestamp: str, nonce: str, encrypted: str | None = None) -> str:
        """Give `signature`, or `msg_signature` when the encrypted text is given too."""
        parts = (self.token, timestamp, nonce)
        return signature(*parts) if encrypted is None else signature(*parts, encrypted)

    def close(self, message: str, random16: bytes | None = None) -> str:
        """Put a message into the envelope and give it in base64; `random16` is fixed only by published samples."""
        return self.encrypted(self.padded(message.encode(), random16))

    def padded(self, message: bytes, random16: bytes | None = None, *, appid: str | None = None) -> bytes:
        """Give what is encrypted: sixteen random bytes, the length, the message, the appid, and the padding."""
        plain = (random16 or secrets.token_bytes(_RANDOM)) + len(message).to_bytes(4, "big") + message
        plain += (self.appid if appid is None else appid).encode()
        count = _PAD_TO - len(plain) % _PAD_TO
        return plain + bytes([count]) * count

    def encrypted(self, padded: bytes) -> str:
        """Encrypt whole blocks and give them in base64."""
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def open(self, encrypted: str) -> str:
        """Give the message inside; raises EnvelopeError with the first rule that it breaks (§3)."""
        return self._content(_unpadded(self._decrypted(encrypted)))

    def _decrypted(self, encrypted: str) -> bytes:
        try:
            sealed = base64.b64decode(encrypted.encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError) as error:
            raise EnvelopeError("base64") from error
        if not sealed or len(sealed) % _CIPHER_BLOCK:
            raise EnvelopeError("length")
        decryptor = self._cipher().decryptor()
        return decryptor.update(sealed) + decryptor.finalize()

    def _content(self, plain: bytes) -> str:
        if len(plain) < _HEAD:
            raise EnvelopeError("length")
        end = _HEAD + int.from_bytes(plain[_RANDOM:_HEAD], "big")
        if end > len(plain):
            raise EnvelopeError("length")
        if plain[end:] != self.appid.encode():
            raise EnvelopeError("appid")
        try:
            return plain[_HEAD:end].decode()
        except UnicodeDecodeError as error:
            raise EnvelopeError("utf8") from error

    def _cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(self.aes_key + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:_CIPHER_BLOCK]))


def _unpadded(plain: bytes) -> bytes:
    count = plain[-1]
    if not 1 <= count <= _PAD_TO or count > len(plain) or plain[-count:] != bytes([count]) * count:
        raise EnvelopeError("padding")
    return plain[:-count]
