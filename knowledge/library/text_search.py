"""Finds words in the newest texts of the whole library, drafts included, and what replacing them there would make of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from bot.database import Database
from bot.errors import InputError
from knowledge.documents.document import Document, DocumentState
from knowledge.documents.records import DocumentRecord, VersionRecord
from knowledge.documents.store import Listed, listed
from knowledge.library.listing import dialect

LEAST_LETTERS, MOST_LETTERS = 2, 80
REPLACED_LETTERS = 200
FOUND_DOCUMENTS = 50
SHOWN_PLACES = 5
BESIDE_LETTERS = 24
# Particulars that say the same as texts do, and change with them.
SEARCHED_FIELDS = ("unit_phone", "interpreter_phone")

_NEWEST = and_(
    VersionRecord.document_id == DocumentRecord.id, VersionRecord.number == DocumentRecord.current_version
)


@dataclass(frozen=True, slots=True)
class TextPlace:
    """One place of a text: the words there with a little of what stands before and behind them."""

    lead: str
    words: str
    tail: str


@dataclass(frozen=True, slots=True)
class TextHit:
    """A document that holds the words: how often its text does, the first places, and which particulars do."""

    listed: Listed
    count: int
    places: tuple[TextPlace, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundTexts:
    """The documents found, as many as are shown, and how many there are in all."""

    documents: tuple[TextHit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WordReplacement:
    """Words that stand for others from now on; raises `InputError` for words that are too short, too long or the same."""

    old: str
    new: str

    def __post_init__(self) -> None:
        require_words(self.old)
        if not self.new.strip() or len(self.new) > REPLACED_LETTERS or "\n" in self.new:
            raise InputError("text_search.refused.new_words", most=REPLACED_LETTERS)
        if self.new == self.old:
            raise InputError("text_search.refused.same")

    def text(self, text: str) -> str:
        """Give a text with the new words."""
        return text.replace(self.old, self.new)

    def particulars(self, document: Document) -> dict[str, str]:
        """Give the particulars that change."""
        known = {name: str(getattr(document, name)) for name in SEARCHED_FIELDS}
        return {name: self.text(value) for name, value in known.items() if self.old in value}


def require_words(words: str) -> None:
    """Refuse words that would be found everywhere or nowhere; raises `InputError`."""
    if not LEAST_LETTERS <= len(words.strip()) <= MOST_LETTERS or "\n" in words:
        raise InputError("text_search.refused.words", least=LEAST_LETTERS, most=MOST_LETTERS)


class TextSearch:
    """Reads the library; nothing is changed by looking. Words are found as they are written, sign for sign."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, words: str) -> FoundTexts:
        """Give the documents that hold words, the last changed first; what was withdrawn is left out.

        Raises `InputError` (`text_search.refused.words`).
        """
        require_words(words)
        words = words.strip()
        async with self._database.reading() as tx:
            holding = _holding(words, dialect(tx))
            newest_first = holding.order_by(DocumentRecord.updated_at.desc(), DocumentRecord.id)
            total = await tx.scalar(select(func.count()).select_from(holding.subquery())) or 0
            rows = (await tx.execute(newest_first.limit(FOUND_DOCUMENTS))).all()
            found = tuple(_found(listed(record), text, words) for record, text in rows)
        return FoundTexts(found, int(total))

    async def count(self, words: Sequence[str]) -> dict[str, int]:
        """Give in how many newest texts each of some words stands; what was withdrawn is left out."""
        wanted = [one for one in dict.fromkeys(words) if one]
        if not wanted:
            return {}
        async with self._database.reading() as tx:
            place = _place(dialect(tx))
            counts = [func.sum(case((place(VersionRecord.text, one) > 0, 1), else_=0)) for one in wanted]
            newest = select(*counts).select_from(DocumentRecord).join(VersionRecord, _NEWEST)
            row = (await tx.execute(newest.where(DocumentRecord.state != DocumentState.WITHDRAWN))).one()
        return {one: int(count or 0) for one, count in zip(wanted, row, strict=True)}


def _place(kind: str) -> Any:
    """Give what tells where words stand: a pattern takes capitals for small letters in one database and not in another."""
    return func.instr if kind == "sqlite" else func.strpos


def _holding(words: str, kind: str) -> Select[DocumentRecord, str]:
    place = _place(kind)
    searched = (VersionRecord.text, *(getattr(DocumentRecord, name) for name in SEARCHED_FIELDS))
    return (
        select(DocumentRecord, VersionRecord.text)
        .join(VersionRecord, _NEWEST)
        .where(
            DocumentRecord.state != DocumentState.WITHDRAWN,
            or_(*(place(column, words) > 0 for column in searched)),
        )
    )


def _found(one: Listed, text: str, words: str) -> TextHit:
    fields = tuple(name for name in SEARCHED_FIELDS if words in str(getattr(one.document, name)))
    return TextHit(one, text.count(words), places(text, words), fields)


def places(text: str, words: str) -> tuple[TextPlace, ...]:
    """Give the first places of a text where words stand, each within its own line."""
    return tuple(
        TextPlace(_line_end(text[max(0, at - BESIDE_LETTERS) : at]), words, _line_start(text, at, words))
        for at, _ in zip(_starts(text, words), range(SHOWN_PLACES), strict=False)
    )


def _starts(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _line_end(before: str) -> str:
    return before.rsplit("\n", 1)[-1]


def _line_start(text: str, at: int, words: str) -> str:
    end = at + len(words)
    return text[end : end + BESIDE_LETTERS].split("\n", 1)[0]
