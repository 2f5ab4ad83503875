"""A published document passage by passage, and which of them no answer is taken from: struck out and taken back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import mask_text
from knowledge.documents import store
from knowledge.documents.document import Document, DocumentState, Kind
from knowledge.documents.struck import store as struck_store
from knowledge.documents.struck.passages import occurrences
from knowledge.documents.struck.records import StruckPassageRecord
from knowledge.publication.index_notice import IndexNotice
from knowledge.text import passages

WHY_LETTERS = 200
DIGEST_LETTERS = 16


@dataclass(frozen=True, slots=True)
class StruckPassage:
    """A passage struck out of answering: why, by whom, and who took it back."""

    id: int
    words: str
    why: str
    struck_by: str
    struck_at: datetime
    lifted_by: str = ""
    lifted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnsweringPassage:
    """One passage of the public text: the headings that lead to it, and how it, or a part of it, was struck out.

    `key` names its words, so that nobody strikes out others than those on the page.
    """

    key: str
    words: str
    path: tuple[str, ...]
    struck: StruckPassage | None = None
    partly: bool = False


@dataclass(frozen=True, slots=True)
class AnsweringView:
    """The passages of a published document in their order; `absent` were struck out and are in its text no more."""

    document: Document
    version: int
    passages: tuple[AnsweringPassage, ...]
    absent: tuple[StruckPassage, ...]
    lifted: tuple[StruckPassage, ...]


class AnsweringPassages:
    """Shows, strikes out and takes back; the index answers without a passage when `strike` returns."""

    def __init__(self, database: Database, clock: Clock, *, index: IndexNotice) -> None:
        self._database = database
        self._clock = clock
        self._index = index

    async def of(self, identifier: str) -> AnsweringView:
        """Give the passages of a document's public text; raises `InputError`: `knowledge.missing`, `passages.refused.not_public`."""
        async with self._database.reading() as tx:
            version = await _public(tx, identifier)
            rows = [_value(row) for row in await struck_store.of(tx, identifier)]
        standing = [one for one in rows if one.lifted_at is None]
        cut = tuple(_cut(version.text, standing))
        shown = {one.struck.id for one in cut if one.struck}
        return AnsweringView(
            version.document,
            version.number,
            cut,
            absent=tuple(one for one in standing if one.id not in shown and one.words not in version.text),
            lifted=tuple(one for one in rows if one.lifted_at is not None),
        )

    async def strike(self, identifier: str, key: str, why: str, *, actor: str) -> None:
        """Strike a passage out of answering; one that is struck out already stays so.

        Raises `InputError`: `knowledge.missing`; `passages.refused.not_public`, `.approved` for an approved answer, which
        is one passage; `.why`, `.long`, `.personal` for the reason; `.changed` when no passage has these words any more.
        """
        reason = _checked(why)
        async with self._database.transaction() as tx:
            # Writers of one document stand in line, so that no passage is struck out twice.
            if await store.locked_record(tx, identifier) is None:
                raise InputError("knowledge.missing", id=identifier)
            version = await _public(tx, identifier)
            if version.document.kind is Kind.FAQ:
                raise InputError("passages.refused.approved")
            standing = [_value(row) for row in await struck_store.of(tx, identifier) if row.lifted_at is None]
            meant = next((one for one in _cut(version.text, standing) if one.key == key), None)
            if meant is None:
                raise InputError("passages.refused.changed")
            if meant.struck is not None and not meant.partly:
                return
            now = self._clock.now()
            tx.add(
                StruckPassageRecord(
                    document_id=identifier,
                    words=meant.words,
                    why=reason,
                    struck_by=actor,
                    struck_at=now,
                    lifted_by="",
                )
            )
            await audit.record(tx, "passage:strike", actor=actor, subject=identifier, now=now)
        await self._index.changed()

    async def lift(self, identifier: str, number: int, *, actor: str) -> None:
        """Answer from a passage again; what is taken back already, or is of another document, changes nothing."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await tx.get(StruckPassageRecord, number, with_for_update=True)
            if row is None or row.document_id != identifier or row.lifted_at is not None:
                return
            row.lifted_by, row.lifted_at = actor, now
            await audit.record(tx, "passage:lift", actor=actor, subject=identifier, now=now)
        await self._index.changed()


async def _public(tx: AsyncSession, identifier: str) -> store.Version:
    record = await store.record_of(tx, identifier)
    if record is None:
        raise InputError("knowledge.missing", id=identifier)
    public = record.public_version if record.state is DocumentState.PUBLISHED else None
    version = await store.version(tx, identifier, public) if public else None
    if version is None:
        raise InputError("passages.refused.not_public", title=record.title)
    return version


def _checked(why: str) -> str:
    reason = " ".join(why.split())
    if not reason:
        raise InputError("passages.refused.why")
    if len(reason) > WHY_LETTERS:
        raise InputError("passages.refused.long", most=WHY_LETTERS)
    if mask_text(reason) != reason:
        raise InputError("passages.refused.personal")
    return reason


def _cut(text: str, standing: Sequence[StruckPassage]) -> list[AnsweringPassage]:
    """Give the passages of a text that hold words, each with what was struck out there, cut otherwise then or not."""
    outline = passages.headings(text)
    places = [(at, row) for row in standing for at in occurrences(text, row.words)]
    found = []
    for one in passages.cut(text[: passages.body_end(text)], outline):
        words = text[one.start : one.end].strip()
        if not words:
            continue
        start = one.start + text[one.start : one.end].index(words[0])
        end = start + len(words)
        over = [row for at, row in places if at < end and at + len(row.words) > start]
        whole = any(at <= start and end <= at + len(row.words) for at, row in places)
        path = passages.path_at(outline, start)
        found.append(AnsweringPassage(_key(words), words, path, over[0] if over else None, partly=not whole))
    return found


def _key(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:DIGEST_LETTERS]


def _value(row: StruckPassageRecord) -> StruckPassage:
    return StruckPassage(
        row.id, row.words, row.why, row.struck_by, row.struck_at, row.lifted_by, row.lifted_at
    )
