"""What publishing a document changes among the questions of the last 90 days: tried before it, and kept of what was done."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.clock import Clock, local_date
from bot.database import Database
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.questions.effect import MOST_ASKED, AskedEffect, Noted, compared, touched
from knowledge.questions.log import AskedOften, QuestionLog
from knowledge.questions.records import PublicationEffectRecord
from knowledge.questions.rehearsal import Rehearsal
from knowledge.search.weights import WeightSource, shipped
from knowledge.text import lexicon
from knowledge.text.lexicon import SayingSource

LATELY = timedelta(days=90)
MOST_LOOKED = 5_000


@dataclass(frozen=True, slots=True)
class KeptEffect:
    """What a publication changed, as it was kept."""

    document: str
    version: int
    at: datetime
    effect: AskedEffect


class PublicationEffects:
    """Asks what was asked with and without a document; nothing of it runs on the event loop."""

    def __init__(
        self,
        database: Database,
        *,
        index: Index,
        rehearsal: Rehearsal,
        log: QuestionLog,
        clock: Clock,
        weights: WeightSource = shipped,
        sayings: SayingSource = lexicon.shipped,
    ) -> None:
        self._database = database
        self._index = index
        self._rehearsal = rehearsal
        self._log = log
        self._clock = clock
        self._weights = weights
        self._sayings = sayings

    async def preview(self, identifier: str, noted: Noted) -> AskedEffect:
        """Give what publishing a document's newest version would change.

        Raises `InputError` (`knowledge.missing`) and `ServiceError`.
        """
        rows = await self._rehearsal.newest([identifier])
        before = self._index.reader

        def asked_with(texts: Sequence[str]) -> AskedEffect:
            with self._index.trial(rows) as trial:
                return self._effect((before, trial), questions, texts, noted)

        questions = await self._log.asked_since(self._clock.now() - LATELY, limit=MOST_LOOKED)
        texts = [f"{row[0].title}\n{row[1]}" for row in rows] + _texts(before, identifier)
        async with self._index.writing():
            return await asyncio.to_thread(asked_with, texts)

    async def record(self, identifier: str, before: Reader | None, noted: Noted) -> AskedEffect:
        """Keep what a publication has changed since a generation served that did not hold it; raises as `preview` does."""
        [row] = await self._rehearsal.newest([identifier])
        version = next(iter(row[2:]), 1)
        now, after = self._clock.now(), self._index.reader
        questions = await self._log.asked_since(now - LATELY, limit=MOST_LOOKED)
        texts = [row[1], *_texts(before, identifier), *_texts(after, identifier)]
        effect = await asyncio.to_thread(self._effect, (before, after), questions, texts, noted)
        record = PublicationEffectRecord
        async with self._database.transaction() as tx:
            await tx.execute(delete(record).where(record.at < now - LATELY))
            tx.add(record(document_id=identifier, version=version, at=now, effect=effect.plain()))
        return effect

    async def last(self, identifier: str) -> KeptEffect | None:
        """Give what the last publication of a document changed; None when nothing was kept of it."""
        record = PublicationEffectRecord
        query = select(record).where(record.document_id == identifier).order_by(record.id.desc()).limit(1)
        async with self._database.reading() as tx:
            row = await tx.scalar(query)
            return (
                KeptEffect(row.document_id, row.version, row.at, AskedEffect.of(row.effect)) if row else None
            )

    def _effect(
        self,
        readers: tuple[Reader | None, Reader | None],
        questions: Sequence[AskedOften],
        texts: Sequence[str],
        noted: Noted,
    ) -> AskedEffect:
        near = touched(questions, texts)
        changes, asked = compared(
            readers,
            near[:MOST_ASKED],
            today=local_date(self._clock.now()),
            weights=self._weights,
            sayings=self._sayings,
            noted=noted,
        )
        stopped = asked < min(MOST_ASKED, len(near))
        return AskedEffect(len(questions), len(near), asked, tuple(changes), stopped)


def _texts(reader: Reader | None, identifier: str) -> list[str]:
    """Give the title and text that a generation holds of a document."""
    docnum = reader.docnum_of(identifier) if reader is not None else None
    if reader is None or docnum is None:
        return []
    return [f"{reader.name_of(docnum).title}\n{reader.whole(docnum)}"]
