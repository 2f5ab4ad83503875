"""What a citizen does with questionnaires: begins one, answers question after question, hands it in once.

The chat and the page answer the same row, so that whoever began in the one goes on in the other.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Self

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database, touched
from bot.errors import InputError
from bot.privacy import Vault
from handlers.cases import written
from handlers.questionnaires.asking import way
from handlers.questionnaires.asking.question import END, Answer
from handlers.questionnaires.asking.replies import checked
from handlers.questionnaires.collecting import store
from handlers.questionnaires.collecting.lifecycle import QuestionnaireState
from handlers.questionnaires.collecting.questionnaire import Questionnaire, QuestionnaireProgress
from handlers.questionnaires.collecting.records import QuestionnaireReplyRecord
from handlers.questionnaires.collecting.replies import mark_of, opened, row_id, sealed

SHOWN_FOR = timedelta(days=120)


class QuestionnaireService:
    """Takes answers in time, from each person once."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    def on(self, database: Database) -> Self:
        """Give the same service on another database."""
        return type(self)(database, vault=self._vault, clock=self._clock)

    async def shown(self) -> Sequence[Questionnaire]:
        """Give what citizens see: what takes answers, what ends soonest first; then what is over."""
        now = self._clock.now()
        states = (QuestionnaireState.OPEN, QuestionnaireState.CLOSED)
        async with self._database.reading() as tx:
            rows = await store.listed(tx, states, since=local_date(now - SHOWN_FOR))
        found = [store.questionnaire_of(row) for row in rows]
        taking = sorted(
            (one for one in found if one.takes_answers(now)),
            key=lambda one: (one.paper.closes_on, one.number),
        )
        return [*taking, *(one for one in found if not one.takes_answers(now))]

    async def open_ones(self) -> Sequence[Questionnaire]:
        """Give what takes answers now."""
        now = self._clock.now()
        return [one for one in await self.shown() if one.takes_answers(now)]

    async def questionnaire(self, number: str) -> Questionnaire:
        """Give one; raises `InputError` where citizens do not see any of that number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
        if row.state == QuestionnaireState.WRITTEN:
            raise InputError("questionnaires.refused.unknown", number=number)
        return store.questionnaire_of(row)

    async def progress(self, number: str, *, citizen: str) -> QuestionnaireProgress:
        """Give how far a citizen has come, who may not have begun; raises `InputError` for an unknown number."""
        questionnaire = await self.questionnaire(number)
        identifier = row_id(number, mark_of(self._vault, citizen))
        async with self._database.reading() as tx:
            row = await store.reply(tx, identifier)
        return self._progress(questionnaire, row)

    async def begun_by(self, citizen: str) -> Sequence[QuestionnaireProgress]:
        """Give what takes answers now, each with how far a citizen has come."""
        return [await self.progress(one.number, citizen=citizen) for one in await self.open_ones()]

    async def answer(
        self, number: str, place: int, answer: Answer, *, citizen: str, channel: str
    ) -> QuestionnaireProgress:
        """Keep an answer to a question of the way; an earlier one to it is written over.

        Raises `InputError` for a question that this citizen does not meet, an answer that may not be, after the deadline,
        and once the answers were handed in.
        """
        try:
            return await self._answer(number, place, answer, citizen=citizen, channel=channel)
        except IntegrityError:
            # The chat and the page began it at the same moment: then there is a row.
            return await self._answer(number, place, answer, citizen=citizen, channel=channel)

    async def _answer(
        self, number: str, place: int, answer: Answer, *, citizen: str, channel: str
    ) -> QuestionnaireProgress:
        mark = mark_of(self._vault, citizen)
        identifier, now = row_id(number, mark), self._clock.now()
        async with self._database.transaction() as tx:
            questionnaire = await self._open(tx, number)
            row = await store.reply(tx, identifier, lock=True)
            known = self._progress(questionnaire, row)
            if known.is_done:
                raise InputError("questionnaires.refused.again", title=questionnaire.paper.title)
            question = known.question(place)
            if question is None:
                raise InputError("questionnaires.refused.not_met", place=place)
            answers = {**known.answers, place: checked(question, answer)}
            told = sealed(self._vault, identifier, answers)
            if row is None:
                named = not questionnaire.paper.is_anonymous
                row = QuestionnaireReplyRecord(
                    id=identifier,
                    questionnaire=number,
                    mark=mark,
                    citizen=citizen if named else "",
                    channel=channel if named else "",
                    answers=told,
                    begun_at=now,
                    done_at=None,
                )
                tx.add(row)
                await tx.flush()
            row.answers = told
            return self._progress(questionnaire, row)

    async def hand_in(self, number: str, *, citizen: str) -> Questionnaire:
        """Hand the answers in, those that the way does not meet left out; however often it is done, they count once.

        Raises `InputError` while a question is open, after the deadline, and where they were handed in before.
        """
        identifier = row_id(number, mark_of(self._vault, citizen))
        async with self._database.transaction() as tx:
            questionnaire = await self._open(tx, number)
            row = await store.reply(tx, identifier, lock=True)
            known = self._progress(questionnaire, row)
            if known.is_done:
                raise InputError("questionnaires.refused.again", title=questionnaire.paper.title)
            if row is None or known.place != END:
                raise InputError("questionnaires.refused.unfinished", place=max(known.place, 1))
            record = QuestionnaireReplyRecord
            counted = await tx.execute(
                update(record)
                .where(record.id == identifier, record.done_at.is_(None))
                .values(
                    done_at=self._clock.now(),
                    answers=sealed(self._vault, identifier, way.met(questionnaire.questions, known.answers)),
                )
                .execution_options(synchronize_session=False)
            )
            if touched(counted) != 1:
                raise InputError("questionnaires.refused.again", title=questionnaire.paper.title)
            return questionnaire

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Take the account of whoever leaves off all answers that name it; give how many there were."""
        record = QuestionnaireReplyRecord
        async with self._database.transaction() as tx:
            left = await tx.execute(
                update(record)
                .where(record.citizen == citizen, record.channel == channel, record.citizen != "")
                .values(citizen="", channel="")
                .execution_options(synchronize_session=False)
            )
            return touched(left)

    async def _open(self, tx: AsyncSession, number: str) -> Questionnaire:
        row = await store.by_number(tx, number)
        if row.state == QuestionnaireState.WRITTEN:
            raise InputError("questionnaires.refused.unknown", number=number)
        found = store.questionnaire_of(row)
        if not found.takes_answers(self._clock.now()):
            raise InputError(
                "questionnaires.refused.over", title=found.paper.title, closed=written(found.paper.closes_on)
            )
        return found

    def _progress(
        self, questionnaire: Questionnaire, row: QuestionnaireReplyRecord | None
    ) -> QuestionnaireProgress:
        answers = opened(self._vault, row.id, row.answers) if row else {}
        return QuestionnaireProgress(
            questionnaire,
            answers,
            is_done=row is not None and row.done_at is not None,
            is_open=questionnaire.takes_answers(self._clock.now()),
        )
