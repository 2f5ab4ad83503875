"""The importer's one entrance: files and folders of any known format become drafts and faults, in order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.ingest.draft import Draft, Fault, Refusal, reason
from knowledge.ingest.jsonl import read_jsonl
from knowledge.ingest.mapping import FieldMapping
from knowledge.ingest.markdown import load_plain, read_markdown

Progress = Callable[[int, int], None]

COUNTY = "county.yml"


def read(
    paths: Iterable[Path], mapping: FieldMapping | None = None, *, progress: Progress | None = None
) -> Iterator[Draft | Fault]:
    """Give every document of the files and folders, and a fault for each row or file that cannot be taken.

    `mapping` tells the fields of foreign rows; without it they are recognised. `progress` hears the bytes done and
    the bytes in all. An id that comes a second time is a fault: the first stays.
    """
    files = list(_files(paths))
    total = sum(size for _, size, _ in files)
    done = 0
    seen: dict[str, str] = {}
    for path, size, fault in files:
        before = done
        found = iter((fault,)) if fault else _read_file(path, mapping, _Steps(before, total, progress))
        for item in found:
            yield _unrepeated(item, seen)
        done = before + size
        if progress is not None:
            progress(done, total)


class _Steps:
    """Tells progress through one file as progress through all."""

    def __init__(self, before: int, total: int, progress: Progress | None) -> None:
        self._before, self._total, self._progress = before, total, progress

    def __call__(self, read_bytes: int) -> None:
        if self._progress is not None:
            self._progress(self._before + read_bytes, self._total)


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, int, Fault | None]]:
    """Give the files of the paths with their sizes; a folder is walked in the order of names."""
    for path in paths:
        if path.is_dir():
            inside = [found for found in sorted(path.rglob("*")) if found.is_file() and _format(found)]
            if not inside:
                yield path, 0, Fault(path.name, None, reason("folder_empty"))
            for found in inside:
                yield found, found.stat().st_size, None
        elif not path.is_file():
            yield path, 0, Fault(path.name, None, reason("file_missing"))
        elif not _format(path):
            yield path, 0, Fault(path.name, None, reason("file_kind", suffix=path.suffix or path.name))
        else:
            yield path, path.stat().st_size, None


def _format(path: Path) -> str | None:
    name = path.name.lower()
    if name.endswith((".jsonl", ".jsonl.gz")):
        return "jsonl"
    return "markdown" if name.endswith((".md", ".markdown")) else None


def _read_file(path: Path, mapping: FieldMapping | None, steps: _Steps) -> Iterator[Draft | Fault]:
    try:
        if _format(path) == "jsonl":
            yield from read_jsonl(path, mapping, told=steps)
        else:
            yield read_markdown(path, _phones_for(path.parent))
    except Refusal as refusal:
        yield refusal.at(path.name, None)
    except OSError:
        yield Fault(path.name, None, reason("file_unreadable"))


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
