"""A Word file that the office edited, opened without trust: what could harm or leak is refused by name."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.errors import InputError
from handlers.disclosure.word import parts
from handlers.disclosure.word.writer import zipped
from knowledge.documents.draft import Refusal
from knowledge.ingest.archive import Package

LARGEST_BYTES = 5 * 1024 * 1024
_STORIES = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_CHANGES = re.compile(rb"<(?:\w{1,9}:)?(?:ins|del|moveFrom|moveTo)[ />]")
_OUTSIDE = re.compile(rb'TargetMode="External"')
_LINK = re.compile(rb'relationships/hyperlink"')
_AUTHORS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The members of a Word file by name, in their order."""

    members: Mapping[str, bytes]

    @property
    def stories(self) -> tuple[str, ...]:
        """Give the names of the parts that hold text: the document, heads, feet and notes."""
        return tuple(name for name in self.members if _STORIES.fullmatch(name))

    def with_parts(self, changed: Mapping[str, bytes]) -> "WordPackage":
        """Give the file with some parts in place of its own."""
        return replace(self, members={**self.members, **changed})

    def packed(self) -> bytes:
        """Give the file's bytes, without a word of who wrote the template."""
        members = dict(self.members)
        if _AUTHORS[0] in members:
            members[_AUTHORS[0]] = parts.CORE.encode()
        return zipped(members)


def open_template(content: bytes, *, name: str) -> WordPackage:
    """Open a template.

    Raises `InputError` (`letters.template.…`) naming the file: no Word file, damaged, macros, entities, links to other
    machines, embedded files, comments, or changes that nobody has accepted.
    """
    if len(content) > LARGEST_BYTES:
        raise InputError("letters.template.large", name=name, megabytes=LARGEST_BYTES // 1024 // 1024)
    try:
        package = Package(content)
        package.check()
    except Refusal as refusal:
        key = {"office_macros": "macros", "office_old_or_encrypted": "old"}.get(refusal.key, "broken")
        raise InputError(f"letters.template.{key}", name=name) from None
    found = WordPackage(_members(content))
    if "word/document.xml" not in found.members:
        raise InputError("letters.template.broken", name=name)
    for key in _against(found):
        raise InputError(f"letters.template.{key}", name=name)
    return found


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def _against(package: WordPackage) -> list[str]:
    found = []
    relations = [content for name, content in package.members.items() if name.endswith(".rels")]
    if any(len(_OUTSIDE.findall(one)) > len(_LINK.findall(one)) for one in relations):
        found.append("outside")
    if any(
        name.startswith(("word/embeddings/", "word/activeX/", "word/afchunk")) for name in package.members
    ):
        found.append("embedded")
    if any(name.startswith("word/comments") for name in package.members):
        found.append("comments")
    if any(_CHANGES.search(package.members[name]) for name in package.stories):
        found.append("changes")
    return found
