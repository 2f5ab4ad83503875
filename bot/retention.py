"""How long personal data is kept: rules that say what is over its time, and erase it a small batch at a time.

Every batch is a transaction of its own, so nothing is locked for long, and whoever is killed goes on where it stopped:
what is erased is no longer over its time. The audit keeps counts only (disclosure-rules §14).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database

BATCH = 200
# Between two batches others who write get their turn.
PAUSE_SECONDS = 0.02
LISTED = 20
ACTION = "retention:erase"


@dataclass(frozen=True, slots=True)
class RetentionTerms:
    """For how long things are kept that the law sets no term for (disclosure-rules §14).

    `talk` is for what was said and for hand-overs that have ended, `parcel` for the words of messages that were sent,
    `unsent` for messages that nobody could be sent or fetched, `question` for the log of questions.
    """

    talk: timedelta = timedelta(days=365)
    parcel: timedelta = timedelta(days=30)
    unsent: timedelta = timedelta(days=180)
    question: timedelta = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What would be over its time but is kept, and why: `reason` is the end of a text key, `names` the first numbers."""

    reason: str
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expired:
    """What is over its time under one rule: how many, since when the oldest, and the first ones' numbers if they have any."""

    count: int
    oldest: datetime | None = None
    names: tuple[str, ...] = ()
    held: tuple[HeldBack, ...] = ()


class RetentionRule(Protocol):
    """One kind of thing that is kept for a time; every method raises `ServiceError` when its store is away."""

    @property
    def name(self) -> str:
        """The rule's name: the end of a text key, and the word in the audit."""
        ...

    async def due(self, *, now: datetime) -> Expired:
        """Give what is over its time, and change nothing."""
        ...

    async def erase(self, *, now: datetime, limit: int) -> int:
        """Erase about so many of them at most; give how many, 0 when none is left."""
        ...


class StoredRule(Protocol):
    """A rule on the database, in the caller's transaction."""

    @property
    def name(self) -> str:
        """The rule's name."""
        ...

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give what is over its time."""
        ...

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Erase at most so many; give how many."""
        ...


@dataclass(frozen=True, slots=True)
class Transactional:
    """A stored rule with its transactions: each batch is erased and counted in the audit in one step."""

    rule: StoredRule
    database: Database

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name

    async def due(self, *, now: datetime) -> Expired:
        """Give what is over its time; raises `ServiceError`."""
        async with self.database.reading() as tx:
            return await self.rule.due(tx, now=now)

    async def erase(self, *, now: datetime, limit: int) -> int:
        """Erase a batch; raises `ServiceError`, and then nothing of it is erased."""
        async with self.database.transaction() as tx:
            count = await self.rule.erase(tx, now=now, limit=limit)
            if count:
                await counted(tx, {self.name: count}, now=now)
            return count


async def counted(tx: AsyncSession, counts: Mapping[str, int], *, now: datetime) -> None:
    """Note in the audit how many were erased, and nothing about them."""
    detail = {name: str(count) for name, count in counts.items()}
    await audit.record(tx, ACTION, actor="bot", subject="retention", now=now, detail=detail)


class Retention:
    """Works through the rules in their order; several programs may do so at once."""

    def __init__(self, rules: Sequence[RetentionRule], *, clock: Clock, pause: float = PAUSE_SECONDS) -> None:
        self._rules = tuple(rules)
        self._clock = clock
        self._pause = pause

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the rules in their order."""
        return tuple(rule.name for rule in self._rules)

    async def look(self) -> dict[str, Expired]:
        """Give what is over its time by rule, and change nothing; raises `ServiceError`."""
        now = self._clock.now()
        return {rule.name: await rule.due(now=now) for rule in self._rules}

    async def whole(self, *, told: Callable[[str, int], None] | None = None) -> dict[str, int]:
        """Erase everything that is over its time; give how many by rule. `told` hears each batch: rule and count.

        Raises `ServiceError` when a store is away; what was erased until then stays erased.
        """
        now, totals = self._clock.now(), dict.fromkeys(self.names, 0)
        for rule in self._rules:
            while count := await rule.erase(now=now, limit=BATCH):
                totals[rule.name] += count
                if told:
                    told(rule.name, count)
                await asyncio.sleep(self._pause)
        return totals
