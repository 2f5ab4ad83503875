"""What a citizen does with activities: one method, one transaction; nobody gets a seat that another has.

Whether somebody may sign up is decided again at that moment, from the activity as it then stands. Where no seat is free,
or others wait for one already, signing up is waiting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault
from handlers.activities.programme import store as programme
from handlers.activities.programme.activity import Activity, pool_of
from handlers.activities.programme.lifecycle import PUBLIC, ActivityPhase
from handlers.activities.signup import store
from handlers.activities.signup.lifecycle import SignupState, SignupStep
from handlers.activities.signup.messages import ActivityMessages
from handlers.activities.signup.particulars import NOBODY, Participant, open_key, seal_participant
from handlers.activities.signup.records import SignupRecord
from handlers.capacity.seats import (
    SeatOffer,
    accept_offer,
    free_seat,
    join_line,
    leave_line,
    offer_of,
    place_in_line,
    take_seat,
    waiting_in,
)
from handlers.cases import ACTIVITY as PREFIX
from handlers.cases import next_number

CITIZEN = "citizen"
MOST_BY_ONE_ACCOUNT = 3
"""So many persons one account may sign up for one activity: a family, and not a whole hall."""
REFUSED = {
    ActivityPhase.CLOSED: "closed",
    ActivityPhase.ONGOING: "ongoing",
    ActivityPhase.OVER: "over",
    ActivityPhase.CALLED_OFF: "called_off",
}


@dataclass(frozen=True, slots=True)
class SignupWish:
    """What is wanted: which activity, who comes, and that the conditions are met."""

    activity: int
    participant: Participant = NOBODY
    meets_conditions: bool = False


@dataclass(frozen=True, slots=True)
class SignupOrigin:
    """Where a sign-up came from: the form that was filled in, its citizen, the channel; the desk's has no citizen."""

    form_id: str
    citizen: str
    channel: str
    actor: str = CITIZEN


@dataclass(frozen=True, slots=True)
class Signup:
    """A sign-up as its citizen is shown it; while it waits, `place_in_line` says where, 0 where a seat is offered."""

    number: str
    activity: Activity
    state: SignupState
    place_in_line: int = 0


