"""QR codes (ISO/IEC 18004): bytes at error level M in versions 1 to 10, as a matrix, a PNG or an SVG path.

Written here because a county's server should not fetch a package for two hundred lines; a test reads the codes back.
"""

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise

QUIET_MODULES = 4
MOST_BYTES = 213

# Version: error bytes a block, and (blocks, data bytes in each) by group (table 9, level M).
_BLOCKS: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = {
    1: (10, ((1, 16),)),
    2: (16, ((1, 28),)),
    3: (26, ((1, 44),)),
    4: (18, ((2, 32),)),
    5: (24, ((2, 43),)),
    6: (16, ((4, 27),)),
    7: (18, ((4, 31),)),
    8: (22, ((2, 38), (2, 39))),
    9: (22, ((3, 36), (2, 37))),
    10: (26, ((4, 43), (1, 44))),
}
# Where the small squares stand (annex E).
_ALIGNMENT: dict[int, tuple[int, ...]] = {
    1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42), 9: (6, 26, 46),
    10: (6, 28, 50),
}  # fmt: skip
_BYTE_MODE = 0b0100
_LONG_COUNT_FROM = 10
_VERSION_SHOWN_FROM = 7
_FIELD = 0x11D
_FORMAT_GENERATOR, _FORMAT_MASK = 0b10100110111, 0b101010000010010
_VERSION_GENERATOR = 0b1111100100101
_TIMING = 6
_FINDER = 7

Matrix = list[list[bool]]


def matrix(text: str) -> Matrix:
    """Give the modules row by row, dark ones true, without the quiet zone; raises ValueError over 213 bytes of UTF-8."""
    octets = text.encode()
    version = next((each for each in _BLOCKS if len(octets) <= _room(each)), None)
    if version is None:
        raise ValueError(f"a QR code holds {MOST_BYTES} bytes here, not {len(octets)}")
    drawing = _Drawing(version)
    drawing.fill(_interleaved(_codewords(octets, version), version))
    return min((drawing.masked(mask) for mask in range(8)), key=_penalty)


