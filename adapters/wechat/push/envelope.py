"""The sealed envelope around every message in safe mode: AES-256-CBC with the platform's own framing (protocol §3).

Written here rather than taken from wechatpy, whose version checks neither padding nor freshness and leaks four
kinds of exception on hostile input (docs/decisions/wechatpy.md).
"""

import base64
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.wechat.push.refusal import PushRefusal

_AES_BLOCK = 16
_PAD_BLOCK = 32
_HEAD = struct.Struct(">16sI")


def _key(aes_key: str) -> bytes:
    # The last character may carry non-zero spare bits, as the platform's own demo key does; this decoder drops them.
    key = base64.b64decode(aes_key + "=")
    if len(key) != _PAD_BLOCK:
        raise ValueError("the AES key must decode to 32 bytes")
    return key


def _unpadded(padded: bytes) -> bytes:
    count = padded[-1]
    if not 1 <= count <= _PAD_BLOCK or padded[-count:] != bytes([count]) * count:
        raise PushRefusal("padding")
    return padded[:-count]


def _ciphertext(encrypted: str) -> bytes:
    try:
        octets = base64.b64decode(encrypted, validate=True)
    except ValueError:
        raise PushRefusal("base64") from None
    if not octets or len(octets) % _AES_BLOCK:
        raise PushRefusal("length")
    return octets


class Envelope:
    """Opens and seals messages of one account."""

    def __init__(self, aes_key: str, appid: str) -> None:
        key = _key(aes_key)
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:_AES_BLOCK]))
        self._appid = appid.encode()

    def open(self, encrypted: str) -> str:
        """Give the message inside; raises Refusal by the checks of protocol §3, in their order."""
        decryptor = self._cipher.decryptor()
        framed = _unpadded(decryptor.update(_ciphertext(encrypted)) + decryptor.finalize())
        if len(framed) < _HEAD.size:
            raise PushRefusal("length")
        end = _HEAD.size + _HEAD.unpack_from(framed)[1]
        if end > len(framed):
            raise PushRefusal("length")
        if framed[end:] != self._appid:
            raise PushRefusal("appid")
        try:
            return framed[_HEAD.size : end].decode("utf-8")
        except UnicodeDecodeError:
            raise PushRefusal("utf8") from None

    def seal(self, message: str, *, random16: bytes | None = None) -> str:
        """Give the base64 of the sealed message; `random16` is drawn from the system unless a vector gives it."""
        octets = message.encode("utf-8")
        framed = _HEAD.pack(random16 or os.urandom(16), len(octets)) + octets + self._appid
        count = _PAD_BLOCK - len(framed) % _PAD_BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(framed + bytes([count]) * count) + encryptor.finalize()
        return base64.b64encode(sealed).decode("ascii")
