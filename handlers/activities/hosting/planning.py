"""Activities at the desk: made, published, changed and called off, each time with everybody told whom it touches."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from handlers.activities.programme import store as programme
from handlers.activities.programme.activity import Activity, ActivityPlan, pool_of
from handlers.activities.programme.lifecycle import ActivityState, ActivityStep, after
from handlers.activities.programme.records import ActivityRecord
from handlers.activities.signup import store
from handlers.activities.signup.lifecycle import SignupState, SignupStep
from handlers.activities.signup.messages import ActivityMessages
from handlers.capacity.seats import close_pool, offer_seat, taken_in

REASON_LETTERS = 120
PAGE_ROWS = 20
TOUCHED = (SignupState.SEATED, SignupState.WAITING)
TOLD_FIELDS = ("day", "starts", "ends", "place", "address")
"""What those who signed up have to know when it changes."""


class ActivityPlanning:
    """The desk's side of activities."""

    def __init__(self, database: Database, *, clock: Clock, texts: Wording) -> None:
        self._database = database
        self._clock = clock
        self._messages = ActivityMessages(texts)

    async def page(self, number: int = 1) -> tuple[Sequence[Activity], bool]:
        """Give a page of all activities, the latest first, and whether there are further ones."""
        async with self._database.reading() as tx:
            found = await programme.all_of(tx, offset=(number - 1) * PAGE_ROWS, limit=PAGE_ROWS + 1)
        return found[:PAGE_ROWS], len(found) > PAGE_ROWS

    async def one(self, number: int) -> Activity:
        """Give an activity; raises `InputError` where there is none of that number."""
        async with self._database.reading() as tx:
            found = await programme.one(tx, number)
        if found is None:
            raise InputError("activities.refused.no_activity")
        return found

    async def make(self, plan: ActivityPlan, *, actor: str) -> int:
        """Make a draft and give its number; raises `InputError` for a day that is past."""
        async with self._database.transaction() as tx:
            now = self._clock.now()
            self._require_ahead(plan, now)
            row = ActivityRecord(
                state=ActivityState.DRAFT.value, reason="", made_by=actor, made_at=now, version=1
            )
            programme.write(row, plan)
            tx.add(row)
            await tx.flush()
            await self._audited(tx, row, ActivityStep.MAKE, now=now, actor=actor)
            return row.number

    async def publish(self, number: int, *, actor: str) -> None:
        """Let citizens see it and sign up; raises `InputError` where that cannot be, or its day is past."""
        async with self._database.transaction() as tx:
            row, now = await self._row(tx, number), self._clock.now()
            self._require_ahead(programme.plan_of(row), now)
            await self._take(tx, row, ActivityStep.PUBLISH, now=now, actor=actor)

    async def close(self, number: int, *, actor: str) -> None:
        """Let nobody sign up any more; who waits goes on waiting. Raises `InputError` where that cannot be."""
        async with self._database.transaction() as tx:
            row = await self._row(tx, number)
            await self._take(tx, row, ActivityStep.CLOSE, now=self._clock.now(), actor=actor)

    async def reopen(self, number: int, *, actor: str) -> None:
        """Let people sign up again; raises `InputError` where that cannot be."""
        async with self._database.transaction() as tx:
            row = await self._row(tx, number)
            await self._take(tx, row, ActivityStep.REOPEN, now=self._clock.now(), actor=actor)

    async def change(self, number: int, plan: ActivityPlan, *, actor: str) -> int:
        """Change it; who signed up is told of another time or place, and further seats go to those who wait.

        Gives how many were told. Raises `InputError` where it cannot be changed any more, or has fewer seats than are given out.
        """
        async with self._database.transaction() as tx:
            row, now = await self._row(tx, number), self._clock.now()
            before, pool = programme.plan_of(row), pool_of(number)
            if row.state != ActivityState.DRAFT and before.ends_at <= now:
                raise InputError("activities.refused.step_change")
            self._require_ahead(plan, now)
            taken = (await taken_in(tx, [pool])).get(pool, 0)
            if plan.capacity < taken:
                raise InputError("activities.refused.too_few", taken=taken)
            programme.write(row, plan)
            await self._take(tx, row, ActivityStep.CHANGE, now=now, actor=actor)
            told = await self._tell_changed(tx, number, before, plan, now=now)
            while offer := await offer_seat(tx, pool, pool=pool, limit=plan.capacity, now=now):
                await self._messages.tell_offer(tx, offer, now=now)
            return told

    async def _tell_changed(
        self, tx: AsyncSession, number: int, before: ActivityPlan, plan: ActivityPlan, *, now: datetime
    ) -> int:
        if all(getattr(before, name) == getattr(plan, name) for name in TOLD_FIELDS):
            return 0
        rows = await store.of_activity(tx, number, TOUCHED, lock=True)
        for row in rows:
            row.version += 1
            # Of another day it is reminded anew.
            row.reminded_at = None if plan.day != before.day else row.reminded_at
            await self._messages.tell(tx, row, plan, "changed", now=now, until=plan.ends_at)
        return len(rows)

    async def call_off(self, number: int, reason: str, *, actor: str) -> int:
        """Call it off; everybody who comes or waits is told why. Gives how many those were.

        Raises `InputError` where that cannot be any more, or without a reason.
        """
        words = " ".join(reason.split())
        if not words or len(words) > REASON_LETTERS:
            raise InputError("activities.refused.reason", most=REASON_LETTERS)
        async with self._database.transaction() as tx:
            row, now = await self._row(tx, number), self._clock.now()
            plan = programme.plan_of(row)
            if row.state != ActivityState.DRAFT and plan.ends_at <= now:
                raise InputError("activities.refused.step_call_off")
            row.reason = words
            await self._take(tx, row, ActivityStep.CALL_OFF, now=now, actor=actor)
            rows = await store.of_activity(tx, number, TOUCHED, lock=True)
            for each in rows:
                store.take(tx, each, SignupStep.CALL_OFF, at=now, actor=actor)
                await self._messages.tell(tx, each, plan, "called_off", now=now, reason=words)
            await close_pool(tx, pool_of(number))
            return len(rows)

    async def _row(self, tx: AsyncSession, number: int) -> ActivityRecord:
        row = await programme.row_of(tx, number, lock=True)
        if row is None:
            raise InputError("activities.refused.no_activity")
        return row

    async def _take(
        self, tx: AsyncSession, row: ActivityRecord, step: ActivityStep, *, now: datetime, actor: str
    ) -> None:
        row.state = after(ActivityState(row.state), step).value
        row.version += 1
        await self._audited(tx, row, step, now=now, actor=actor)

    @staticmethod
    async def _audited(
        tx: AsyncSession, row: ActivityRecord, step: ActivityStep, *, now: datetime, actor: str
    ) -> None:
        subject, detail = f"activity:{row.number}", {"day": row.day.isoformat(), "state": row.state}
        await audit.record(tx, f"activity:{step.value}", actor=actor, subject=subject, now=now, detail=detail)

    @staticmethod
    def _require_ahead(plan: ActivityPlan, now: datetime) -> None:
        if plan.begins_at <= now:
            raise InputError("activities.refused.past")
