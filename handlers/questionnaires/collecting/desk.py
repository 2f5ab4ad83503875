"""What the office does: writes a questionnaire, publishes it by a second person, ends it, reads the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault, mask_text
from handlers.cases import QUESTIONNAIRE as PREFIX
from handlers.cases import next_number, written
from handlers.questionnaires.asking.outline import read_outline
from handlers.questionnaires.asking.question import Answers, AnswerShape, Questions
from handlers.questionnaires.collecting import store
from handlers.questionnaires.collecting.figures import QuestionFigures, QuestionnaireTotals, totals_of
from handlers.questionnaires.collecting.lifecycle import (
    QuestionnaireState,
    QuestionnaireStep,
    after,
    steps_from,
)
from handlers.questionnaires.collecting.questionnaire import Questionnaire, QuestionnairePaper
from handlers.questionnaires.collecting.records import QuestionnaireRecord
from handlers.questionnaires.collecting.replies import opened
from handlers.questionnaires.collecting.workbook import results_workbook

LETTERS = {"title": 100, "unit": 60, "intro": 1000}
WRITTEN_SHOWN = 200
"""How many written answers a page shows; the file holds all."""


@dataclass(frozen=True, slots=True)
class QuestionnaireLine:
    """One questionnaire of the desk's list: how many answered, how many have only begun."""

    questionnaire: Questionnaire
    done: int
    begun: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class QuestionnaireSheet:
    """A questionnaire at the desk, and the steps open for it."""

    questionnaire: Questionnaire
    made_by: str
    version: int
    done: int
    begun: int
    is_over: bool
    steps: tuple[QuestionnaireStep, ...]


@dataclass(frozen=True, slots=True)
class WrittenAnswers:
    """What was written to a question, numbers and addresses in it hidden."""

    place: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionnaireResults:
    """The figures, and the written answers as far as they are still kept."""

    questionnaire: Questionnaire
    replies: int
    figures: tuple[QuestionFigures, ...]
    texts: tuple[WrittenAnswers, ...]


