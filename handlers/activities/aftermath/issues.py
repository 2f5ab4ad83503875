"""What was asked at activities: entered, answered, put right; each step in one transaction, and read by everybody."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import mask_text
from handlers.activities.aftermath.issue import Issue, IssueNote, IssueOrder
from handlers.activities.aftermath.lifecycle import DATED, IssueState, IssueStep, after
from handlers.activities.aftermath.records import ActivityIssueRecord, IssueNoteRecord
from handlers.activities.programme import store as programme
from handlers.activities.programme.activity import Activity
from handlers.activities.programme.lifecycle import PUBLIC, ActivityState
from handlers.activities.signup import store as signups
from handlers.activities.signup.lifecycle import SignupState
from handlers.activities.signup.messages import ActivityMessages
from handlers.workdays import WorkingCalendar
from knowledge.text.persons import mask_question

WORDS_LETTERS = 300
MOST_WORKDAYS = 60
MOST_ISSUES = 60


class ActivityIssues:
    """Keeps what was asked, and what became of it."""

    def __init__(
        self, database: Database, *, calendar: WorkingCalendar, clock: Clock, texts: Wording
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._clock = clock
        self._texts = texts
        self._messages = ActivityMessages(texts)

    def on(self, database: Database) -> Self:
        """Give the same on another database."""
        return type(self)(database, calendar=self._calendar, clock=self._clock, texts=self._texts)

    async def of(self, activity: int) -> Sequence[Issue]:
        """Give what was asked at an activity, in the order in which it was entered."""
        async with self._database.reading() as tx:
            return await _issues(tx, [activity])

    async def open_counts(self, activities: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Give for each activity how many issues it has, and how many of them are not done."""
        record, done = ActivityIssueRecord, IssueState.DONE.value
        async with self._database.reading() as tx:
            rows = await tx.execute(
                select(record.activity, record.state, func.count())
                .where(record.activity.in_(activities))
                .group_by(record.activity, record.state)
            )
        found: dict[int, tuple[int, int]] = {}
        for activity, state, count in rows.all():
            total, waiting = found.get(activity, (0, 0))
            found[activity] = (total + count, waiting + (count if state != done else 0))
        return found

    async def enter(self, activity: int, words: str, *, unit: str, workdays: int, actor: str) -> int:
        """Enter what was asked, to be answered within so many working days; gives its number.

        Raises `InputError` for an activity that has not begun, words that are none or name a person, a number of days out
        of bounds, and a calendar that is not published that far.
        """
        plain = _public_words(words)
        if not unit.strip():
            raise InputError("activities.refused.issue_unit")
        if not 1 <= workdays <= MOST_WORKDAYS:
            raise InputError("activities.refused.issue_days", most=MOST_WORKDAYS)
        async with self._database.transaction() as tx:
            now = self._clock.now()
            await self._begun(tx, activity, now)
            if len(await _issues(tx, [activity])) >= MOST_ISSUES:
                raise InputError("activities.refused.issue_many", most=MOST_ISSUES)
            due_on = self._calendar.nth_workday_after(local_date(now), workdays)
            if due_on is None:
                raise InputError("activities.refused.issue_calendar")
            row = ActivityIssueRecord(
                activity=activity, words=plain, unit=unit.strip(), raised_on=local_date(now), due_on=due_on,
                promised_on=None, state=IssueState.ASKED.value,
            )  # fmt: skip
            tx.add(row)
            await tx.flush()
            await self._noted(tx, row, IssueStep.RAISE, "", now=now, actor=actor)
            return row.number

    @staticmethod
    async def _begun(tx: AsyncSession, number: int, now: datetime) -> Activity:
        activity = await programme.one(tx, number)
        if activity is None or activity.state not in PUBLIC - {ActivityState.CALLED_OFF}:
            raise InputError("activities.refused.no_activity")
        if activity.plan.begins_at > now:
            raise InputError("activities.refused.issue_early")
        return activity

    async def take(self, number: int, order: IssueOrder, *, activity: int, actor: str) -> Issue:
        """Take a step; whoever came is told once when nothing is left to wait for.

        Raises `InputError` for an unknown issue of that activity, a step out of turn, words that are none or name a person,
        and a day that is missing or past.
        """
        words = _public_words(order.words)
        async with self._database.transaction() as tx:
            query = select(ActivityIssueRecord).where(
                ActivityIssueRecord.number == number, ActivityIssueRecord.activity == activity
            )
            row = (await tx.scalars(query.with_for_update())).one_or_none()
            if row is None:
                raise InputError("activities.refused.issue_unknown")
            now = self._clock.now()
            state = after(IssueState(row.state), order.step)
            if order.step in DATED:
                row.promised_on = self._promised(row, order, local_date(now))
            row.state = state.value
            await self._noted(tx, row, order.step, words, now=now, actor=actor)
            await tx.flush()
            issues = await _issues(tx, [activity])
            if all(each.is_done for each in issues):
                await self._tell_done(tx, activity, now=now)
            return next(each for each in issues if each.number == number)

    @staticmethod
    def _promised(row: ActivityIssueRecord, order: IssueOrder, today: date) -> date:
        """Give the day by which it is put right; a report that names none leaves it as it was."""
        day = order.promised_on or (row.promised_on if order.step is IssueStep.REPORT else None)
        if day is None or (order.promised_on is not None and day < today):
            raise InputError("activities.refused.issue_promised")
        return day

    async def _tell_done(self, tx: AsyncSession, number: int, *, now: datetime) -> None:
        activity = await programme.one(tx, number)
        if activity is None:
            return
        for row in await signups.of_activity(tx, number, [SignupState.ATTENDED]):
            await self._messages.tell(tx, row, activity.plan, "issues_done", now=now)

    @staticmethod
    async def _noted(
        tx: AsyncSession, row: ActivityIssueRecord, step: IssueStep, words: str, *, now: datetime, actor: str
    ) -> None:
        tx.add(IssueNoteRecord(issue=row.number, kind=step.value, words=words, at=now, actor=actor))
        subject, detail = f"activity:{row.activity}", {"issue": str(row.number)}
        await audit.record(
            tx, f"activity:issue-{step.value}", actor=actor, subject=subject, now=now, detail=detail
        )


def _public_words(words: str) -> str:
    """Give words that everybody may read; raises `InputError` for none, too many, or such as name a person or a number."""
    plain = " ".join(words.split())
    if not plain or len(plain) > WORDS_LETTERS:
        raise InputError("activities.refused.issue_words", most=WORDS_LETTERS)
    if mask_text(plain) != plain or mask_question(plain) != plain:
        raise InputError("activities.refused.issue_personal")
    return plain


async def _issues(tx: AsyncSession, activities: Sequence[int]) -> list[Issue]:
    record, note = ActivityIssueRecord, IssueNoteRecord
    chosen = select(record).where(record.activity.in_(activities)).order_by(record.number)
    rows = (await tx.scalars(chosen)).all()
    said = await tx.scalars(
        select(note)
        .where(note.issue.in_([row.number for row in rows]), note.kind != IssueStep.RAISE.value)
        .order_by(note.id)
    )
    notes: defaultdict[int, list[IssueNote]] = defaultdict(list)
    for each in said:
        notes[each.issue].append(IssueNote(IssueStep(each.kind), each.words, each.at))
    return [
        Issue(
            number=row.number,
            activity=row.activity,
            words=row.words,
            unit=row.unit,
            raised_on=row.raised_on,
            due_on=row.due_on,
            state=IssueState(row.state),
            promised_on=row.promised_on,
            notes=tuple(notes[row.number]),
        )
        for row in rows
    ]
