"""Writing at the desk: a new document, a new version of one, an old version brought back. Nothing is written over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from knowledge.documents import store
from knowledge.documents.document import LIST_FIELDS, Document
from knowledge.documents.draft import Draft
from knowledge.documents.fields import TEXT_LETTERS, clean, made_id
from knowledge.documents.proposals import corrected
from knowledge.documents.records import DocumentRecord
from knowledge.documents.store import Version
from knowledge.publication.filing import FILED, editable, only_filed_anew
from knowledge.publication.index_notice import IndexNotice
from knowledge.publication.public_version import make_public

# One entry a line: what is said in them may hold any mark.
LINE_FIELDS = LIST_FIELDS - {"audience"}
WRITTEN, RESTORED = "edited", "restored {number}"


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """What somebody wrote: particulars as text, and the wording; `based_on` is the version it was written upon."""

    values: Mapping[str, str]
    text: str
    based_on: int = 0


class Editor:
    """Adds documents and versions; each public method is one transaction."""

    def __init__(self, database: Database, clock: Clock, *, index: IndexNotice) -> None:
        self._database = database
        self._clock = clock
        self._index = index

    async def create(self, manuscript: WrittenVersion, *, actor: str) -> Version:
        """Keep a new document as a draft; its id is made from title and number.

        Raises `InputError`: no title, no text, `knowledge.bad_field`, or `publishing.refused.exists`.
        """
        document, text = draft_of(Document(_identity(manuscript.values), ""), manuscript)
        async with self._database.transaction() as tx:
            if await store.locked_record(tx, document.id) is not None:
                raise InputError("publishing.refused.exists", id=document.id)
            record = store.new_record(self._clock.now())
            return await self._add(
                tx, record, Draft(document, text, document.source), note=WRITTEN, actor=actor
            )

    async def save(self, identifier: str, manuscript: WrittenVersion, *, actor: str) -> Version:
        """Keep a new version of a document; what only files a public one (see `filing`) is public at once.

        Raises `InputError` for a missing document, a value that cannot be understood, `publishing.refused.stale`
        when somebody saved meanwhile, `publishing.refused.unchanged`; `ProcedureError` while it is under review.
        """
        async with self._database.transaction() as tx:
            record, newest = await self._unsurpassed(tx, identifier, based_on=manuscript.based_on)
            document, text = draft_of(newest.document, manuscript)
            if document == newest.document and text.strip() == newest.text.strip():
                raise InputError("publishing.refused.unchanged")
            filed = only_filed_anew(record, newest, document, text)
            draft = Draft(document, text, document.source)
            version = await self._add(tx, record, draft, note=FILED if filed else WRITTEN, actor=actor)
            if filed:
                await make_public(tx, record, version.number, now=version.created_at, same_words=True)
        if filed:
            await self._index.changed()
        return version

    async def restore(self, identifier: str, number: int, *, based_on: int, actor: str) -> Version:
        """Make an earlier version the newest again, as a version of its own; raises as `save` does."""
        async with self._database.transaction() as tx:
            record, newest = await self._unsurpassed(tx, identifier, based_on=based_on)
            earlier = await store.version(tx, identifier, number)
            if earlier is None:
                raise InputError("knowledge.missing", id=identifier)
            if (earlier.document, earlier.text) == (newest.document, newest.text):
                raise InputError("publishing.refused.unchanged")
            draft = Draft(earlier.document, earlier.text, earlier.document.source)
            return await self._add(tx, record, draft, note=RESTORED.format(number=number), actor=actor)

    async def _unsurpassed(
        self, tx: AsyncSession, identifier: str, *, based_on: int
    ) -> tuple[DocumentRecord, Version]:
        record, newest = await editable(tx, identifier)
        if based_on != record.current_version:
            raise InputError("publishing.refused.stale")
        return record, newest

    async def _add(
        self, tx: AsyncSession, record: DocumentRecord, draft: Draft, *, note: str, actor: str
    ) -> Version:
        now = self._clock.now()
        store.add_version(tx, record, draft, author=actor, note=note, now=now)
        detail = {"version": str(record.current_version), "note": note}
        await audit.record(tx, "knowledge:edit", actor=actor, subject=record.id, now=now, detail=detail)
        return Version(draft.document, record.current_version, draft.text, actor, note, now)


def draft_of(document: Document, manuscript: WrittenVersion) -> tuple[Document, str]:
    """Give document and text as they would be kept, for a preview too; raises `InputError` as `save` does."""
    plain = {name: value for name, value in manuscript.values.items() if name not in LINE_FIELDS}
    lists: dict[str, Any] = {
        name: tuple(line for line in map(str.strip, value.splitlines()) if line)
        for name, value in manuscript.values.items()
        if name in LINE_FIELDS
    }
    return replace(corrected(document, plain), **lists), _checked(manuscript.text)


def _identity(values: Mapping[str, str]) -> str:
    """Give the id of a document without an index number: a fingerprint of its title and number."""
    named = "\n".join("".join(values.get(name, "").split()) for name in ("title", "number"))
    return made_id(named)


def _checked(text: str) -> str:
    cleaned = clean(text).strip()
    if not cleaned:
        raise InputError("publishing.refused.no_text")
    if len(cleaned) > TEXT_LETTERS:
        raise InputError("publishing.refused.long_text", limit=TEXT_LETTERS // 10_000)
    return cleaned + "\n"