class QuestionnaireDesk:
    """The desk's side; every step is noted in the audit."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, texts: Wording) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._texts = texts

    async def questionnaires(self) -> Sequence[QuestionnaireLine]:
        """Give the questionnaires in all states, those that end last first."""
        async with self._database.reading() as tx:
            rows = await store.listed(tx, tuple(QuestionnaireState))
            counts = await store.counts(tx, [row.number for row in rows])
        return [
            QuestionnaireLine(
                store.questionnaire_of(row), *counts.get(row.number, (0, 0)), self._is_over(row)
            )
            for row in rows
        ]

    async def sheet(self, number: str) -> QuestionnaireSheet:
        """Give one; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            done, begun = (await store.counts(tx, [number])).get(number, (0, 0))
        return QuestionnaireSheet(
            store.questionnaire_of(row),
            row.made_by,
            row.version,
            done,
            begun,
            self._is_over(row),
            steps_from(QuestionnaireState(row.state)),
        )

    def _is_over(self, row: QuestionnaireRecord) -> bool:
        return local_date(self._clock.now()) > row.closes_on

    @staticmethod
    def preview(paper: QuestionnairePaper) -> Questions:
        """Give the questions as they would be asked; raises `InputError` naming what is missing or wrong."""
        for name, most in LETTERS.items():
            words = str(getattr(paper, name)).strip()
            if not words:
                raise InputError(f"questionnaires.refused.missing_{name}")
            if len(words) > most:
                raise InputError("questionnaires.refused.long_field", field=name, most=most)
        return read_outline(paper.outline)

    async def make(self, paper: QuestionnairePaper, *, actor: str) -> str:
        """Keep a questionnaire that nobody sees yet, and give its number; raises as `preview` does."""
        self.preview(paper)
        async with self._database.transaction() as tx:
            now = self._clock.now()
            row = QuestionnaireRecord(
                number=await next_number(tx, PREFIX, now=now),
                opens_on=None,
                state=QuestionnaireState.WRITTEN.value,
                totals=None,
                made_by=actor,
                made_at=now,
                version=1,
                **_columns(paper),
            )
            tx.add(row)
            await tx.flush()
            await self._note(tx, "make", row, actor=actor)
            return row.number

    async def edit(self, number: str, paper: QuestionnairePaper, *, version: int, actor: str) -> None:
        """Write it anew while nobody sees it; whoever wrote last is its maker. Raises as `preview` does, and when stale."""
        self.preview(paper)
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            if row.version != version:
                raise InputError("questionnaires.refused.stale")
            store.take(row, QuestionnaireStep.EDIT)
            for name, value in _columns(paper).items():
                setattr(row, name, value)
            row.made_by = actor
            await self._note(tx, "edit", row, actor=actor)

    async def publish(self, number: str, *, actor: str) -> None:
        """Ask from today on; raises `InputError` for its own maker, and where its last day is over."""
        async with self._database.transaction() as tx:
            row, today = await store.by_number(tx, number, lock=True), local_date(self._clock.now())
            if row.made_by == actor:
                raise InputError("questionnaires.refused.same_person")
            if row.closes_on < today:
                raise InputError("questionnaires.refused.over_already")
            store.take(row, QuestionnaireStep.PUBLISH)
            row.opens_on = today
            await self._note(tx, "publish", row, actor=actor)

    async def extend(self, number: str, closes_on: date, *, actor: str) -> None:
        """Give more time; raises `InputError` for a day that is not later."""
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            if closes_on <= row.closes_on or closes_on < local_date(self._clock.now()):
                raise InputError("questionnaires.refused.not_later", closed=written(row.closes_on))
            store.take(row, QuestionnaireStep.EXTEND)
            row.closes_on = closes_on
            await self._note(tx, "extend", row, actor=actor, closes=closes_on.isoformat())

    async def close(self, number: str, *, actor: str) -> None:
        """End it, whatever its last day is; its figures are kept, which outlast the answers."""
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            after(QuestionnaireState(row.state), QuestionnaireStep.CLOSE)
            questionnaire = store.questionnaire_of(row)
            replies = await self._replies(tx, number)
            store.take(row, QuestionnaireStep.CLOSE)
            row.closes_on = min(row.closes_on, local_date(self._clock.now()))
            row.totals = totals_of(questionnaire.questions, replies).kept()
            await self._note(tx, "close", row, actor=actor, replies=str(len(replies)))

    async def results(self, number: str) -> QuestionnaireResults:
        """Give the figures as they stand; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            replies = await self._replies(tx, number)
        questionnaire = store.questionnaire_of(row)
        totals = (
            QuestionnaireTotals.read(row.totals)
            if row.totals
            else totals_of(questionnaire.questions, replies)
        )
        written_to = [one.place for one in questionnaire.questions if one.shape is AnswerShape.TEXT]
        return QuestionnaireResults(
            questionnaire,
            totals.replies,
            totals.figures(questionnaire.questions),
            tuple(WrittenAnswers(place, _written(replies, place)) for place in written_to),
        )

    async def workbook(self, number: str, *, actor: str) -> bytes:
        """Give the results as a file, noted in the audit; raises `InputError` for an unknown number."""
        found = await self.results(number)
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number)
            replies = [
                {place: tuple(map(mask_text, answer)) for place, answer in answers.items()}
                for answers in await self._replies(tx, number)
            ]
            await self._note(tx, "export", row, actor=actor, replies=str(len(replies)))
        return results_workbook(found.questionnaire, found.figures, replies, self._texts)

    async def _replies(self, tx: AsyncSession, number: str) -> list[Answers]:
        return [opened(self._vault, row.id, row.answers) async for row in store.done_replies(tx, number)]

    async def _note(
        self, tx: AsyncSession, step: str, row: QuestionnaireRecord, *, actor: str, **detail: str
    ) -> None:
        await audit.record(
            tx,
            f"questionnaire:{step}",
            actor=actor,
            subject=row.number,
            now=self._clock.now(),
            detail=detail,
        )


def _columns(paper: QuestionnairePaper) -> dict[str, Any]:
    return {
        "title": paper.title.strip().strip("《》"),
        "unit": paper.unit.strip(),
        "intro": paper.intro.strip(),
        "outline": paper.outline.strip(),
        "is_anonymous": paper.is_anonymous,
        "closes_on": paper.closes_on,
    }


def _written(replies: Sequence[Answers], place: int) -> tuple[str, ...]:
    found = (answers[place][0] for answers in replies if answers.get(place))
    return tuple(mask_text(words) for words in found)[:WRITTEN_SHOWN]
