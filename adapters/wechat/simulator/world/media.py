"""Temporary media of the simulated account: each lives three days."""

import secrets
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

_LIFE = timedelta(days=3)
_PICTURE_SIDE = 64
_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "audio/amr": "amr", "audio/mpeg": "mp3", "video/mp4": "mp4"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MediaLimit:
    """What may be uploaded as one kind; of the two limits told for pictures the strict one."""

    types: frozenset[str]
    most_bytes: int


MEDIA_LIMITS = {
    "image": MediaLimit(frozenset({"image/png", "image/jpeg", "image/gif"}), 2 * 1024 * 1024),
    "voice": MediaLimit(frozenset({"audio/amr", "audio/mpeg", "audio/mp3"}), 2 * 1024 * 1024),
    "video": MediaLimit(frozenset({"video/mp4"}), 10 * 1024 * 1024),
    "thumb": MediaLimit(frozenset({"image/jpeg"}), 64 * 1024),
}


@dataclass(frozen=True, slots=True)
class KeptMedia:
    """One file; `until` None for the samples, which stay."""

    media_id: str
    kind: str
    octets: bytes
    content_type: str
    until: datetime | None

    @property
    def suffix(self) -> str:
        """How its name ends."""
        return _SUFFIXES.get(self.content_type, "bin")


class MediaShelf:
    """The files of one account."""

    def __init__(self, samples: dict[str, str]) -> None:
        contents = {
            "image": (sample_picture(), "image/png"),
            "voice": (b"#!AMR\n" + b"\x7c" * 32, "audio/amr"),
        }
        self._kept = {
            number: KeptMedia(number, kind, *contents.get(kind, (b"\0" * 64, "video/mp4")), until=None)
            for kind, number in samples.items()
        }  # fmt: skip

    def keep(self, kind: str, octets: bytes, content_type: str, *, now: datetime) -> KeptMedia:
        """Keep a file for three days."""
        self._kept = {number: each for number, each in self._kept.items() if _lives(each, now)}
        media = KeptMedia(secrets.token_urlsafe(48), kind, octets, content_type, now + _LIFE)
        self._kept[media.media_id] = media
        return media

    def find(self, media_id: object, *, now: datetime) -> KeptMedia | None:
        """Give the file of an id, unless its days are over."""
        found = self._kept.get(media_id) if isinstance(media_id, str) else None
        return found if found and _lives(found, now) else None


def _lives(media: KeptMedia, now: datetime) -> bool:
    return media.until is None or now < media.until


def sample_picture(side: int = _PICTURE_SIDE) -> bytes:
    """Give a small real PNG: a slope of colour, with a note of where and when inside, as phones write one."""
    rows = b"".join(
        b"\0" + b"".join(bytes((4 * x % 256, 4 * y % 256, 160)) for x in range(side)) for y in range(side)
    )
    note = b"Comment\0GPS 27.2045,119.5363 2026-03-02 (simulated)"
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"tEXt", note), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
