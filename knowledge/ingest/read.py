"""The importer's one entrance: files, folders and archives of any known format become drafts and faults, in order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.documents.draft import Draft, Fault, Refusal, reason
from knowledge.ingest import limits
from knowledge.ingest.formats import ARCHIVE, MARKDOWN, ROWS, format_of, is_ours, unread
from knowledge.ingest.members import read_members, read_plain_markdown
from knowledge.ingest.readers.jsonl import read_jsonl
from knowledge.ingest.readers.mapping import FieldMapping
from knowledge.ingest.readers.markdown import bears_front_matter, load_plain, read_markdown
from knowledge.ingest.scans.reading import ScanReader
from knowledge.ingest.workroom import Workroom, read_foreign

Progress = Callable[[int, int], None]

COUNTY = "county.yml"


def read(
    paths: Iterable[Path],
    mapping: FieldMapping | None = None,
    *,
    progress: Progress | None = None,
    scans: ScanReader | None = None,
) -> Iterator[Draft | Fault]:
    """Give every document of the files and folders, and a fault for each row or file that cannot be taken.

    `mapping` tells the fields of foreign rows; without it they are recognised. `progress` is told the bytes done and
    the bytes in all. `scans` reads files in which pictures stand where text should. An id that comes a second time is a fault: the first stays.
    """
    files = list(_files(paths))
    total = sum(file.size for file in files)
    done = 0
    seen: dict[str, str] = {}
    with Workroom(scans) as room:
        for file in files:
            items = _read_file(file, mapping, _Steps(done, total, progress), room=room)
            for item in items:
                yield _unrepeated(
                    replace(item, origin=str(file.path)) if isinstance(item, Draft) else item, seen
                )
            done += file.size
            if progress is not None:
                progress(done, total)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be read, or the reason why it is not; `name` is how people know it."""

    path: Path
    name: str
    size: int = 0
    refusal: Refusal | None = None


class _Steps:
    """Tells progress through one file as progress through all."""

    def __init__(self, before: int, total: int, progress: Progress | None) -> None:
        self._before, self._total, self._progress = before, total, progress

    def __call__(self, read_bytes: int) -> None:
        if self._progress is not None:
            self._progress(self._before + read_bytes, self._total)


def _files(paths: Iterable[Path]) -> Iterator[_File]:
    """Give the files of the paths with their sizes; a folder is walked in the order of names."""
    for path in paths:
        if path.is_dir():
            inside = [found for found in sorted(path.rglob("*")) if found.is_file() and is_ours(found.name)]
            if not any(format_of(found.name) for found in inside):
                yield _File(path, path.name, refusal=Refusal("folder_empty"))
            yield from (_file(found, found.relative_to(path).as_posix()) for found in inside)
        elif not path.is_file():
            yield _File(path, path.name, refusal=Refusal("file_missing"))
        else:
            yield _file(path, path.name)


def _file(path: Path, name: str) -> _File:
    form, size = format_of(path.name), path.stat().st_size
    most = {ARCHIVE: limits.ARCHIVE_BYTES, ROWS: size}.get(form or "", limits.FILE_BYTES)
    if form is None:
        return _File(path, name, refusal=unread(path.name))
    if size > most:
        return _File(path, name, refusal=Refusal("file_too_large", limit=most // limits.MEGABYTE))
    return _File(path, name, size)


def _read_file(
    file: _File, mapping: FieldMapping | None, steps: _Steps, *, room: Workroom
) -> Iterator[Draft | Fault]:
    try:
        if file.refusal is not None:
            raise file.refusal
        form = format_of(file.path.name) or ""
        if form == ROWS:
            yield from read_jsonl(file.path, mapping, progress=steps)
        elif form == MARKDOWN and not bears_front_matter(file.path.read_bytes()):
            yield from read_plain_markdown(file.path.read_bytes(), file.name)
        elif form == MARKDOWN:
            yield read_markdown(file.path, _phones_for(file.path.parent))
        elif form == ARCHIVE:
            yield from read_members(file.path, file.name, mapping, room=room, progress=steps)
        else:
            yield from read_foreign(form, file.path.read_bytes(), name=file.name, room=room)
    except Refusal as refusal:
        yield refusal.at(file.name, None)
    except OSError:
        yield Fault(file.name, None, reason("file_unreadable"))


def _unrepeated(item: Draft | Fault, seen: dict[str, str]) -> Draft | Fault:
    if isinstance(item, Fault):
        return item
    place = f"{item.file}:{item.line}" if item.line else item.file
    first = seen.setdefault(item.document.id, place)
    if first != place:
        return Fault(item.file, item.line, reason("id_repeated", id=item.document.id, place=first))
    return item


def _phones_for(folder: Path) -> Mapping[str, str]:
    """Give the units' telephone numbers of the county whose file stands in the folder or above it."""
    for place in (folder, folder.parent):
        if (place / COUNTY).is_file():
            return _phones(place / COUNTY)
    return {}


@cache
def _phones(county: Path) -> Mapping[str, str]:
    try:
        values: Any = load_plain(county.read_text(encoding="utf-8"))
        return {str(unit["name"]): str(unit["phone"]) for unit in values["units"]}
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError):
        return {}
