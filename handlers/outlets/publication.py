"""What a document says in every outlet: one title, one digest, one text, one address. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.published.library import plain
from handlers.published.table_rows import row_by_row
from knowledge.documents.document import Document

TITLE_LETTERS, DIGEST_LETTERS, TEXT_LETTERS = 64, 110, 15_000
CUT = "……"
_HEADING = re.compile(r"^\s{0,3}(?:#{1,6}\s+|[-*+]\s+|>\s?)")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\([^()\n]{0,500}\)")
_MARKS = re.compile(r"\*\*|__|`")


@dataclass(frozen=True, slots=True)
class Publication:
    """A public version of a document as outlets show it; `paragraphs` are plain words, `source` names number, issuer and day."""

    document: str
    version: int
    title: str
    digest: str
    paragraphs: tuple[str, ...]
    source: str
    url: str
    dated_on: date | None

    @property
    def text(self) -> str:
        """The words, one paragraph a line."""
        return "\n".join(self.paragraphs)


def publication_of(document: Document, version: int, text: str, *, url: str) -> Publication:
    """Give what outlets show of a document; one too long is cut between paragraphs, the address leads to the rest."""
    paragraphs = _cut(
        [line for line in map(_bare, row_by_row(text).split("\n")) if line and line != document.title]
    )
    first = next((one for one in paragraphs if len(one) > len(document.title) // 2), document.title)
    source = "，".join(
        filter(
            None,
            (document.number, document.issuer, document.dated_on.isoformat() if document.dated_on else ""),
        )
    )
    return Publication(
        document.id,
        version,
        _shortened(document.title, TITLE_LETTERS),
        _shortened(first, DIGEST_LETTERS),
        tuple(paragraphs),
        source,
        url,
        document.dated_on,
    )


def _bare(line: str) -> str:
    """Give a line without the marks of its layout."""
    return plain(_MARKS.sub("", _LINK.sub(r"\1", _HEADING.sub("", line)))).strip()


def _shortened(words: str, letters: int) -> str:
    return words if len(words) <= letters else words[: letters - len(CUT)] + CUT


def _cut(paragraphs: Sequence[str]) -> list[str]:
    kept: list[str] = []
    room = TEXT_LETTERS
    for one in paragraphs:
        if len(one) > room:
            return [*kept, CUT] if kept else [_shortened(one, TEXT_LETTERS)]
        kept.append(one)
        room -= len(one)
    return kept
