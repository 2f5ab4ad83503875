"""Which documents were read from which file, noted while an import reads, so that the files can be kept beside them."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.draft import Draft, Fault
from knowledge.library.import_choices import ImportChoices, row_key

# So much is read and sealed before it is written: a folder of many small files takes few transactions.
TOGETHER_FILES = 50
TOGETHER_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True)
class OriginFile:
    """A file with its content, and the ids of the documents that were read from it."""

    name: str
    content: bytes
    documents: Sequence[str]


class Origins:
    """The files of one import."""

    def __init__(self) -> None:
        self._documents: dict[str, list[str]] = {}

    def noting(
        self, items: Iterable[Draft | Fault], choices: ImportChoices | None = None
    ) -> Iterator[Draft | Fault]:
        """Give the items that are taken, noting the ids under which documents come in by the file they were read from."""
        choices = choices or ImportChoices()
        for item in choices.taken(items):
            if isinstance(item, Draft) and item.origin:
                target = choices.versions.get(row_key(item.file, item.line), item.document.id)
                self._documents.setdefault(item.origin, []).append(target)
            yield item

    async def files(self) -> AsyncIterator[Sequence[OriginFile]]:
        """Give the files, several at a time; raises `OSError` when one is gone."""
        together: list[OriginFile] = []
        for origin, documents in self._documents.items():
            path = Path(origin)
            together.append(OriginFile(path.name, await asyncio.to_thread(path.read_bytes), documents))
            if len(together) == TOGETHER_FILES or sum(len(one.content) for one in together) > TOGETHER_BYTES:
                yield together
                together = []
        if together:
            yield together
