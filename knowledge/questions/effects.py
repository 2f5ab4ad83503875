"""What publishing a document changes among the questions of the last 90 days: tried before it, and kept of what was done."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.clock import Clock
from bot.database import Database
from knowledge.index.reader import Reader
from knowledge.index.writer import Public
from knowledge.questions.effect import MOST_ASKED, AskedEffect, Compared, Noted, touched
from knowledge.questions.log import AskedOften, QuestionLog
from knowledge.questions.records import PublicationEffectRecord
from knowledge.questions.rehearsal import Rehearsal

LATELY = timedelta(days=90)
MOST_LOOKED = 5_000
# Where more documents become public at once, those that changed nothing get no record.
MOST_RECORDED = 200


@dataclass(frozen=True, slots=True)
class KeptEffect:
    """What a publication changed, as it was kept."""

    document: str
    version: int
    at: datetime
    effect: AskedEffect


class PublicationEffects:
    """Asks what was asked with and without a document; nothing of it runs on the event loop."""

    def __init__(self, database: Database, *, rehearsal: Rehearsal, log: QuestionLog, clock: Clock) -> None:
        self._database = database
        self._rehearsal = rehearsal
        self._log = log
        self._clock = clock

    async def preview(self, identifier: str, noted: Noted) -> AskedEffect:
        """Give what publishing a document's newest version would change; nobody else's publication waits while it is asked.

        Raises `InputError` (`knowledge.missing`) and `ServiceError`.
        """
        rows = await self._rehearsal.newest([identifier])
        texts = [f"{row[0].title}\n{row[1]}" for row in rows] + _texts(self._rehearsal.serving, identifier)
        looked, near = await self._near(texts)
        return _effect(looked, near, await self._rehearsal.changes_with(rows, near[:MOST_ASKED], noted))

    async def record(self, identifiers: Sequence[str], before: Reader | None, noted: Noted) -> AskedEffect:
        """Keep what a publication of documents has changed since a generation served that did not hold them.

        Of very many documents only those that changed something get a record. Raises as `preview` does.
        """
        rows = await self._rehearsal.newest(identifiers)
        after = self._rehearsal.serving
        texts = [
            text for row in rows for text in (row[1], *_texts(before, row[0].id), *_texts(after, row[0].id))
        ]
        looked, near = await self._near(texts)
        found = await self._rehearsal.changes((before, after), near[:MOST_ASKED], noted)
        effect = replace(_effect(looked, near, found), together=len(rows))
        await self._keep(rows, effect)
        return effect

    async def _keep(self, rows: Sequence[Public], effect: AskedEffect) -> None:
        record, now = PublicationEffectRecord, self._clock.now()
        released = {row[0].id for row in rows}
        async with self._database.transaction() as tx:
            await tx.execute(delete(record).where(record.at < now - LATELY))
            for row in rows:
                own = effect.of_one(row[0].id, released)
                if own.changes or len(rows) <= MOST_RECORDED:
                    tx.add(
                        record(
                            document_id=row[0].id, version=next(iter(row[2:]), 1), at=now, effect=own.plain()
                        )
                    )

    async def last(self, identifier: str) -> KeptEffect | None:
        """Give what the last publication of a document changed; None when nothing was kept of it."""
        record = PublicationEffectRecord
        query = select(record).where(record.document_id == identifier).order_by(record.id.desc()).limit(1)
        async with self._database.reading() as tx:
            row = await tx.scalar(query)
            return (
                KeptEffect(row.document_id, row.version, row.at, AskedEffect.of(row.effect)) if row else None
            )

    async def _near(self, texts: Sequence[str]) -> tuple[int, list[AskedOften]]:
        """Give how many questions were asked lately, and those that share enough with some texts."""
        questions = await self._log.asked_since(self._clock.now() - LATELY, limit=MOST_LOOKED)
        return len(questions), await asyncio.to_thread(touched, questions, texts)


def _effect(looked: int, near: Sequence[AskedOften], found: Compared) -> AskedEffect:
    changes, asked = found
    stopped = asked < min(MOST_ASKED, len(near))
    return AskedEffect(looked, len(near), asked, tuple(changes), stopped)


def _texts(reader: Reader | None, identifier: str) -> list[str]:
    """Give the title and text that a generation holds of a document."""
    docnum = reader.docnum_of(identifier) if reader is not None else None
    if reader is None or docnum is None:
        return []
    return [f"{reader.name_of(docnum).title}\n{reader.whole(docnum)}"]
