"""A picture that is not taken is refused in words that say why."""

import struct
import zlib

import pytest

from adapters.scan_reader.pages import PagePictures
from knowledge.documents.draft import Refusal
from tests.factories.snapshots import png


def interlaced() -> bytes:
    content = bytearray(png())
    content[28] = 1
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (interlaced(), "picture_interlaced"),
        (b"II*\0" + bytes(40), "picture_other"),
        (b"\xff\xd8\xff nothing", "picture_broken"),
    ],
)
def test_why_a_picture_is_not_taken_is_told(content: bytes, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        PagePictures("picture", content)
    assert refused.value.key == key
    assert refused.value.at("图.png", None).reason
