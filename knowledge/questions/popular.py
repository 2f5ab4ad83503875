"""What many ask (大家在问): counted from the log without persons, seen by an operator before anybody reads it.

A document enters the list once enough different people were answered with it; what shows is a question that an operator
wrote for it, never one as it was typed. Where fewer ask, it rests by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import personal_numbers
from knowledge.documents.document import Document
from knowledge.questions.log import inserting
from knowledge.questions.note import QuestionOutcome
from knowledge.questions.records import PopularRecord, QuestionRecord

LATELY = timedelta(days=30)
LEAST_ASKERS = 5
MOST_LISTED = 100
QUESTION_LETTERS = 40
LIKE_SHOWN = 3
LIKE_READ = 400

FindDocument = Callable[[str], Document | None]


class PopularState(StrEnum):
    """What an operator has decided of it."""

    PROPOSED = "proposed"
    SHOWN = "shown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PopularQuestion:
    """A question that everybody may read, and the document that answers it."""

    question: str
    document_id: str
    theme: str
    life_stage: str


@dataclass(frozen=True, slots=True)
class PopularProposal:
    """What an operator decides: a document, how many asked, the question that shows or would, and how it is asked."""

    document_id: str
    title: str
    question: str
    askers: int
    state: PopularState
    rests: bool
    asked_like: tuple[str, ...] = ()


class PopularQuestions:
    """Counts, shows and takes decisions; each public method is one transaction."""

    def __init__(
        self, database: Database, clock: Clock, *, document: FindDocument, least: int = LEAST_ASKERS
    ) -> None:
        """Take what gives a published document by its id; `least` so many different people must have asked."""
        self._database = database
        self._clock = clock
        self._document = document
        self.least = least

    async def recount(self) -> int:
        """Count who was answered with what lately; give how many documents enough people asked about."""
        now = self._clock.now()
        askers = func.count(func.distinct(QuestionRecord.citizen))
        asked = (
            select(QuestionRecord.document_id, askers)
            .where(
                QuestionRecord.asked_at > now - LATELY,
                QuestionRecord.outcome == QuestionOutcome.ANSWERED.value,
                QuestionRecord.document_id != "",
            )
            .group_by(QuestionRecord.document_id)
            .having(askers >= self.least)
            .order_by(askers.desc())
            .limit(MOST_LISTED)
        )
        async with self._database.reading() as tx:
            counted = [(str(document), int(count)) for document, count in (await tx.execute(asked)).all()]
        async with self._database.transaction() as tx:
            await tx.execute(update(PopularRecord).values(askers=0, counted_at=now))
            for document, count in counted:
                await self._keep(tx, document, count, now=now)
        return len(counted)

    async def _keep(self, tx: AsyncSession, identifier: str, count: int, *, now: datetime) -> None:
        found = self._document(identifier)
        fields = {
            "askers": count,
            "counted_at": now,
            "theme": found.theme if found else "",
            "life_stage": found.life_stage if found else "",
        }
        fresh = {
            "document_id": identifier,
            "question": "",
            "state": PopularState.PROPOSED.value,
            "decided_by": "",
            "decided_at": None,
        }
        await tx.execute(
            inserting(tx, PopularRecord)
            .values(**fields, **fresh)
            .on_conflict_do_update(index_elements=["document_id"], set_=fields)
        )

    async def shown(self, *, limit: int, about: str = "") -> list[PopularQuestion]:
        """Give what everybody may read, the most asked first; `about` narrows it to a theme or a time of life."""
        query = (
            select(PopularRecord)
            .where(PopularRecord.state == PopularState.SHOWN.value, PopularRecord.askers >= self.least)
            .order_by(PopularRecord.askers.desc(), PopularRecord.document_id)
            .limit(MOST_LISTED)
        )
        async with self._database.reading() as tx:
            rows = (await tx.scalars(query)).all()
        found = [
            PopularQuestion(row.question, row.document_id, row.theme, row.life_stage)
            for row in rows
            if (not about or about in row.theme or about in row.life_stage or about in row.question)
            and self._document(row.document_id) is not None
        ]
        return found[:limit]

    async def proposals(self) -> list[PopularProposal]:
        """Give what an operator decides, or has decided, the most asked first; what is withdrawn is not in it."""
        async with self._database.reading() as tx:
            rows = (
                await tx.scalars(
                    select(PopularRecord)
                    .order_by(PopularRecord.askers.desc(), PopularRecord.document_id)
                    .limit(MOST_LISTED)
                )
            ).all()
            like = await self._asked_like(tx, [row.document_id for row in rows])
        return [
            PopularProposal(
                row.document_id,
                document.title,
                row.question,
                row.askers,
                PopularState(row.state),
                row.askers < self.least,
                tuple(like.get(row.document_id, ())),
            )
            for row in rows
            if (document := self._document(row.document_id)) is not None
        ]

    async def _asked_like(self, tx: AsyncSession, identifiers: list[str]) -> dict[str, list[str]]:
        """Give some ways in which each was asked lately, masked as the log keeps them; nothing is asked for none."""
        if not identifiers:
            return {}
        rows = await tx.execute(
            select(QuestionRecord.document_id, QuestionRecord.question)
            .where(QuestionRecord.document_id.in_(identifiers))
            .order_by(QuestionRecord.id.desc())
            .limit(LIKE_READ)
        )
        like: dict[str, list[str]] = {}
        for document, question in rows.all():
            known = like.setdefault(document, [])
            if question not in known and len(known) < LIKE_SHOWN:
                known.append(question)
        return like

    async def show(self, identifier: str, question: str, *, actor: str) -> None:
        """Let everybody read a question for a document; raises `InputError` for one that may not show."""
        words = question.strip()
        if not words:
            raise InputError("popular.refused.empty")
        if len(words) > QUESTION_LETTERS:
            raise InputError("popular.refused.long", limit=QUESTION_LETTERS)
        if personal_numbers(words):
            raise InputError("popular.refused.personal")
        if words.startswith("/"):
            raise InputError("popular.refused.step")
        await self._decide(identifier, PopularState.SHOWN, actor=actor, question=words)

    async def refuse(self, identifier: str, *, actor: str) -> None:
        """Let nobody read anything of it; raises `InputError` for what is not in the list."""
        await self._decide(identifier, PopularState.REFUSED, actor=actor)

    async def _decide(
        self, identifier: str, state: PopularState, *, actor: str, question: str | None = None
    ) -> None:
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await tx.get(PopularRecord, identifier, with_for_update=True)
            if row is None:
                raise InputError("popular.refused.unknown")
            row.state, row.decided_by, row.decided_at = state.value, actor, now
            row.question = row.question if question is None else question
            await audit.record(tx, f"popular:{state.value}", actor=actor, subject=identifier, now=now)
