"""What somebody does with subscriptions: agree to one, stop one or all, choose the hour. One method, one transaction.

Being told rests on consent, given to words of a known version and as easily withdrawn (Personal Information Protection
Law art. 14, 15). What was withdrawn is not said any more either, though it waits in the outbox.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database, touched
from bot.errors import InputError
from bot.privacy import Vault
from handlers.subscriptions.consent import store
from handlers.subscriptions.consent.records import (
    KEY_LETTERS,
    SubscriberRecord,
    SubscriptionRecord,
)
from handlers.subscriptions.digest.hours import FIRST_HOUR, allowed, next_time
from handlers.subscriptions.digest.waiting_message import free_parcels, leave_out
from handlers.subscriptions.digest.words import DigestWords
from handlers.subscriptions.feed.records import NewsKeyRecord, NewsRecord, ToldRecord
from handlers.subscriptions.feed.store import newest_serial, told_in
from handlers.subscriptions.subject import Subject

SEALED_FOR = "subscriber"
PURPOSE = "subscription"
MOST = 20
NAMED_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who subscribes: the account on its channel."""

    citizen: str
    channel: str


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody is subscribed to, with the hour of the day's message; no hour where there is nothing."""

    subjects: tuple[Subject, ...] = ()
    hour: int | None = None


class SubscriptionService:
    """Keeps who agreed to be told of what."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, words: DigestWords) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._words = words

    def on(self, database: Database) -> Self:
        """Give the same service on another database."""
        return type(self)(database, vault=self._vault, clock=self._clock, words=self._words)

    def person(self, who: Subscriber) -> str:
        """Give the keyed hash by which somebody is known here."""
        return person_mark(self._vault, who)

    async def held(self, who: Subscriber) -> Held:
        """Give what somebody is subscribed to."""
        person = self.person(who)
        async with self._database.reading() as tx:
            row = await store.subscriber(tx, person)
            kept = await store.subscriptions(tx, person)
        return Held(tuple(map(store.subject_of, kept)), row.hour if row and kept else None)

    async def agree(self, who: Subscriber, subject: Subject, *, consent: str) -> Held:
        """Subscribe somebody who agreed to words of a version; what is there already stays as it is.

        Raises `InputError` where there are as many as there may be.
        """
        try:
            return await self._agree(who, subject, consent=consent)
        except IntegrityError:
            # The same yes, delivered twice at once, came first.
            return await self._agree(who, subject, consent=consent)

    async def _agree(self, who: Subscriber, subject: Subject, *, consent: str) -> Held:
        person, now = self.person(who), self._clock.now()
        async with self._database.transaction() as tx:
            row = await store.subscriber(tx, person, lock=True)
            if row is None:
                row = await self._enrolled(tx, who, person, now=now)
            if await store.find(tx, person, subject) is None:
                if await store.count(tx, person) >= MOST:
                    raise InputError("subscriptions.refused.many", most=MOST)
                tx.add(_subscription(person, subject, consent=consent, now=now))
                await self._note(tx, "agree", person, now=now, words=consent, kind=subject.kind.value)
            await tx.flush()
            kept = await store.subscriptions(tx, person)
            return Held(tuple(map(store.subject_of, kept)), row.hour)

    async def _enrolled(
        self, tx: AsyncSession, who: Subscriber, person: str, *, now: datetime
    ) -> SubscriberRecord:
        row = SubscriberRecord(
            person=person,
            citizen=self._vault.seal(who.citizen, purpose=SEALED_FOR),
            channel=who.channel,
            hour=FIRST_HOUR,
            next_at=next_time(now, FIRST_HOUR),
            told_to=await newest_serial(tx),
            cause="",
        )
        tx.add(row)
        await tx.flush()
        return row

    async def stop(self, who: Subscriber, subject: Subject) -> tuple[Subject, ...]:
        """Stop one subscription at once, also in what waits to be sent; give what was stopped, nothing where there was none."""
        return await self._stop(who, subject)

    async def stop_all(self, who: Subscriber) -> tuple[Subject, ...]:
        """Stop all subscriptions at once; give which there were."""
        return await self._stop(who, None)

    async def _stop(self, who: Subscriber, subject: Subject | None) -> tuple[Subject, ...]:
        person, now = self.person(who), self._clock.now()
        async with self._database.transaction() as tx:
            row = await store.subscriber(tx, person, lock=True)
            kept = await store.subscriptions(tx, person)
            going = [one for one in kept if subject is None or store.subject_of(one) == subject]
            if row is None or not going:
                return ()
            stopped = tuple(map(store.subject_of, going))
            await store.strike_off(tx, going)
            await unsay(tx, row, words=self._words, now=now)
            if len(going) == len(kept):
                await forget_person(tx, person)
            await self._note(tx, "stop", person, now=now, count=str(len(going)))
            return stopped

    async def choose_hour(self, who: Subscriber, hour: int) -> Held:
        """Let the message of the day come at another hour; raises `InputError` at night, or where nothing is subscribed to."""
        if not allowed(hour):
            raise InputError("subscriptions.refused.night")
        person = self.person(who)
        async with self._database.transaction() as tx:
            row = await store.subscriber(tx, person, lock=True)
            if row is None:
                raise InputError("subscriptions.refused.none")
            now = self._clock.now()
            row.hour, row.next_at = hour, self._next(row, hour, now=now)
            kept = await store.subscriptions(tx, person)
            return Held(tuple(map(store.subject_of, kept)), hour)

    @staticmethod
    def _next(row: SubscriberRecord, hour: int, *, now: datetime) -> datetime:
        """Give when the next message is due: whoever had today's, gets the next one tomorrow."""
        at = next_time(now, hour)
        had_todays = bool(row.cause) and local_date(row.next_at) > local_date(now)
        return next_time(at, hour) if had_todays and local_date(at) == local_date(now) else at

    async def _note(self, tx: AsyncSession, deed: str, person: str, *, now: datetime, **detail: str) -> None:
        await audit.record(
            tx,
            f"subscription:{deed}",
            actor="citizen",
            subject=f"person {person[:NAMED_DIGITS]}",
            now=now,
            detail=detail,
        )


