"""Carries parcels of the outbox to citizens as customer-service messages, and records what became of each.

A parcel may arrive twice when the process dies between sending and recording; it is never lost.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.wechat.api.errcodes import PlatformError, Remedy
from adapters.wechat.replies.customer_service import Body, bodies_of
from adapters.wechat.replies.passive import Parts, Renderer
from bot import outbox
from bot.clock import Clock
from bot.database import Database
from bot.errors import ServiceError
from bot.outbox import Parcel
from bot.parcel import ParcelBody

log = logging.getLogger(__name__)
UNREADABLE = Counter("mingbai_parcels_unreadable", "Parcels that could not be written out and went to staff")
CHANNEL = "wechat"
BATCH = 20
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)
# Staff have to act first (address not allowed, right missing), so asking more often would only fill logs.
_OPERATOR_WAIT = timedelta(minutes=15)

# What reading a body raises that was not written as ours are.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)

Failed = Callable[[AsyncSession, Parcel, str], Awaitable[None]]
Hold = Callable[[str], Awaitable[None]]


class Sender(Protocol):
    """Whoever sends one customer-service message; `adapters.wechat.api.client.Client` is one."""

    async def send(self, body: Mapping[str, Any]) -> None:
        """Send a message; raises PlatformError or ServiceError."""
        ...


@dataclass(frozen=True, slots=True)
class Route:
    """What the courier needs besides the outbox.

    `hold` is told of a citizen whose parcels wait for the next message; `failed` makes a parcel that was given up
    a task for staff, in the transaction that records it.
    """

    sender: Sender
    renderer: Renderer
    hold: Hold
    failed: Failed


class Courier:
    """Delivers due parcels; many may run at once, since each claims its own by lease."""

    def __init__(self, database: Database, route: Route, *, clock: Clock) -> None:
        self._database = database
        self._route = route
        self._clock = clock

    async def deliver_due(self) -> int:
        """Deliver what is due now and give how many parcels were taken up.

        Raises ServiceError when the database or Redis is away; leases then bring the parcels back.
        """
        async with self._database.transaction() as tx:
            parcels = await outbox.claim(tx, CHANNEL, now=self._clock.now(), limit=BATCH, lease=LEASE)
        for parcel in parcels:
            await self._take_up(parcel)
        return len(parcels)

    async def _take_up(self, parcel: Parcel) -> None:
        """Deliver a parcel; one that nobody can write out goes to staff, and the others go their way."""
        try:
            if parcel.readable:
                await self._deliver(parcel)
                return
            reason = "kept otherwise"
        except _UNREADABLE as error:
            reason = type(error).__name__
        UNREADABLE.inc()
        log.error("parcel cannot be read", extra={"parcel": parcel.id, "reason": reason})
        await self._give_up(parcel, "unreadable")

    async def _deliver(self, parcel: Parcel) -> None:
        if parcel.body.lapsed(self._clock.now()):
            # Nobody needs to be told in another way then.
            async with self._database.transaction() as tx:
                await outbox.mark_failed(tx, parcel.id, reason="lapsed")
            return
        messages = self._messages(parcel)
        for count, message in enumerate(messages):
            try:
                await self._route.sender.send(message)
            except ServiceError as error:
                if count:
                    await self._keep_rest(parcel, messages[count:])
                else:
                    await self._record_failure(parcel, error)
                return
        await self._record_sent(parcel)

    def _messages(self, parcel: Parcel) -> tuple[Body, ...]:
        body = parcel.body
        if body.rendered:
            parts = Parts(text=body.rendered[0], overflow=body.rendered[1:])
        else:
            parts = self._route.renderer.parts([body.reply], first=body.first)
        return bodies_of(parcel.citizen, parts, automatic=body.automatic)

    async def _record_sent(self, parcel: Parcel) -> None:
        async with self._database.transaction() as tx:
            await outbox.mark_sent(tx, parcel.id, now=self._clock.now())
        log.info("parcel sent", extra={"parcel": parcel.id, "attempts": parcel.attempts})

    async def _keep_rest(self, parcel: Parcel, rest: Sequence[Body]) -> None:
        """Close a parcel that went out in part and write the rest anew, so that nothing is said twice."""
        texts = tuple(message["text"]["content"] for message in rest)
        body = ParcelBody(automatic=parcel.body.automatic, rendered=texts)
        async with self._database.transaction() as tx:
            now = self._clock.now()
            await outbox.enqueue(tx, parcel.citizen, body=body, dedup=f"rest:{parcel.id}", now=now)
            await outbox.mark_sent(tx, parcel.id, now=now)

    async def _record_failure(self, parcel: Parcel, error: ServiceError) -> None:
        reason = f"errcode {error.code}" if isinstance(error, PlatformError) else type(error).__name__
        remedy = error.remedy if isinstance(error, PlatformError) else Remedy.RETRY
        log.warning("parcel not sent", extra={"parcel": parcel.id, "reason": reason})
        if remedy is Remedy.WINDOW:
            await self._wait_for_citizen(parcel, reason)
        elif remedy in {Remedy.CITIZEN, Remedy.INPUT} or parcel.attempts >= MAX_ATTEMPTS:
            await self._give_up(parcel, reason)
        else:
            await self._try_later(parcel, _wait(parcel, error, remedy=remedy), reason=reason)

    async def _wait_for_citizen(self, parcel: Parcel, reason: str) -> None:
        # The note is left twice: before, so that a crash cannot leave a waiting parcel without it; and after, since
        # a citizen who writes in between takes the first note away and finds nothing waiting yet.
        await self._route.hold(parcel.citizen)
        async with self._database.transaction() as tx:
            await outbox.mark_waiting(tx, parcel.id, reason=reason)
        await self._route.hold(parcel.citizen)

    async def _give_up(self, parcel: Parcel, reason: str) -> None:
        async with self._database.transaction() as tx:
            await outbox.mark_failed(tx, parcel.id, reason=reason)
            await self._route.failed(tx, parcel, reason)

    async def _try_later(self, parcel: Parcel, wait: timedelta, *, reason: str) -> None:
        async with self._database.transaction() as tx:
            await outbox.mark_retry(tx, parcel.id, due_at=self._clock.now() + wait, reason=reason)


def _wait(parcel: Parcel, error: ServiceError, *, remedy: Remedy) -> timedelta:
    if remedy is Remedy.OPERATOR:
        return _OPERATOR_WAIT
    grown: timedelta = min(_FIRST_WAIT * 2 ** max(parcel.attempts - 1, 0), _LONGEST_WAIT)
    asked = timedelta(seconds=error.retry_after or 0.0)
    return max(grown, asked)
