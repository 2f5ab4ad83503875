"""Puts the rules of retention together, and works through them once a night in the worker."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Any

from prometheus_client import Counter, Gauge
from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from adapters.redis.retention import ForsakenMessages, OldTalk, QuarantineNames, compact
from adapters.settings import Settings
from adapters.storage.engine import settle_file
from adapters.storage.picture_holders import held_pictures
from bot.clock import SHANGHAI, Clock
from bot.database import Database
from bot.outbound.outbox import Parcel
from bot.outbound.retention import OldParcels, ParcelWords, UnsentParcels
from bot.privacy import Vault
from bot.retention import Retention, RetentionRule, RetentionTerms, Transactional, counted
from handlers.activities.signup.retention import OldSignups
from handlers.appointments.booking.retention import OLD_APPOINTMENTS
from handlers.appointments.home.retention import OLD_HOME_VISITS
from handlers.complaints.case.retention import EndedComplaints
from handlers.disclosure.case.retention import ClosedApplicants
from handlers.matters.binding.retention import OldBindingClaims, OldBindings
from handlers.matters.delivery.retention import OldMatters
from handlers.opinions.collecting.retention import OldOpinions
from handlers.pictures.retention import OldPictures
from handlers.questionnaires.collecting.retention import OldReplies
from handlers.ratings.retention import OldRatings
from handlers.source_files.retention import UnusedSourceFiles
from handlers.subscriptions.consent.retention import OldNews
from handlers.texts import Texts
from handlers.tickets.retention import OldTickets
from handlers.tickets.service import TicketService
from knowledge.library.discards import OldDiscards
from knowledge.questions.retention import OldGaps, OldQuestions, OldWaiting

log = logging.getLogger(__name__)
ERASED = Counter("mingbai_retention_erased", "Entries erased at the end of their time", ["rule"])
LAST_PASS = Gauge("mingbai_retention_last_pass", "POSIX time at which the last pass of retention ended")
NIGHT = time(2)
MARK_KEPT = timedelta(days=30)


def mark_key() -> str:
    """Give the name of the day on which the periods were last seen to."""
    return key_of("retention")


class _Counted:
    """A rule on Redis whose counts go into the audit too, once what they count is gone."""

    def __init__(self, rule: RetentionRule, database: Database) -> None:
        self._rule = rule
        self._database = database

    @property
    def name(self) -> str:
        return self._rule.name

    async def due(self, *, now: datetime) -> Any:
        return await self._rule.due(now=now)

    async def erase(self, *, now: datetime, limit: int) -> int:
        count = await self._rule.erase(now=now, limit=limit)
        if count:
            async with self._database.transaction() as tx:
                await counted(tx, {self.name: count}, now=now)
        return count


def terms_of(settings: Settings) -> RetentionTerms:
    """Give the terms that the settings set; those of applicants are promised in the notice and are no setting."""
    return RetentionTerms(
        talk=timedelta(days=settings.talk_days),
        parcel=timedelta(days=settings.parcel_days),
        unsent=timedelta(days=settings.unsent_days),
        question=timedelta(days=settings.question_days),
    )


def retention_of(
    database: Database,
    redis: Redis,
    *,
    vault: Vault,
    clock: Clock,
    terms: RetentionTerms,
    tickets: TicketService,
    texts: Texts,
) -> Retention:
    """Give the rules in the order they are to be worked through: a parcel is given up before its words go."""

    async def undeliverable(tx: Any, parcel: Parcel, reason: str) -> str:
        return await tickets.undeliverable(tx, parcel, reason=texts(f"tickets.unsent.{reason}"))

    stored = (
        ClosedApplicants(),
        EndedComplaints(),
        OldSignups(),
        OldMatters(),
        OldBindings(),
        OldBindingClaims(),
        OldOpinions(),
        OldReplies(),
        OLD_APPOINTMENTS,
        OLD_HOME_VISITS,
        UnsentParcels(terms.unsent, undeliverable),
        ParcelWords(terms.parcel),
        OldParcels(terms.talk),
        OldTickets(terms.talk),
        OldNews(),
        OldRatings(),
        # After what they belong to, so that they go with it.
        OldPictures(held_pictures),
        OldQuestions(terms.question),
        OldWaiting(terms.question),
        OldGaps(terms.question),
        OldDiscards(),
        # After what they were read for.
        UnusedSourceFiles(),
    )
    elsewhere = (
        OldTalk(redis, vault, terms.talk),
        ForsakenMessages(redis, vault),
        QuarantineNames(redis),
    )
    rules: list[RetentionRule] = [
        *(Transactional(rule, database) for rule in stored),
        *(_Counted(rule, database) for rule in elsewhere),
    ]
    return Retention(rules, clock=clock)


class NightlyRetention:
    """Makes one pass a day, from two in the morning on, or as soon as a worker runs; a pass that broke off is made again."""

    def __init__(self, retention: Retention, database: Database, redis: Redis, *, clock: Clock) -> None:
        self._retention = retention
        self._database = database
        self._redis = redis
        self._clock = clock

    async def step(self) -> None:
        """Make today's pass unless it was made; raises `ServiceError` when a store is away."""
        local = self._clock.now().astimezone(SHANGHAI)
        day = (local - timedelta(hours=NIGHT.hour)).date()
        done = await last_pass(self._redis)
        if done is not None and done >= day:
            return
        await self.run()
        async with reachable():
            await self._redis.set(mark_key(), day.isoformat(), ex=MARK_KEPT)

    async def run(self, *, told: Any = None) -> dict[str, int]:
        """Make a pass now; give what was erased by rule. What is deleted goes from the stores' own files too."""
        totals = await self._retention.whole(told=told)
        await settle_file(self._database)
        await compact(self._redis)
        for rule, count in totals.items():
            ERASED.labels(rule).inc(count)
        LAST_PASS.set(self._clock.now().timestamp())
        log.info("retention", extra={"erased": {rule: count for rule, count in totals.items() if count}})
        return totals


async def last_pass(redis: Redis) -> date | None:
    """Give the day of the worker's last pass; None before the first. Raises `ServiceError` when Redis is away."""
    async with reachable():
        done: Any = await redis.get(mark_key())
    return date.fromisoformat(done.decode()) if done else None
