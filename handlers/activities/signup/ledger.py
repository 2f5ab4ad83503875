"""Reading sign-ups: the status source, and the sheet that a signed link shows."""

from collections.abc import Sequence
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from handlers.activities.programme import store as programme
from handlers.activities.programme.activity import Activity, pool_of
from handlers.activities.signup import store
from handlers.activities.signup.lifecycle import SignupState
from handlers.activities.signup.records import SignupRecord
from handlers.capacity.seats import place_in_line
from handlers.cases import ACTIVITY as PREFIX
from handlers.cases import CaseLine, VisitSheet

OVER = "over"
"""Stands for a sign-up whose activity took place and of which nobody noted who came."""


class SignupLedger:
    """Answers citizens' questions about their sign-ups."""

    prefix = PREFIX

    def __init__(self, database: Database, *, clock: Clock, texts: Wording) -> None:
        self._database = database
        self._clock = clock
        self._texts = texts

    def on(self, database: Database) -> Self:
        """Give the same ledger on another database."""
        return type(self)(database, clock=self._clock, texts=self._texts)

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give a citizen's own sign-ups, newest first."""
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen)
            return [await self._case(tx, row, own=True) for row in rows]

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one sign-up; somebody else's shows its stage only."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            if row is None:
                return None
            return await self._case(tx, row, own=bool(citizen) and row.citizen == citizen)

    async def sheet(self, number: str) -> VisitSheet:
        """Give what the link of a sign-up shows; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            activity = await programme.one(tx, row.activity) if row is not None else None
            if row is None or activity is None:
                raise InputError("activities.refused.unknown", number=number)
            story, case = await store.story_of(tx, number), await self._case(tx, row, own=True)
        plan = activity.plan
        return VisitSheet(
            case=case,
            stages=tuple((self._texts(f"activities.signup_step.{line.kind}"), line.at) for line in story),
            when=plan.when,
            place=plan.place,
            address=plan.address,
            phone=plan.phone,
            open=row.state in store.OPEN_STATES,
            activity=activity.number,
        )

    async def _case(self, tx: AsyncSession, row: SignupRecord, *, own: bool) -> CaseLine:
        activity, state = await programme.one(tx, row.activity), SignupState(row.state)
        waits = state is SignupState.WAITING
        place = await place_in_line(tx, row.number, pool=pool_of(row.activity)) if waits else 0
        key = self._standing(activity, state)
        before = max(place - 1, 0)
        plan = activity.plan if activity else None
        return CaseLine(
            number=row.number,
            kind=self._texts("activities.kind_of_case"),
            stage=self._texts(f"activities.state.{key}", before=before),
            turn=self._texts(f"activities.turn.{key}"),
            until="",
            title=f"{plan.title}，{plan.when}，{plan.place}" if own and plan else "",
            opened_on=local_date(row.made_at) if own else None,
        )

    def _standing(self, activity: Activity | None, state: SignupState) -> str:
        over = activity is not None and activity.plan.ends_at <= self._clock.now()
        return OVER if over and state is SignupState.SEATED else state.value
