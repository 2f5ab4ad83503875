"""Carries parcels of the outbox to citizens, by the rungs of `bot.outbound.ladder`, and records what became of each.

A parcel may arrive twice when the process dies between sending and recording; it is never lost.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.wechat.api.alarms import OPERATOR_WAIT
from adapters.wechat.api.errcodes import KIND_NOT_ALLOWED, PlatformError, Remedy
from adapters.wechat.replies.customer_service import Body
from adapters.wechat.replies.later import LaterWriter
from bot.clock import Clock
from bot.database import Database
from bot.errors import ServiceError
from bot.outbound import attempts, ladder, outbox
from bot.outbound.attempts import DeliveryAttempt
from bot.outbound.ladder import ParcelStanding, ParcelState, RefusalVerdict, Rung, SendWindow
from bot.outbound.outbox import Parcel
from bot.outbound.parcel import ParcelBody

log = logging.getLogger(__name__)
UNREADABLE = Counter("mingbai_parcels_unreadable", "Parcels that could not be written out and went to staff")
CHANNEL = "wechat"
BATCH = 20
# No two parcels of a round are the same citizen's, and most of the time of each is spent waiting for the platform.
AT_ONCE = 10
LEASE = timedelta(minutes=2)
DRAIN_SECONDS = 12.0

# What reading a body raises that was not written as ours are.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)
VERDICTS: dict[Remedy, RefusalVerdict] = {
    Remedy.RETRY: RefusalVerdict.LATER,
    Remedy.REFRESH: RefusalVerdict.HELD,
    Remedy.MIDNIGHT: RefusalVerdict.HELD,
    Remedy.OPERATOR: RefusalVerdict.HELD,
    Remedy.WINDOW: RefusalVerdict.WINDOW,
    Remedy.CITIZEN: RefusalVerdict.NEVER,
    Remedy.CONSENT: RefusalVerdict.NEVER,
    Remedy.LOGIN: RefusalVerdict.NEVER,
    # Of a text that cannot be made shorter.
    Remedy.SPLIT: RefusalVerdict.NEVER,
    Remedy.INPUT: RefusalVerdict.NEVER,
}

Failed = Callable[[AsyncSession, Parcel, str], Awaitable[str]]
Arrived = Callable[[AsyncSession, Parcel], Awaitable[object]]
Hold = Callable[[str], Awaitable[None]]


class Sender(Protocol):
    """Whoever sends one customer-service message; `adapters.wechat.api.messages.MessageCalls` is one."""

    async def send(self, body: Mapping[str, Any]) -> None:
        """Send a message; raises PlatformError or ServiceError."""
        ...


class Windows(Protocol):
    """What is known of the platform's window; `adapters.redis.windows.CitizenWindows` is one."""

    async def standing(self, citizen: str, *, now: datetime) -> SendWindow:
        """Give what is known."""
        ...

    async def spend(self, citizen: str, *, now: datetime) -> None:
        """Count a message that was taken."""
        ...

    async def learn_shut(self, citizen: str, *, now: datetime) -> None:
        """Note a refusal for the window's sake."""
        ...


class Inviter(Protocol):
    """Whoever asks a citizen, without personal data, to come back."""

    async def invite(self, citizen: str, *, key: str) -> str:
        """Send the notice and give its number; raises PlatformError or ServiceError."""
        ...


async def _nobody_asks(tx: AsyncSession, parcel: Parcel) -> None:
    """Tell nobody that a parcel arrived."""


@dataclass(frozen=True, slots=True)
class Route:
    """What the courier needs besides the outbox.

    `hold` is told of a citizen whose parcels wait for the next message; `failed` makes a parcel that was given up
    a task for staff, in the transaction that records it, and gives its number; `arrived` hears of a parcel that arrived
    though staff had a task for it. Without an `inviter` nobody is invited back.
    """

    sender: Sender
    writer: LaterWriter
    hold: Hold
    failed: Failed
    windows: Windows
    inviter: Inviter | None = None
    arrived: Arrived = _nobody_asks