class SignupService:
    """Shows activities, signs up, lets wait, cancels."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, texts: Wording) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._texts = texts
        self._messages = ActivityMessages(texts)

    def on(self, database: Database) -> Self:
        """Give the same service on another database."""
        return type(self)(database, vault=self._vault, clock=self._clock, texts=self._texts)

    @property
    def now(self) -> datetime:
        """The present instant, by which phases are told."""
        return self._clock.now()

    async def coming(self) -> Sequence[Activity]:
        """Give the activities that are not over yet, the earliest first."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            found = await programme.coming(tx, local_date(now))
        return [each for each in found if each.plan.ends_at > now]

    async def begun(self) -> Sequence[Activity]:
        """Give the activities that have begun or are over, the latest first."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            found = await programme.past(tx, local_date(now))
        return [each for each in found if each.phase(now) in {ActivityPhase.ONGOING, ActivityPhase.OVER}]

    async def activity(self, number: int) -> Activity | None:
        """Give an activity that citizens may see; None where there is none of that number."""
        async with self._database.reading() as tx:
            found = await programme.one(tx, number)
        return found if found is not None and found.state in PUBLIC else None

    async def sign_up(self, wanted: SignupWish, *, origin: SignupOrigin) -> Signup:
        """Sign somebody up, or let wait; the same form gives the same sign-up, also when it arrives twice at once.

        Raises `InputError` where nobody may sign up any more, something is missing, or the person is signed up already.
        """
        try:
            async with self._database.transaction() as tx:
                return await self._sign_up(tx, wanted, origin)
        except IntegrityError:
            # The same form, or another of this person, came at the same moment: then that is the answer.
            async with self._database.reading() as tx:
                known = await store.by_form(tx, origin.form_id)
                if known is not None:
                    return await self._kept(tx, known)
                other = await store.by_key(tx, self._key(wanted, origin))
            if other is not None:
                raise InputError("activities.refused.again", number=other.number) from None
            raise

    async def _sign_up(self, tx: AsyncSession, wanted: SignupWish, origin: SignupOrigin) -> Signup:
        # The activity stays locked until the end: nobody signs up beside a change, a calling off, or the same form.
        await programme.row_of(tx, wanted.activity, lock=True)
        known = await store.by_form(tx, origin.form_id)
        if known is not None:
            return await self._kept(tx, known)
        now, key = self._clock.now(), self._key(wanted, origin)
        activity = await self._open(tx, wanted, now=now)
        if other := await store.by_key(tx, key):
            raise InputError("activities.refused.again", number=other.number)
        if (
            origin.citizen
            and await store.open_count(tx, activity.number, origin.citizen) >= MOST_BY_ONE_ACCOUNT
        ):
            raise InputError("activities.refused.many", most=MOST_BY_ONE_ACCOUNT)
        pool = pool_of(activity.number)
        others_wait = (await waiting_in(tx, [pool])).get(pool, 0)
        seated = not others_wait and await take_seat(tx, pool, pool=pool, limit=activity.plan.capacity)
        number = await next_number(tx, PREFIX, now=now)
        row = self._record(number, wanted, origin, key=key, seated=seated, now=now)
        tx.add(row)
        await tx.flush()
        step = SignupStep.SIGN_UP if seated else SignupStep.WAIT
        store.note(tx, number, step, at=now, actor=origin.actor)
        await self._audited(tx, row, step, now=now, actor=origin.actor)
        if not seated:
            await join_line(tx, number, pool=pool, now=now)
        return await self._kept(tx, row)

    async def _open(self, tx: AsyncSession, wanted: SignupWish, *, now: datetime) -> Activity:
        """Give the activity for which somebody may sign up; raises `InputError` where nobody may, or something is missing."""
        activity = await programme.one(tx, wanted.activity)
        if activity is None or activity.state not in PUBLIC:
            raise InputError("activities.refused.no_activity")
        if not activity.takes(now):
            reason = REFUSED[activity.phase(now)]
            raise InputError(f"activities.refused.{reason}", title=activity.plan.title)
        asks, who = activity.plan.asks_contact, wanted.participant
        if asks and not (who.name and who.phone):
            raise InputError("activities.refused.contact")
        if activity.plan.conditions and not wanted.meets_conditions:
            raise InputError("activities.refused.conditions")
        return activity

    def _key(self, wanted: SignupWish, origin: SignupOrigin) -> str:
        # At the desk, where nobody has an account, the form stands for the person.
        citizen = origin.citizen or origin.form_id
        name = wanted.participant.name
        return open_key(self._vault, wanted.activity, citizen=citizen, channel=origin.channel, name=name)

    def _record(
        self, number: str, wanted: SignupWish, origin: SignupOrigin, *, key: str, seated: bool, now: datetime
    ) -> SignupRecord:
        return SignupRecord(
            number=number,
            form_id=origin.form_id,
            channel=origin.channel,
            citizen=origin.citizen,
            activity=wanted.activity,
            participant=seal_participant(self._vault, number, wanted.participant),
            state=(SignupState.SEATED if seated else SignupState.WAITING).value,
            open_key=key,
            made_at=now,
            arrived_at=None,
            reminded_at=None,
            version=1,
        )

    @staticmethod
    async def _audited(
        tx: AsyncSession, row: SignupRecord, step: SignupStep, *, now: datetime, actor: str
    ) -> None:
        detail = {"activity": str(row.activity)}
        await audit.record(
            tx, f"activity:{step.value}", actor=actor, subject=row.number, now=now, detail=detail
        )

    async def open_of(self, citizen: str) -> Sequence[Signup]:
        """Give a citizen's sign-ups for what is not over yet, newest first."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen, open_only=True)
            found = [await self._kept(tx, row) for row in rows]
        return [each for each in found if each.activity.plan.ends_at > now]

    async def offered_to(self, citizen: str) -> SeatOffer | None:
        """Give the seat that is held for a citizen at this moment."""
        async with self._database.reading() as tx:
            for row in await store.of_citizen(tx, citizen, open_only=True):
                if row.state == SignupState.WAITING and (
                    offer := await offer_of(tx, row.number, now=self._clock.now())
                ):
                    return offer
        return None

    async def accept(self, number: str, *, citizen: str) -> Signup:
        """Take the seat that is held; raises `InputError` where it is not held any more."""
        async with self._database.transaction() as tx:
            row, now = await self._own(tx, number, citizen), self._clock.now()
            if await accept_offer(tx, number, now=now) is None:
                raise InputError("activities.refused.offer_over")
            store.take(tx, row, SignupStep.SEAT, at=now, actor=CITIZEN)
            await self._audited(tx, row, SignupStep.SEAT, now=now, actor=CITIZEN)
            return await self._kept(tx, row)

    async def cancel(self, number: str, *, citizen: str) -> Signup:
        """Cancel a sign-up or a wait; the seat goes to the next. Raises `InputError` where that cannot be done any more."""
        async with self._database.transaction() as tx:
            return await self._cancel(tx, await self._own(tx, number, citizen), actor=CITIZEN)

    async def release(self, number: str, *, actor: str) -> Signup:
        """Cancel for somebody who told the desk so; raises `InputError` for an unknown number, and as `cancel` does."""
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            if row is None:
                raise InputError("activities.refused.unknown", number=number)
            return await self._cancel(tx, row, actor=actor)

    async def _cancel(self, tx: AsyncSession, row: SignupRecord, *, actor: str) -> Signup:
        now, pool = self._clock.now(), pool_of(row.activity)
        seated = row.state == SignupState.SEATED
        activity = await programme.one(tx, row.activity)
        if activity is not None and activity.plan.begins_at <= now:
            raise InputError("activities.refused.step_cancel")
        store.take(tx, row, SignupStep.CANCEL, at=now, actor=actor)
        await self._audited(tx, row, SignupStep.CANCEL, now=now, actor=actor)
        freed = free_seat(tx, pool, pool=pool, now=now) if seated else leave_line(tx, row.number, now=now)
        offer = await freed
        await self._messages.tell_offer(tx, offer, now=now)
        return await self._kept(tx, row)

    async def _own(self, tx: AsyncSession, number: str, citizen: str) -> SignupRecord:
        row = await store.by_number(tx, number, lock=True)
        if row is None or not citizen or row.citizen != citizen:
            # A stranger's number and an unknown one read the same: nobody learns which numbers exist.
            raise InputError("activities.refused.unknown", number=number)
        return row

    @staticmethod
    async def _kept(tx: AsyncSession, row: SignupRecord) -> Signup:
        activity = await programme.one(tx, row.activity)
        if activity is None:
            raise InputError("activities.refused.no_activity")
        state = SignupState(row.state)
        place = (
            await place_in_line(tx, row.number, pool=pool_of(row.activity))
            if state is SignupState.WAITING
            else 0
        )
        return Signup(row.number, activity, state, place)
