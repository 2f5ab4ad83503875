"""Documents that end others: a person picks the one that is meant and registers its end and its successor."""

import re
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.documents import store
from knowledge.documents.document import Document, Validity
from knowledge.documents.draft import ABOLISHES, Draft, from_plain
from knowledge.documents.records import DocumentRecord, ProposalRecord
from knowledge.publication import records
from knowledge.publication.lifecycle import ARTICLE, IN_REVIEW
from knowledge.text import normal_form

NOTE = "abolished"
MOST_ENDED = 5
_NAMED = re.compile(r"^《(?P<title>.+)》(?:（(?P<number>[^（）]+)）)?$")


@dataclass(frozen=True, slots=True)
class Ending:
    """What a document says ends with it, the sentence that says so with its line, and which documents may be meant.

    Those that bear the number come alone; without it, those that bear the title.
    """

    named: str
    evidence: str
    candidates: tuple[Document, ...]
    line: int = 0


class Abolitions:
    """Finds and registers documents that ended; each public method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, identifier: str) -> tuple[Ending, ...]:
        """Give what a document ends, as its proposal has it; nothing where nothing was read of it."""
        async with self._database.reading() as tx:
            row = await tx.get(ProposalRecord, identifier)
            if row is None:
                return ()
            named = [one for one in from_plain(row.proposal).fields if one.field == ABOLISHES]
            return tuple(
                [
                    Ending(one.value, one.evidence, await _meant(tx, one.value, besides=identifier), one.line)
                    for one in named
                ]
            )

    async def register(self, ended: str, *, by: str, actor: str) -> Document:
        """Register that a document ended in favour of another, as a new version of it, which goes through review.

        Raises `InputError`: `knowledge.missing` for either, `publishing.refused.not_named` when the other does not
        say so, `publishing.refused.ended_already`; `ProcedureError` while it is under review.
        """
        async with self._database.transaction() as tx:
            record = await store.locked_record(tx, ended)
            version = await store.version(tx, ended, record.current_version) if record else None
            row = await tx.get(ProposalRecord, by)
            if record is None or version is None or row is None:
                raise InputError("knowledge.missing", id=ended if record is None else by)
            named = from_plain(row.proposal).values(ABOLISHES)
            if not any(_fits(record, value) for value in named):
                raise InputError("publishing.refused.not_named", title=record.title)
            before = version.document
            document = replace(before, validity=Validity.ABOLISHED, successor=by)
            if document == before:
                raise InputError("publishing.refused.ended_already", title=record.title)
            given = await records.of(tx, ended)
            if given is not None and given.stage in IN_REVIEW:
                raise ProcedureError("publishing.refused.under_review", article=ARTICLE)
            now = self._clock.now()
            draft = Draft(document, version.text, document.source)
            store.add_version(tx, record, draft, author=actor, note=NOTE, now=now)
            detail = {"version": str(record.current_version), "successor": by}
            await audit.record(tx, "knowledge:abolish", actor=actor, subject=ended, now=now, detail=detail)
            return document


async def _meant(tx: AsyncSession, named: str, *, besides: str) -> tuple[Document, ...]:
    words = _NAMED.match(named)
    if words is None:
        return ()
    title, number = words["title"], words["number"] or ""
    rows = list(
        await tx.scalars(
            select(DocumentRecord)
            .where(
                DocumentRecord.id != besides,
                or_(
                    DocumentRecord.title.icontains(title, autoescape=True),
                    DocumentRecord.number == number if number else DocumentRecord.title == title,
                ),
            )
            .order_by(DocumentRecord.id)
            .limit(10 * MOST_ENDED)
        )
    )
    fitting = [row for row in rows if _fits(row, named)]
    numbered = [row for row in fitting if number and _bare(row.number) == _bare(number)]
    return tuple(row.document() for row in (numbered or fitting)[:MOST_ENDED])


def _fits(record: DocumentRecord, named: str) -> bool:
    """Whether a record bears the number a document names, or, where that is not known, its title."""
    words = _NAMED.match(named)
    if words is None:
        return False
    if words["number"] and record.number:
        return _bare(record.number) == _bare(words["number"])
    return _bare(record.title).endswith(_bare(words["title"]))


def _bare(words: str) -> str:
    return normal_form.bare(words).replace(" ", "")
