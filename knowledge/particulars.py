"""What a person sets on a document without touching its text: theme, review date, and that it was looked at again."""

from collections.abc import Mapping

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.documents import store
from knowledge.documents.draft import Draft
from knowledge.documents.proposals import corrected
from knowledge.documents.store import Listed
from knowledge.publication import records
from knowledge.publication.filing import FILED, make_public, only_filed_anew
from knowledge.publication.lifecycle import ARTICLE, IN_REVIEW

NOTE = "particulars"


class Particulars:
    """Sets particulars; each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def change(self, identifier: str, values: Mapping[str, str], *, actor: str) -> Listed:
        """Take over particulars as a person wrote them, as a new version; what is the same already makes none.

        What only files a public document (see `filing`) is public at once; all else waits for the reviews.

        Raises `InputError`: `knowledge.missing`, or `knowledge.bad_field` for a value that cannot be understood;
        `ProcedureError` while the document is under review.
        """
        async with self._database.transaction() as tx:
            record = await store.locked_record(tx, identifier)
            version = await store.version(tx, identifier, record.current_version) if record else None
            if record is None or version is None:
                raise InputError("knowledge.missing", id=identifier)
            given = await records.of(tx, identifier)
            if given is not None and given.stage in IN_REVIEW:
                raise ProcedureError("publishing.refused.under_review", article=ARTICLE)
            document = corrected(version.document, values)
            if document != version.document:
                now = self._clock.now()
                draft = Draft(document, version.text, document.source)
                filed = only_filed_anew(record, version, document, version.text)
                store.add_version(tx, record, draft, author=actor, note=FILED if filed else NOTE, now=now)
                if filed:
                    await make_public(tx, record)
                detail = {"version": str(record.current_version), "changed": "、".join(values)}
                await audit.record(
                    tx, "knowledge:particulars", actor=actor, subject=identifier, now=now, detail=detail
                )
            return store.listed(record)

    async def check(self, identifier: str, *, actor: str) -> Listed:
        """Note that somebody found today that a document's content still stands; it makes no version.

        Raises `InputError` (`knowledge.missing`).
        """
        async with self._database.transaction() as tx:
            record = await store.locked_record(tx, identifier)
            if record is None:
                raise InputError("knowledge.missing", id=identifier)
            now = self._clock.now()
            record.checked_on = local_date(now)
            await audit.record(tx, "knowledge:check", actor=actor, subject=identifier, now=now)
            return store.listed(record)
