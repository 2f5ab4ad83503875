"""Opens packed files without trusting them: nothing is written to disk, and growth is measured before unpacking."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_UNIX = 3
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_OTHER_SCRIPTS = re.compile("[\u0080-\u2e7f]")
# Office files that keep to the strict edition of the standard name the same things otherwise.
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside an archive: its name as people know it, its size, and why it is not taken, if so."""

    name: str
    size: int
    info: zipfile.ZipInfo
    refusal: Refusal | None = None


class Archive:
    """A ZIP file whose members are looked at one by one; raises `Refusal` when it is no archive or meant to harm."""

    def __init__(self, stream: IO[bytes], *, most: int, total: int) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
        except _BROKEN:
            raise Refusal("zip_broken") from None
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(infos) > most:
            raise Refusal("zip_too_many", limit=most)
        if sum(info.file_size for info in infos) > total:
            raise Refusal("zip_too_large", limit=total // limits.MEGABYTE)
        self.members = tuple(_member(info) for info in infos)

    def read(self, member: Member) -> bytes:
        """Give the content of a member; raises `Refusal` when it is refused or damaged."""
        if member.refusal is not None:
            raise member.refusal
        try:
            with self._zip.open(member.info) as stream:
                content = stream.read(member.size + 1)
        except _BROKEN:
            raise Refusal("zip_member_broken") from None
        if len(content) > member.size:
            raise Refusal("zip_bomb")
        return content


class Package:
    """An office file: an archive of XML parts, none of which may hold a program or define entities.

    What tells a program is that of Office's own formats; a format that tells it otherwise overrides `_refuse_programs`.
    """

    def __init__(self, content: bytes) -> None:
        if content.startswith(b"\xd0\xcf\x11\xe0"):
            # Word and Excel wrap an encrypted file, like their formats before 2007, in this container.
            raise Refusal("office_old_or_encrypted")
        try:
            archive = Archive(io.BytesIO(content), most=limits.PACKAGE_MEMBERS, total=limits.PACKAGE_BYTES)
        except Refusal as refusal:
            raise Refusal("office_broken") if refusal.key == "zip_broken" else refusal from None
        self._archive = archive
        self._members = {member.name: member for member in archive.members}
        self._refuse_programs()

    def part(self, name: str) -> bytes | None:
        """Give a part's XML, or None when there is no such part; raises `Refusal` for one that defines entities."""
        content = self.raw(name)
        if content is not None and any(mark in content for mark in _DOCTYPES):
            raise Refusal("xml_entities")
        return _transitional(content) if content is not None and _STRICT in content else content

    def raw(self, name: str) -> bytes | None:
        """Give a part as it is, or None when there is no such part: a web page or a document put into the file."""
        member = self._members.get(name)
        return None if member is None else self._archive.read(member)

    def holds(self, folder: str) -> bool:
        """Whether there are parts in a folder."""
        return any(name.startswith(folder) for name in self._members)

    def check(self) -> None:
        """Read every XML part once, so that a library may be let loose on the file; raises `Refusal`."""
        for name in self._members:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                self.part(name)

    def _refuse_programs(self) -> None:
        types = self.part("[Content_Types].xml")
        if types is None:
            raise Refusal("office_broken")
        names = " ".join(self._members).lower()
        if b"macroEnabled" in types or b"vbaProject" in types or "vbaproject" in names:
            raise Refusal("office_macros")


def _transitional(content: bytes) -> bytes:
    """Give a part of the strict edition with the names that every reader knows."""
    for strict, known in _STRICT_NAMES:
        content = content.replace(strict, known)
    return content


def open_archive(stream: IO[bytes]) -> Archive:
    """Open a ZIP file of documents; raises `Refusal`."""
    return Archive(stream, most=limits.ARCHIVE_MEMBERS, total=limits.ARCHIVE_UNPACKED_BYTES)


def _member(info: zipfile.ZipInfo) -> Member:
    name = _name(info)
    return Member(name, info.file_size, info, _refusal(info, name))


def _name(info: zipfile.ZipInfo) -> str:
    """Give the name as its sender saw it: Chinese Windows writes GBK without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    readings = [words for encoding in ("utf-8", "gb18030") if (words := _decoded(raw, encoding))]
    # Two GBK bytes may happen to be some letter in UTF-8, but hardly ever a Chinese one.
    chinese = (words for words in readings if not _OTHER_SCRIPTS.search(words))
    return next(chinese, next(iter(readings), info.filename))


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).partition("\0")[0]
    except UnicodeDecodeError:
        return ""


def _refusal(info: zipfile.ZipInfo, name: str) -> Refusal | None:
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    if posix.is_absolute() or windows.drive or windows.root or ".." in {*posix.parts, *windows.parts}:
        return Refusal("zip_path")
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        return Refusal("zip_link")
    if info.flag_bits & _ENCRYPTED:
        return Refusal("zip_encrypted")
    grows = info.file_size > limits.UNPACKING_RATIO * max(1, info.compress_size)
    if grows and info.file_size > limits.UNPACKING_FREE_BYTES:
        return Refusal("zip_bomb")
    if info.file_size > limits.FILE_BYTES and not name.lower().endswith(".xml"):
        return Refusal("file_too_large", limit=limits.FILE_BYTES // limits.MEGABYTE)
    return None


def visible(archive: Archive) -> Iterator[Member]:
    """Give the members a person put there, without what operating systems add, in the order of names."""
    for member in sorted(archive.members, key=lambda one: one.name):
        parts = PurePosixPath(member.name).parts
        if "__MACOSX" not in parts and not parts[-1].startswith((".", "~$")):
            yield member
