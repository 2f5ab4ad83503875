"""Who comes: the list of an activity, who is here by number or code, who was not; and those who signed up at the desk."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.activities.programme import store as programme
from handlers.activities.programme.activity import Activity
from handlers.activities.signup import store
from handlers.activities.signup.lifecycle import SignupState, SignupStep, steps_from
from handlers.activities.signup.particulars import Participant, open_participant
from handlers.activities.signup.records import SignupRecord
from handlers.activities.signup.service import Signup, SignupOrigin, SignupService, SignupWish
from handlers.talk.spoken_time import spoken_day

DESK = "desk"


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One sign-up of the list, the name and the phone masked unless they were asked for, with the steps open for it."""

    number: str
    participant: Participant
    state: SignupState
    made_at: datetime
    arrived_at: datetime | None
    reachable: bool
    steps: tuple[SignupStep, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """The list of an activity, in the order in which people signed up, and how many stand in each state."""

    activity: Activity
    lines: tuple[AttendanceLine, ...]

    def count(self, *states: SignupState) -> int:
        """Give how many stand in some states."""
        return sum(line.state in states for line in self.lines)


class AttendanceDesk:
    """The desk on the day."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, service: SignupService) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._service = service

    async def attendance(self, number: int) -> Attendance:
        """Give the list with masked names; raises `InputError` for an unknown activity."""
        async with self._database.reading() as tx:
            return await self._attendance(tx, number, masked=True)

    async def revealed(self, number: int, *, actor: str) -> Attendance:
        """Give the list with the names in clear; who looked is kept. Raises `InputError` for an unknown activity."""
        async with self._database.transaction() as tx:
            found = await self._attendance(tx, number, masked=False)
            detail = {"signups": str(len(found.lines))}
            await audit.record(
                tx, "activity:reveal", actor=actor, subject=f"activity:{number}", now=self._clock.now(), detail=detail
            )  # fmt: skip
            return found

    async def _attendance(self, tx: AsyncSession, number: int, *, masked: bool) -> Attendance:
        activity = await programme.one(tx, number)
        if activity is None:
            raise InputError("activities.refused.no_activity")
        rows = await store.of_activity(tx, number)
        today = local_date(self._clock.now())
        on_day = activity.plan.day <= today
        return Attendance(activity, tuple(self._line(row, masked=masked, on_day=on_day) for row in rows))

    def _line(self, row: SignupRecord, *, masked: bool, on_day: bool) -> AttendanceLine:
        who, state = open_participant(self._vault, row.number, row.participant), SignupState(row.state)
        return AttendanceLine(
            number=row.number,
            participant=who.masked if masked else who,
            state=state,
            made_at=row.made_at,
            arrived_at=row.arrived_at,
            reachable=bool(row.citizen),
            steps=steps_from(state) if on_day else (),
        )

    async def check_in(self, number: str, *, activity: int, actor: str) -> Signup:
        """Note that somebody is here; raises `InputError` for an unknown number, another activity or day, or who may not come in."""
        async with self._database.transaction() as tx:
            row = await self._row(tx, number)
            if row.activity != activity:
                raise InputError("activities.refused.elsewhere", number=number, activity=row.activity)
            if row.state == SignupState.ATTENDED:
                raise InputError("activities.refused.here_already", number=number)
            return await self._take(tx, row, SignupStep.ATTEND, actor=actor)

    async def mark(self, number: str, step: SignupStep, *, actor: str) -> Signup:
        """Note that somebody was there, or was not; raises `InputError` before the day, or for a step that cannot be taken."""
        async with self._database.transaction() as tx:
            return await self._take(tx, await self._row(tx, number), step, actor=actor)

    async def _take(self, tx: AsyncSession, row: SignupRecord, step: SignupStep, *, actor: str) -> Signup:
        activity, now = await programme.one(tx, row.activity), self._clock.now()
        if activity is None:
            raise InputError("activities.refused.no_activity")
        plan, today = activity.plan, local_date(now)
        if plan.day > today or (step is SignupStep.MISS and plan.begins_at > now):
            raise InputError("activities.refused.other_day", when=spoken_day(plan.day))
        store.take(tx, row, step, at=now, actor=actor)
        row.arrived_at = now if step is SignupStep.ATTEND else None
        detail = {"activity": str(row.activity)}
        await audit.record(
            tx, f"activity:{step.value}", actor=actor, subject=row.number, now=now, detail=detail
        )
        return Signup(row.number, activity, SignupState(row.state))

    async def register(self, wanted: SignupWish, *, actor: str) -> Signup:
        """Sign up somebody who called or came to the desk; raises `InputError` as signing up does."""
        origin = SignupOrigin(f"{DESK}-{uuid.uuid4().hex}", "", DESK, actor)
        return await self._service.sign_up(wanted, origin=origin)

    async def release(self, number: str, *, actor: str) -> Signup:
        """Cancel for somebody who called; the seat goes to the next. Raises `InputError` where that cannot be done any more."""
        return await self._service.release(number, actor=actor)

    @staticmethod
    async def _row(tx: AsyncSession, number: str) -> SignupRecord:
        row = await store.by_number(tx, number, lock=True)
        if row is None:
            raise InputError("activities.refused.unknown", number=number)
        return row

    async def of_number(self, number: str) -> int:
        """Give which activity a sign-up is for; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row: SignupRecord | None = await store.by_number(tx, number)
        if row is None:
            raise InputError("activities.refused.unknown", number=number)
        return row.activity

    async def figures(self, activities: Sequence[Activity]) -> dict[int, dict[SignupState, int]]:
        """Give how many sign-ups of each activity stand in each state."""
        async with self._database.reading() as tx:
            counted = await store.counts(tx, [each.number for each in activities])
        return {
            each.number: {state: counted.get((each.number, state), 0) for state in SignupState}
            for each in activities
        }
