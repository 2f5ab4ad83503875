"""QR codes: what was drawn once and read by two foreign readers is drawn alike, and a code is well formed."""

import hashlib
import struct
import zlib

import pytest

from adapters.qr_code import MOST_BYTES, QUIET_MODULES, matrix, png

# Read back by OpenCV and by ZXing, which are no part of the tests.
READ = {
    "明白": (21, "a820c268847da37c6260c1c889c99f135585b936d2d8aa4b8ed7f556dcfe0c25"),
    "https://mingbai.example/m/cases/" + "a" * 40: (
        37,
        "ee43dce58cd32e8a3e2f4e07c08f3ff52aba4db98d07b4b550d80adbfe771c26",
    ),
    "k" * 130: (49, "071808c6f58a1f724b3c2e35052fee96db484bb8e051e427d772d998dfcddaff"),
    "w" * 213: (57, "9c56a2517e81796108b8d89686483aa7f910516788a7779112e1b7d428df4465"),
}


@pytest.mark.parametrize("text", READ)
def test_a_code_is_drawn_as_the_readers_knew_it(text: str) -> None:
    rows = matrix(text)
    signs = "".join("1" if dark else "0" for row in rows for dark in row)
    assert (len(rows), hashlib.sha256(signs.encode()).hexdigest()) == READ[text]


def test_the_picture_has_its_quiet_zone_and_is_a_whole_png() -> None:
    picture = png("明白", scale=3)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == height == (21 + 2 * QUIET_MODULES) * 3
    start = picture.index(b"IDAT") + 4
    lines = zlib.decompress(picture[start : start + struct.unpack(">I", picture[start - 8 : start - 4])[0]])
    line = 1 + -(-width // 8)
    assert len(lines) == height * line
    # White above the first module, and the finder's corner below it.
    assert set(lines[1:line]) == {255} or lines[1 : line - 1] == b"\xff" * (line - 2)
    corner = lines[line * QUIET_MODULES * 3 + 1 : line * QUIET_MODULES * 3 + line]
    assert f"{int.from_bytes(corner, 'big'):0{8 * (line - 1)}b}"[12 : 12 + 21] == "0" * 21


def test_more_than_a_code_holds_is_refused() -> None:
    matrix("字" * (MOST_BYTES // 3))
    with pytest.raises(ValueError, match="bytes"):
        matrix("字" * (MOST_BYTES // 3 + 1))
