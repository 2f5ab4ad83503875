"""How a conversation is written before it is sealed: as JSON, pressed together, since memory is what Redis has least of.

A small window is enough for so little text, and costs a fifth of the time.
"""

import zlib
from typing import Any

import orjson

# No JSON begins so: what earlier versions wrote is read as it lies.
_PRESSED = b"\x01"
_LEVEL, _WINDOW, _MEMORY = 1, -12, 5
# Less is not worth the time.
_LEAST_BYTES = 256


def pressed(value: Any) -> bytes:
    """Give a JSON value as it is kept."""
    plain = orjson.dumps(value)
    if len(plain) < _LEAST_BYTES:
        return plain
    press = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
    return _PRESSED + press.compress(plain) + press.flush()


def unpressed(octets: bytes) -> Any:
    """Give the value again; raises ValueError when it was none."""
    return orjson.loads(plain_of(octets))


def plain_of(octets: bytes) -> bytes:
    """Give the JSON of what is kept; raises ValueError when it was pressed and cannot be read."""
    if not octets.startswith(_PRESSED):
        return octets
    try:
        return zlib.decompress(octets[1:], _WINDOW)
    except zlib.error as error:
        raise ValueError("not what was kept") from error
