"""The questions asked of the questionnaires' tables; every function works in the caller's transaction and never commits."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from handlers.questionnaires.asking.outline import read_outline
from handlers.questionnaires.collecting.lifecycle import QuestionnaireState, QuestionnaireStep, after
from handlers.questionnaires.collecting.questionnaire import Questionnaire, QuestionnairePaper
from handlers.questionnaires.collecting.records import QuestionnaireRecord, QuestionnaireReplyRecord

LISTED = 50
AT_ONCE = 500


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> QuestionnaireRecord:
    """Give a questionnaire, with `lock` for changing it; raises `InputError` for an unknown number."""
    query = select(QuestionnaireRecord).where(QuestionnaireRecord.number == number)
    row = (await tx.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise InputError("questionnaires.refused.unknown", number=number)
    return row


async def listed(
    tx: AsyncSession, states: Sequence[QuestionnaireState], *, since: date | None = None
) -> Sequence[QuestionnaireRecord]:
    """Give the questionnaires in some states, those first that end last; `since` leaves out what ended before."""
    record = QuestionnaireRecord
    query = select(record).where(record.state.in_([state.value for state in states]))
    if since is not None:
        query = query.where(record.closes_on >= since)
    rows = await tx.scalars(query.order_by(record.closes_on.desc(), record.number.desc()).limit(LISTED))
    return rows.all()


def questionnaire_of(row: QuestionnaireRecord) -> Questionnaire:
    """Give a row as a value; what was kept could be read when it was kept."""
    paper = QuestionnairePaper(
        title=row.title,
        unit=row.unit,
        intro=row.intro,
        outline=row.outline,
        closes_on=row.closes_on,
        is_anonymous=row.is_anonymous,
    )
    state = QuestionnaireState(row.state)
    return Questionnaire(row.number, paper, read_outline(row.outline), row.opens_on, state)


async def reply(tx: AsyncSession, identifier: str, *, lock: bool = False) -> QuestionnaireReplyRecord | None:
    """Give somebody's answers; with `lock` nobody else changes them before the transaction ends."""
    query = select(QuestionnaireReplyRecord).where(QuestionnaireReplyRecord.id == identifier)
    return (await tx.scalars(query.with_for_update() if lock else query)).one_or_none()


async def counts(tx: AsyncSession, numbers: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """Give how many answered each questionnaire, and how many have only begun."""
    record = QuestionnaireReplyRecord
    rows = await tx.execute(
        select(record.questionnaire, func.count(), func.count(record.done_at))
        .where(record.questionnaire.in_(numbers))
        .group_by(record.questionnaire)
    )
    return {str(number): (int(done), int(begun) - int(done)) for number, begun, done in rows.all()}


async def done_replies(tx: AsyncSession, number: str) -> AsyncIterator[QuestionnaireReplyRecord]:
    """Give the answers that were handed in, a page at a time, in the order of their marks, which tells nobody's hour."""
    record, last = QuestionnaireReplyRecord, ""
    while True:
        query = select(record).where(
            record.questionnaire == number, record.done_at.is_not(None), record.id > last
        )
        rows = (await tx.scalars(query.order_by(record.id).limit(AT_ONCE))).all()
        for row in rows:
            yield row
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def take(row: QuestionnaireRecord, step: QuestionnaireStep) -> None:
    """Take a step; raises `InputError` where it cannot be taken. Nothing else changes a state."""
    row.state = after(QuestionnaireState(row.state), step).value
    row.version += 1
