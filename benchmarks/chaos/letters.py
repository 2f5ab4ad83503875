"""Letters to citizens who say nothing: they climb the ladder while everything is killed, and are all there at the next word.

Nobody's window is open for them, so that each is refused, invites its citizen back and waits. At the end every citizen
says one word: what waited must come then, in the order in which it was written, or lie with staff.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select

from adapters.storage.engine import create_database, sqlite_url
from adapters.wechat.simulator.app import Simulator
from adapters.wechat.simulator.delivery.pusher import PushRefusedError
from adapters.wechat.simulator.world.citizens import ChatEntry, Citizen
from bot.clock import SystemClock
from bot.errors import ServiceError
from bot.message import Reply
from bot.outbound import outbox
from bot.outbound.attempts import AttemptRecord
from bot.outbound.outbox import ParcelKind, ParcelRecord, ParcelState
from bot.outbound.parcel import ParcelBody

SILENT = 20
PAUSES = (0.2, 0.8)
TRIES, TRY_SECONDS = 30, 1.0
FIRST_WORDS = "你好"


@dataclass(frozen=True, slots=True)
class LettersKept:
    """How the letters stand at the end: by rung the tries that were made, and how many parcels of anybody still wait."""

    rungs: Counter[str]
    waiting: int
    with_staff: frozenset[str]


@dataclass(frozen=True, slots=True)
class LetterBreaches:
    """Letters that nobody has, and pairs of which the later one came first."""

    lost: tuple[str, ...]
    disorder: tuple[tuple[str, str], ...]
    twice: int = 0


@dataclass(frozen=True, slots=True)
class LetterOutcome:
    """What became of so many letters; `waited` parcels lay in the outbox before their citizens wrote."""

    count: int
    kept: LettersKept
    breaches: LetterBreaches
    waited: int = 0

    @property
    def broken(self) -> bool:
        """Whether one is nowhere, or came before an earlier one."""
        return bool(self.breaches.lost or self.breaches.disorder)

    def lines(self) -> Iterator[str]:
        """Give the figures as they are printed."""
        missed = self.breaches
        yield (
            f"letters {self.count}: lost {len(missed.lost)}, out of order {len(missed.disorder)}, "
            f"brought twice {missed.twice}, with staff {len(self.kept.with_staff)}"
        )
        yield (
            f"tries by rung {dict(self.kept.rungs)}; waiting in the outbox {self.waited} until their citizens wrote, "
            f"{self.kept.waiting} after"
        )


NO_LETTERS = LetterOutcome(0, LettersKept(Counter(), 0, frozenset()), LetterBreaches((), ()))


@dataclass(slots=True)
class Letters:
    """Writes letters until it is over, and then has their citizens write."""

    simulator: Simulator
    marks: Iterator[str]
    database_url: str
    folder: Path
    written: dict[str, list[str]] = field(default_factory=dict)

    async def write(self) -> None:
        """Write one letter after the other to citizens who are silent, until cancelled."""
        people = [
            self.simulator.world.settle(f"不说话的市民{number}（示例）", follows=True)
            for number in range(1, SILENT + 1)
        ]
        database = create_database(self.database_url or sqlite_url(self.folder))
        try:
            while True:
                await asyncio.sleep(random.uniform(*PAUSES))
                citizen, mark = random.choice(people), next(self.marks)
                # Only what was surely written is waited for; a try whose end is unknown is made again, and is one letter.
                while True:
                    with suppress(ServiceError):
                        async with database.transaction() as tx:
                            await outbox.enqueue(
                                tx,
                                citizen.openid,
                                body=ParcelBody(Reply(words_of(mark)), automatic=False),
                                dedup=f"letter:{mark}",
                                now=SystemClock().now(),
                                kind=ParcelKind.LETTER,
                            )
                        break
                    await asyncio.sleep(TRY_SECONDS)
                self.written.setdefault(citizen.openid, []).append(mark)
        finally:
            await database.close()

    async def call_for(self, openids: Iterable[str]) -> None:
        """Have each of them say a word, again until it is taken."""
        for openid in openids:
            citizen = self.simulator.world.citizens[openid]
            for _ in range(TRIES):
                with suppress(PushRefusedError):
                    trace = await self.simulator.deeds.say(citizen, FIRST_WORDS)
                    if trace.shown:
                        break
                await asyncio.sleep(TRY_SECONDS)

    async def waiting(self) -> int:
        """Give how many parcels wait for their citizens, whoever those are."""
        return (await self._kept()).waiting

    async def outcome(self, *, waited: int) -> LetterOutcome:
        """Give what became of them, in the database and in the windows."""
        kept = await self._kept()
        missed = letter_breaches(self.written, self.simulator.world.citizens, with_staff=kept.with_staff)
        return LetterOutcome(sum(map(len, self.written.values())), kept, missed, waited)

    async def _kept(self) -> LettersKept:
        database = create_database(self.database_url or sqlite_url(self.folder))
        try:
            async with database.reading() as tx:
                tries = await tx.execute(
                    select(AttemptRecord.rung, func.count()).group_by(AttemptRecord.rung)
                )
                waiting = select(func.count()).where(ParcelRecord.state == ParcelState.WAITING)
                tasks = await tx.scalars(
                    select(ParcelRecord.body).where(
                        ParcelRecord.state == ParcelState.FAILED, ParcelRecord.kind == ParcelKind.LETTER
                    )
                )
                rungs = Counter({str(rung): int(count) for rung, count in tries.all()})
                failed = frozenset(str(body.get("text", "")) for body in tasks.all())
                return LettersKept(rungs, int(await tx.scalar(waiting) or 0), failed)
        finally:
            await database.close()


def words_of(mark: str) -> str:
    """Give what a letter says."""
    return f"县里的来信，代号{mark}。"


def letter_breaches(
    written: dict[str, list[str]], people: dict[str, Citizen], *, with_staff: frozenset[str]
) -> LetterBreaches:
    """Hold what was written against the citizens' windows; what lies with staff is not lost, what a dying courier repeats is told apart."""
    lost, disorder, twice = [], [], 0
    for openid, marks in written.items():
        said = _said(people[openid].entries)
        first = {mark: said.find(words_of(mark)) for mark in marks}
        lost += [mark for mark in marks if first[mark] < 0 and words_of(mark) not in with_staff]
        there = [mark for mark in marks if first[mark] >= 0]
        disorder += [(one, other) for one, other in pairwise(there) if first[one] > first[other]]
        twice += sum(said.count(words_of(mark)) > 1 for mark in marks)
    return LetterBreaches(tuple(lost), tuple(disorder), twice)


def _said(entries: Sequence[ChatEntry]) -> str:
    return "\n".join(entry.text for entry in entries if entry.side == "account")
