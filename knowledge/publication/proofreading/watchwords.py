"""The words that operators add for the proof-reader: what must not be public, and what is written wrongly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot import audit
from bot.clock import Clock
from bot.database import Base, Database, Instant
from bot.errors import InputError
from knowledge.publication.proofreading.finding import Weight
from knowledge.publication.proofreading.lexicon import ProofreadingLexicon, lexicon

WORD_LETTERS = 40
ADVICE = "listed"


class Concern(StrEnum):
    """Why a word is listed; `ALLOWED` takes one off the list that came with the program."""

    SENSITIVE = "sensitive"
    MISPRINT = "misprint"
    ALLOWED = "allowed"


class WatchwordRecord(Base):
    """One word an operator listed; `instead` is what should stand in a misprint's place."""

    __tablename__ = "knowledge_watchwords"

    word: Mapped[str] = mapped_column(String(WORD_LETTERS), primary_key=True)
    concern: Mapped[str] = mapped_column(String(20))
    instead: Mapped[str] = mapped_column(String(WORD_LETTERS))
    added_by: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Watchword:
    """One listed word as others see it."""

    word: str
    concern: Concern
    instead: str
    added_by: str
    added_at: datetime


class Watchwords:
    """Keeps the operators' words."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def list(self) -> Sequence[Watchword]:
        """Give every listed word, the last added first."""
        async with self._database.reading() as tx:
            return await listed(tx)

    async def lexicon(self) -> ProofreadingLexicon:
        """Give the proof-reader's words with those of the operators."""
        async with self._database.reading() as tx:
            return await lexicon_of(tx)

    async def add(self, word: str, concern: Concern, *, instead: str, actor: str) -> None:
        """List a word, or change how it is listed.

        Raises `InputError` for an empty or overlong word, or a misprint without what should stand in its place.
        """
        word, instead = "".join(word.split()), "".join(instead.split())
        if not 0 < len(word) <= WORD_LETTERS or len(instead) > WORD_LETTERS:
            raise InputError("publishing.words.refused.length", most=WORD_LETTERS)
        if concern is Concern.MISPRINT and (not instead or instead == word):
            raise InputError("publishing.words.refused.instead")
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await tx.get(WatchwordRecord, word, with_for_update=True)
            if row is None:
                row = WatchwordRecord(word=word)
                tx.add(row)
            row.concern, row.instead, row.added_by, row.added_at = concern.value, instead, actor, now
            detail = {"concern": concern.value}
            await audit.record(tx, "knowledge:word", actor=actor, subject=word, now=now, detail=detail)

    async def drop(self, word: str, *, actor: str) -> None:
        """Take a word off the operators' list; one that is not there stays away."""
        async with self._database.transaction() as tx:
            row = await tx.get(WatchwordRecord, word, with_for_update=True)
            if row is None:
                return
            await tx.delete(row)
            await audit.record(tx, "knowledge:word_drop", actor=actor, subject=word, now=self._clock.now())


async def listed(tx: AsyncSession) -> list[Watchword]:
    """Give every listed word, the last added first."""
    rows = await tx.scalars(
        select(WatchwordRecord).order_by(WatchwordRecord.added_at.desc(), WatchwordRecord.word)
    )
    return [
        Watchword(row.word, Concern(row.concern), row.instead, row.added_by, row.added_at) for row in rows
    ]


async def lexicon_of(tx: AsyncSession) -> ProofreadingLexicon:
    """Give the proof-reader's words with those of the operators."""
    words = await listed(tx)
    sensitive = {one.word: (Weight.REASON, ADVICE) for one in words if one.concern is Concern.SENSITIVE}
    mistakes = {one.word: one.instead for one in words if one.concern is Concern.MISPRINT}
    allowed = {one.word for one in words if one.concern is Concern.ALLOWED}
    return lexicon().with_words(sensitive, mistakes, without=allowed)