class Courier:
    """Delivers due parcels; many may run at once, since each claims its own by lease."""

    def __init__(self, database: Database, route: Route, *, clock: Clock) -> None:
        self._database = database
        self._route = route
        self._clock = clock
        self._ending = False
        self._round: asyncio.Task[int] | None = None

    async def deliver_due(self) -> int:
        """Deliver what is due now and give how many parcels were taken up.

        Raises ServiceError when the database or Redis is away; leases then bring the parcels back. Whoever is cancelled
        leaves the round to `drain`: a message that is on its way is recorded.
        """
        self._round = asyncio.create_task(self._deliver_round())
        return await asyncio.shield(self._round)

    async def drain(self) -> None:
        """End the round at the program's end: what is on its way is recorded, what is not goes back at once."""
        self._ending = True
        if self._round is not None:
            await asyncio.wait({self._round}, timeout=DRAIN_SECONDS)

    async def _deliver_round(self) -> int:
        begun = self._clock.now()
        async with self._database.transaction() as tx:
            parcels = await outbox.claim(tx, CHANNEL, now=begun, limit=BATCH, lease=LEASE)
        left = deque(parcels)
        carriers = [self._carry(left, begun) for _ in range(min(AT_ONCE, len(parcels)))]
        ended = await asyncio.gather(*carriers, return_exceptions=True)
        if left:
            async with self._database.transaction() as tx:
                await outbox.put_back(tx, [each.id for each in left])
        for fault in ended:
            if isinstance(fault, BaseException):
                raise fault
        return len(parcels)

    async def _carry(self, left: deque[Parcel], begun: datetime) -> None:
        """Deliver one after another of those that are left, until none is or the program ends."""
        while left and not self._ending:
            parcel = left.popleft()
            if await self._holds(parcel, begun):
                await self._take_up(parcel)

    async def _holds(self, parcel: Parcel, begun: datetime) -> bool:
        """Hold a parcel anew that waited long behind slow ones; without that another courier may have it by now."""
        now = self._clock.now()
        if now < begun + LEASE / 2:
            return True
        async with self._database.transaction() as tx:
            return await outbox.renew(tx, parcel.id, held=begun + LEASE, until=now + LEASE)

    async def _take_up(self, parcel: Parcel) -> None:
        """Deliver a parcel; one that nobody can write out goes to staff, and the others go their way."""
        try:
            if not parcel.body.broken:
                await self._deliver(parcel)
                return
            reason = "broken"
        except _UNREADABLE as error:
            reason = type(error).__name__
        UNREADABLE.inc()
        log.error("parcel cannot be read", extra={"parcel": parcel.id, "reason": reason})
        await self._place(parcel, self._never(parcel), reason="unreadable")

    async def _deliver(self, parcel: Parcel) -> None:
        now = self._clock.now()
        if parcel.body.lapsed(now):
            # Nobody needs to be told in another way then.
            async with self._database.transaction() as tx:
                await outbox.mark_failed(tx, parcel.id, reason="lapsed")
            return
        if morning := parcel.body.rests_until(now):
            await self._place(parcel, ladder.rested(parcel.standing, until=morning), reason="night")
            return
        messages = self._route.writer.messages(parcel.citizen, parcel.body)
        window = await self._route.windows.standing(parcel.citizen, now=now)
        await self._climb(parcel, messages, window=window, reason=f"window {window}")

    async def _climb(
        self, parcel: Parcel, messages: Sequence[Body], *, window: SendWindow, reason: str
    ) -> None:
        may_invite = self._route.inviter is not None
        rung = ladder.next_rung(window, invited=parcel.standing.invited, may_invite=may_invite)
        if rung is Rung.SERVICE:
            await self._say(parcel, messages)
        elif rung is Rung.NOTICE:
            await self._invite(parcel, reason)
        else:
            await self._place(parcel, ladder.waiting(parcel.standing), reason=reason)

    async def _say(self, parcel: Parcel, messages: Sequence[Body]) -> None:
        for count, message in enumerate(messages):
            try:
                await self._route.sender.send(message)
            except ServiceError as error:
                await self._refused(parcel, messages, count=count, error=error)
                return
            await self._route.windows.spend(parcel.citizen, now=self._clock.now())
            if rest := messages[count + 1 :]:
                # What went out is not said again, and what did not keeps its place before everything written since.
                async with self._database.transaction() as tx:
                    await outbox.keep_rest(tx, parcel.id, self._route.writer.left(parcel.body, rest))
        async with self._database.transaction() as tx:
            attempt = DeliveryAttempt(Rung.SERVICE, messages=len(messages))
            await outbox.note_sent(tx, parcel, attempt, now=self._clock.now())
            if parcel.task:
                await self._route.arrived(tx, parcel)
        log.info("parcel sent", extra={"parcel": parcel.id, "attempts": parcel.attempts})

    async def _refused(
        self, parcel: Parcel, messages: Sequence[Body], *, count: int, error: ServiceError
    ) -> None:
        now, reason, verdict = self._clock.now(), _reason(error), _verdict(error)
        log.warning("parcel not sent", extra={"parcel": parcel.id, "reason": reason})
        attempt = _attempt(Rung.SERVICE, error, messages=count)
        if simpler := self._simpler(parcel, messages[count:], error):
            await self._say_simpler(parcel, simpler, attempt=attempt if _asked(error) else None)
            return
        if verdict is RefusalVerdict.WINDOW:
            await self._route.windows.learn_shut(parcel.citizen, now=now)
            async with self._database.transaction() as tx:
                attempts.note(tx, parcel.id, attempt, now=now)
            await self._climb(parcel, messages[count:], window=SendWindow.SHUT, reason=reason)
            return
        standing = ladder.refused(parcel.standing, verdict, now=now, after=_after(error))
        await self._place(parcel, standing, reason=reason, attempt=attempt if _asked(error) else None)

    def _simpler(self, parcel: Parcel, messages: Sequence[Body], error: ServiceError) -> ParcelBody | None:
        """Give the parcel in plainer messages where the platform objects to how it is said, not to that it is."""
        if not isinstance(error, PlatformError):
            return None
        too_long = error.remedy is Remedy.SPLIT
        if not too_long and error.code != KIND_NOT_ALLOWED:
            return None
        return self._route.writer.simpler(parcel.body, messages, too_long=too_long)

    async def _say_simpler(
        self, parcel: Parcel, body: ParcelBody, *, attempt: DeliveryAttempt | None
    ) -> None:
        """Say more simply what the platform did not take."""
        async with self._database.transaction() as tx:
            if attempt:
                attempts.note(tx, parcel.id, attempt, now=self._clock.now())
            await outbox.keep_rest(tx, parcel.id, body)
        await self._say(replace(parcel, body=body), self._route.writer.messages(parcel.citizen, body))

    async def _invite(self, parcel: Parcel, reason: str) -> None:
        assert self._route.inviter is not None, "the ladder asked whether there is one"
        try:
            number = await self._route.inviter.invite(parcel.citizen, key=f"parcel-{parcel.id}")
        except ServiceError as error:
            standing = ladder.uninvited(parcel.standing, _verdict(error), now=self._clock.now())
            attempt = _attempt(Rung.NOTICE, error) if _asked(error) else None
            await self._place(parcel, standing, reason=reason, attempt=attempt)
            return
        standing = ladder.waiting(parcel.standing, invited=True)
        await self._place(
            parcel, standing, reason=reason, attempt=DeliveryAttempt(Rung.NOTICE, messages=1, msgid=number)
        )

    @staticmethod
    def _never(parcel: Parcel) -> ParcelStanding:
        return ladder.refused(parcel.standing, RefusalVerdict.NEVER, now=parcel.standing.due_at)

    async def _place(
        self, parcel: Parcel, standing: ParcelStanding, *, reason: str, attempt: DeliveryAttempt | None = None
    ) -> None:
        """Record where a parcel stands now; whoever writes next is given it, so that a note of it is left.

        The note is left twice: before, so that a crash cannot leave a waiting parcel without it for long; and after,
        since a citizen who writes in between takes the first note away and finds nothing waiting yet.
        """
        if standing.is_open:
            await self._route.hold(parcel.citizen)
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if attempt:
                attempts.note(tx, parcel.id, attempt, now=now)
            await outbox.place(tx, parcel, standing, now=now, reason=reason)
            if standing.state is ParcelState.FAILED and not parcel.task and not parcel.body.by_day:
                await outbox.give_task(tx, parcel.id, await self._route.failed(tx, parcel, reason))
        if not standing.is_open:
            return
        await self._route.hold(parcel.citizen)
        if standing.state is ParcelState.WAITING:
            await self._look_again(parcel)

    async def _look_again(self, parcel: Parcel) -> None:
        """Let go what waits for a citizen who wrote in this very moment."""
        now = self._clock.now()
        if await self._route.windows.standing(parcel.citizen, now=now) is SendWindow.OPEN:
            async with self._database.transaction() as tx:
                await outbox.release(tx, parcel.citizen, now=now)


def _reason(error: ServiceError) -> str:
    return f"errcode {error.code}" if isinstance(error, PlatformError) else type(error).__name__


def _verdict(error: ServiceError) -> RefusalVerdict:
    return VERDICTS[error.remedy] if isinstance(error, PlatformError) else RefusalVerdict.LATER


def _asked(error: ServiceError) -> bool:
    return not isinstance(error, PlatformError) or error.asked


def _attempt(rung: Rung, error: ServiceError, *, messages: int = 0) -> DeliveryAttempt:
    if isinstance(error, PlatformError):
        return DeliveryAttempt(rung, error.code, messages=messages, reason=_reason(error), rid=error.rid)
    return DeliveryAttempt(rung, None, messages=messages, reason=_reason(error))


def _after(error: ServiceError) -> timedelta:
    """Give for how long the other side asks to be left alone."""
    if error.retry_after:
        return timedelta(seconds=error.retry_after)
    operator = isinstance(error, PlatformError) and error.remedy is Remedy.OPERATOR
    return OPERATOR_WAIT if operator else timedelta()