def person_mark(vault: Vault, who: Subscriber) -> str:
    """Give the keyed hash by which a subscriber is known."""
    return vault.fingerprint(f"{who.channel}:{who.citizen}", purpose=PURPOSE)


def _subscription(person: str, subject: Subject, *, consent: str, now: datetime) -> SubscriptionRecord:
    return SubscriptionRecord(
        person=person,
        kind=subject.kind.value,
        target=subject.key[:KEY_LETTERS],
        name=subject.name[:KEY_LETTERS],
        consent=consent,
        made_at=now,
    )


async def unsay(tx: AsyncSession, row: SubscriberRecord, *, words: DigestWords, now: datetime) -> None:
    """Take out of the message that waits what its subscriber does not want any more."""
    parcels = await free_parcels(tx, [row.cause], now=now)
    parcel = parcels.get(row.cause)
    if parcel is None:
        return
    told = {news.serial for _, news in await told_in(tx, [row.cause])}
    wanted = set(await _wanted(tx, row.person, told))
    if told - wanted:
        await leave_out(tx, parcel, told - wanted, words=words, now=now)


async def _wanted(tx: AsyncSession, person: str, serials: set[int]) -> Sequence[int]:
    """Give those of some news that somebody is still subscribed to."""
    record, key = SubscriptionRecord, NewsKeyRecord
    chosen = (
        select(NewsRecord.serial)
        .join(key, key.serial == NewsRecord.serial)
        .join(record, (record.kind == key.kind) & (record.target == key.key))
        .where(record.person == person, NewsRecord.serial.in_(serials))
        .distinct()
    )
    return (await tx.scalars(chosen)).all()


async def forget_person(tx: AsyncSession, person: str) -> dict[str, int]:
    """Delete everything kept of a subscriber, in the caller's transaction; give how much of each table."""
    counts: dict[str, int] = {}
    for record in (SubscriptionRecord, ToldRecord, SubscriberRecord):
        own = delete(record).where(record.person == person)
        gone = await tx.execute(own.execution_options(synchronize_session=False))
        counts[record.__tablename__] = touched(gone)
    return counts
