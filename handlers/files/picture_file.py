"""What a picture's file is, told by its content, and the same picture without anything that the camera or a program noted.

Place, time, owner and a small second picture may stand in a photo (Exif, XMP, comments, what follows its end). None of
that is kept; how the camera was held is, since the picture would lie on its side without it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import InputError

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000
PNG_MARK = b"\x89PNG\r\n\x1a\n"
JPEG_MARK = b"\xff\xd8\xff"
# What a PNG needs to be seen; everything else in it may tell of whoever made it.
_PNG_SEEN = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_PNG_HEAD_BYTES = 13
_JPEG_END, _JPEG_SCAN, _JPEG_EXIF = 0xD9, 0xDA, 0xE1
# Marks without a length: restarts, and a lone one that old encoders write.
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
# JFIF, which is the form itself, and Adobe's mark, without which colours come out wrong: how each begins, and how many
# bytes of it are kept. Behind them a small second picture may stand.
_JPEG_SEEN_APPS = {0xE0: (b"JFIF\0", 12, b"\0\0"), 0xEE: (b"Adobe", 12, b"")}
_JPEG_APPS_AND_COMMENTS = frozenset({*range(0xE0, 0xF0), 0xFE})
_ORIENTATION_TAG = 0x0112
UPRIGHT = 1
_TURNS = range(1, 9)
_MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as it is kept: `form` is the ending of such a file, `turn` the camera's (1 upright, 3, 6 and 8 turned)."""

    form: str
    content: bytes
    turn: int = 1

    @property
    def content_type(self) -> str:
        """The type under which it is shown."""
        return type_of(self.form)


def type_of(form: str) -> str:
    """Give the content type of a form."""
    return "image/png" if form == "png" else "image/jpeg"


def read_picture(content: bytes, *, most_bytes: int = MOST_BYTES) -> PictureFile:
    """Give a picture without its notes.

    Raises `InputError`: nothing, too large, a kind that is not taken, or damaged.
    """
    if not content:
        raise InputError("pictures.refused.empty")
    if len(content) > most_bytes:
        raise InputError("pictures.refused.large", most=most_bytes // 2**20)
    if content.startswith(PNG_MARK):
        return PictureFile("png", _png(content))
    if content.startswith(JPEG_MARK):
        return _jpeg(content)
    raise InputError("pictures.refused.kind")


def _png(content: bytes) -> bytes:
    kept, place, name = [PNG_MARK], len(PNG_MARK), b""
    while name != b"IEND":
        if place + 12 > len(content):
            raise InputError("pictures.refused.broken")
        (length,) = struct.unpack_from(">I", content, place)
        name, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content) or (len(kept) == 1) != (name == b"IHDR"):
            raise InputError("pictures.refused.broken")
        if name == b"IHDR":
            _check_png_size(content[place + 8 : end - 4])
        if name in _PNG_SEEN:
            kept.append(content[place:end])
        place = end
    return b"".join(kept)


def _check_png_size(head: bytes) -> None:
    if len(head) != _PNG_HEAD_BYTES:
        raise InputError("pictures.refused.broken")
    _check_size(*struct.unpack_from(">II", head))


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise InputError("pictures.refused.broken")
    if width * height > MOST_PIXELS:
        raise InputError("pictures.refused.pixels")


@dataclass(frozen=True, slots=True)
class _Segment:
    """A piece of a JPEG: its mark, and where it stands."""

    mark: int
    start: int
    end: int


def _jpeg(content: bytes) -> PictureFile:
    kept, turn, sized = [content[:2]], 1, False
    for piece in _segments(content):
        body = content[piece.start + 4 : piece.end]
        if piece.mark in _JPEG_SIZES:
            if len(body) < 5:  # noqa: PLR2004 - depth, height, width
                raise InputError("pictures.refused.broken")
            height, width = struct.unpack_from(">HH", body, 1)
            _check_size(width, height)
            sized = True
        if piece.mark == _JPEG_EXIF and turn == 1:
            turn = _turn(body)
        if piece.mark in _JPEG_SEEN_APPS:
            kept.append(_seen_app(piece.mark, body))
        elif piece.mark not in _JPEG_APPS_AND_COMMENTS:
            kept.append(content[piece.start : piece.end])
    if not sized:
        raise InputError("pictures.refused.broken")
    return PictureFile("jpg", b"".join(kept), turn)


def _seen_app(mark: int, body: bytes) -> bytes:
    """Give what a decoder needs of such a piece; nothing for one that is another's, or too short."""
    begins, length, end = _JPEG_SEEN_APPS[mark]
    if not body.startswith(begins) or len(body) < length:
        return b""
    kept = body[:length] + end
    return bytes((0xFF, mark)) + struct.pack(">H", len(kept) + 2) + kept


def _segments(content: bytes) -> Iterator[_Segment]:
    """Give the pieces from behind the first mark to the end's, a scan with the data that belongs to it."""
    place = 2
    while True:
        if place + 2 > len(content) or content[place] != 0xFF:  # noqa: PLR2004 - every mark begins so
            raise InputError("pictures.refused.broken")
        mark = content[place + 1]
        if mark == 0xFF:  # noqa: PLR2004 - filling
            place += 1
            continue
        if mark == _JPEG_END:
            yield _Segment(mark, place, place + 2)
            return
        end = place + 2
        if mark not in _JPEG_BARE:
            if end + 2 > len(content):
                raise InputError("pictures.refused.broken")
            (length,) = struct.unpack_from(">H", content, end)
            end += length
            if length < 2 or end > len(content):  # noqa: PLR2004 - the length counts itself
                raise InputError("pictures.refused.broken")
        if mark == _JPEG_SCAN:
            end = _scan_end(content, end)
        yield _Segment(mark, place, end)
        place = end


def _scan_end(content: bytes, place: int) -> int:
    """Give where the data of a scan ends: at the next mark that is neither a restart nor an escaped byte."""
    while (place := content.find(b"\xff", place)) >= 0 and place + 1 < len(content):
        follower = content[place + 1]
        if follower != 0 and follower not in _JPEG_BARE and follower != 0xFF:  # noqa: PLR2004 - filling
            return place
        place += 1 if follower == 0xFF else 2  # noqa: PLR2004 - filling
    raise InputError("pictures.refused.broken")


def _turn(body: bytes) -> int:
    """Give how the camera was held, from the first list of an Exif piece; 1 where that does not say."""
    orders = {b"II*\0": "<", b"MM\0*": ">"}
    tiff = body[6:]
    order = orders.get(tiff[:4])
    if not body.startswith(b"Exif\0\0") or order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for at in range(first + 2, first + 2 + 12 * min(entries, _MOST_ENTRIES), 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at)
            if tag == _ORIENTATION_TAG:
                return value if value in _TURNS else 1
    except struct.error:
        return 1
    return 1