def png(text: str, *, scale: int = 8) -> bytes:
    """Give a black and white PNG with its quiet zone, `scale` pixels a module."""
    rows = matrix(text)
    side = (len(rows) + 2 * QUIET_MODULES) * scale
    blank = [False] * (side // scale)
    quiet = [False] * QUIET_MODULES
    framed = [blank] * QUIET_MODULES + [quiet + row + quiet for row in rows] + [blank] * QUIET_MODULES
    lines = b"".join((b"\0" + _packed(row, scale)) * scale for row in framed)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _packed(row: list[bool], scale: int) -> bytes:
    """Give a line of pixels, one bit each, white set."""
    bits = "".join(("0" if dark else "1") * scale for dark in row)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _data_bytes(version: int) -> int:
    return sum(blocks * size for blocks, size in _BLOCKS[version][1])


def _room(version: int) -> int:
    return _data_bytes(version) - (3 if version >= _LONG_COUNT_FROM else 2)


def _codewords(octets: bytes, version: int) -> bytes:
    count_bits = 16 if version >= _LONG_COUNT_FROM else 8
    bits = f"{_BYTE_MODE:04b}{len(octets):0{count_bits}b}" + "".join(f"{octet:08b}" for octet in octets)
    whole = 8 * _data_bytes(version)
    bits += "0" * min(4, whole - len(bits))
    bits += "0" * (-len(bits) % 8)
    given = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return (given + b"\xec\x11" * whole)[: whole // 8]


def _interleaved(data: bytes, version: int) -> bytes:
    error_bytes, groups = _BLOCKS[version]
    blocks, start = [], 0
    for size in (size for count, size in groups for _ in range(count)):
        blocks.append(data[start : start + size])
        start += size
    checks = [_remainder(block, error_bytes) for block in blocks]
    longest = max(len(block) for block in blocks)
    woven = [block[place] for place in range(longest) for block in blocks if place < len(block)]
    woven += [check[place] for place in range(error_bytes) for check in checks]
    return bytes(woven)


def _times(left: int, right: int) -> int:
    product = 0
    for bit in range(7, -1, -1):
        product = (product << 1) ^ (_FIELD if product & 0x80 else 0)
        product ^= left if right >> bit & 1 else 0
    return product


@cache
def _generator(degree: int) -> tuple[int, ...]:
    polynomial, root = [0] * (degree - 1) + [1], 1
    for _ in range(degree):
        following = [*polynomial[1:], 0]
        polynomial = [_times(here, root) ^ after for here, after in zip(polynomial, following, strict=True)]
        root = _times(root, 2)
    return tuple(polynomial)


def _remainder(block: bytes, degree: int) -> bytes:
    generator, rest = _generator(degree), [0] * degree
    for octet in block:
        factor = octet ^ rest[0]
        rest = [after ^ _times(each, factor) for after, each in zip([*rest[1:], 0], generator, strict=True)]
    return bytes(rest)


class _Drawing:
    """The modules of one version: the fixed patterns first, then the data."""

    def __init__(self, version: int) -> None:
        self._version = version
        self._side = 17 + 4 * version
        self._dark = [[False] * self._side for _ in range(self._side)]
        self._fixed = [[False] * self._side for _ in range(self._side)]
        self._draw_patterns()

    def fill(self, codewords: bytes) -> None:
        bits = (octet >> bit & 1 for octet in codewords for bit in range(7, -1, -1))
        for row, column in self._path():
            self._dark[row][column] = bool(next(bits, 0))

    def masked(self, mask: int) -> Matrix:
        rows = [list(row) for row in self._dark]
        for row, column in self._path():
            rows[row][column] ^= _MASKS[mask](row, column)
        for (row, column), dark in self._format(mask):
            rows[row][column] = dark
        return rows

    def _path(self) -> Iterator[tuple[int, int]]:
        """Give the free places in the order of the data: two columns at a time, up and down, from the right."""
        upward = True
        for right in (*range(self._side - 1, _TIMING, -2), *range(_TIMING - 1, 0, -2)):
            rows = range(self._side - 1, -1, -1) if upward else range(self._side)
            for row in rows:
                for column in (right, right - 1):
                    if not self._fixed[row][column]:
                        yield row, column
            upward = not upward

    def _set(self, row: int, column: int, *, dark: bool) -> None:
        if 0 <= row < self._side and 0 <= column < self._side:
            self._dark[row][column], self._fixed[row][column] = dark, True

    def _draw_patterns(self) -> None:
        last = self._side - _FINDER
        for place in range(self._side):
            self._set(_TIMING, place, dark=place % 2 == 0)
            self._set(place, _TIMING, dark=place % 2 == 0)
        for top, left in ((0, 0), (0, last), (last, 0)):
            for row in range(-1, _FINDER + 1):
                for column in range(-1, _FINDER + 1):
                    ring = max(abs(row - 3), abs(column - 3))
                    self._set(top + row, left + column, dark=ring not in {2, 4})
        centres = _ALIGNMENT[self._version]
        corners = (
            {(centres[0], centres[0]), (centres[0], centres[-1]), (centres[-1], centres[0])}
            if centres
            else set()
        )
        for centre in (
            (row, column) for row in centres for column in centres if (row, column) not in corners
        ):
            self._draw_square(*centre)
        for (row, column), dark in self._format(0):
            self._set(row, column, dark=dark)
        if self._version >= _VERSION_SHOWN_FROM:
            self._draw_version()

    def _draw_square(self, row: int, column: int) -> None:
        for down in range(-2, 3):
            for right in range(-2, 3):
                self._set(row + down, column + right, dark=max(abs(down), abs(right)) != 1)

    def _draw_version(self) -> None:
        value = self._version << 12 | _division(self._version, 12, _VERSION_GENERATOR)
        for bit in range(18):
            far, near = self._side - 11 + bit % 3, bit // 3
            self._set(far, near, dark=bool(value >> bit & 1))
            self._set(near, far, dark=bool(value >> bit & 1))

    def _format(self, mask: int) -> list[tuple[tuple[int, int], bool]]:
        """Give where error level M (00) and the mask are told, twice, and the one module that is always dark."""
        value = (mask << 10 | _division(mask, 10, _FORMAT_GENERATOR)) ^ _FORMAT_MASK
        side = self._side
        first = (
            [(row, 8) for row in (*range(6), 7, 8)] + [(8, 7)] + [(8, column) for column in range(5, -1, -1)]
        )
        second = [(8, side - 1 - place) for place in range(8)] + [
            (side - 15 + place, 8) for place in range(8, 15)
        ]
        bits = [bool(value >> bit & 1) for bit in range(15)]
        told = [*zip(first, bits, strict=True), *zip(second, bits, strict=True)]
        return [*told, ((side - 8, 8), True)]


def _division(value: int, degree: int, generator: int) -> int:
    rest = value
    for _ in range(degree):
        rest = (rest << 1) ^ ((rest >> (degree - 1)) * generator)
    return rest


_MASKS = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _column: row % 2 == 0,
    lambda _row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)
_LIKE_A_FINDER = ("10111010000", "00001011101")


def _penalty(rows: Matrix) -> int:
    """Give how hard a code is to read (section 7.8.3)."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    total = 0
    for line in (*rows, *columns):
        runs = (len(list(run)) for _, run in groupby(line))
        total += sum(run - 2 for run in runs if run >= 5)  # noqa: PLR2004 - five alike
        signs = "".join("1" if dark else "0" for dark in line)
        total += 40 * sum(signs.startswith(shape, at) for shape in _LIKE_A_FINDER for at in range(len(signs)))
    for above, below in pairwise(rows):
        squares = zip(above, above[1:], below, below[1:], strict=False)
        total += 3 * sum(len(set(square)) == 1 for square in squares)
    dark = sum(map(sum, rows))
    return total + 10 * int(abs(20 * dark - 10 * len(rows) ** 2) / len(rows) ** 2)
