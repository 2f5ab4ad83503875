"""Reads the files inside a ZIP archive, each in memory and within bounds; what is refused is named."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from knowledge.documents.draft import Draft, Fault, Refusal
from knowledge.ingest.archive import Archive, Member, open_archive, visible
from knowledge.ingest.formats import ARCHIVE, MARKDOWN, ROWS, format_of, is_ours, unread
from knowledge.ingest.gazettes.drafts import drafts
from knowledge.ingest.readers.decoding import decode
from knowledge.ingest.readers.jsonl import read_stream
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.ingest.readers.mapping import FieldMapping
from knowledge.ingest.readers.markdown import FILE_BYTES, bears_front_matter, to_draft
from knowledge.ingest.workroom import Workroom, read_foreign

BETWEEN = " › "


def read_members(
    path: Path,
    name: str,
    mapping: FieldMapping | None,
    *,
    room: Workroom,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[Draft | Fault]:
    """Give the documents and faults of an archive; a member is named as `archive › member`.

    `progress` is told how much of the archive's size is done. Raises `Refusal` when the archive cannot be opened.
    """
    done = 0
    with path.open("rb") as stream:
        archive = open_archive(stream)
        for member in visible(archive):
            place = f"{name}{BETWEEN}{member.name}"
            try:
                yield from _member(archive, member, mapping, place=place, room=room)
            except Refusal as refusal:
                yield refusal.at(place, None)
            done += member.info.compress_size
            progress(min(done, path.stat().st_size))


def _member(
    archive: Archive, member: Member, mapping: FieldMapping | None, *, place: str, room: Workroom
) -> Iterator[Draft | Fault]:
    base = PurePosixPath(member.name).name
    if not is_ours(base) and member.refusal is None:
        return
    form = format_of(base)
    if member.refusal is not None:
        raise member.refusal
    if form is None:
        raise unread(base)
    if form == ARCHIVE:
        raise Refusal("zip_nested")
    content = archive.read(member)
    if form == ROWS:
        yield from read_stream(io.BytesIO(content), place, mapping)
    elif form == MARKDOWN and not bears_front_matter(content):
        yield from read_plain_markdown(content, place)
    elif form == MARKDOWN:
        yield to_draft(content, place, {})
    else:
        yield from read_foreign(form, content, name=place, room=room)


def read_plain_markdown(content: bytes, place: str) -> Iterator[Draft | Fault]:
    """Give the drafts of a Markdown file without a front matter: a text like any other, whose particulars are read."""
    if len(content) > FILE_BYTES:
        raise Refusal("file_too_large", limit=FILE_BYTES // 2**20)
    yield from drafts(Manuscript(decode(content)), file=place)
