"""Takes up cases again for whoever left and came back; how often somebody may try in a day is counted in the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.audit import AuditRecord
from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.privacy import Vault
from handlers.departed import CaseClaim, DepartedCases, departed_mark

TRIES_A_DAY = 5
REFUSED_CLAIM = "case:claim-refused"
_NAMED_BY_LETTERS = 16


class ReturnOutcome(StrEnum):
    """What became of a claim; also the end of a text key."""

    TAKEN_UP = "taken_up"
    REFUSED = "refused"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What became of a claim, and how many tries the day still has."""

    outcome: ReturnOutcome
    tries_left: int


class ReturningService:
    """Asks every service whose cases outlast a leaving. A wrong end, a stranger's case and an unknown number are one refusal."""

    def __init__(
        self, database: Database, *, cases: Sequence[DepartedCases], vault: Vault, clock: Clock
    ) -> None:
        self._database = database
        self._cases = tuple(cases)
        self._vault = vault
        self._clock = clock

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Forget whose cases these are, since the citizen has left; give how many. Raises `ServiceError`."""
        return sum([await each.leave(citizen=citizen, channel=channel) for each in self._cases])

    async def waiting(self, *, citizen: str, channel: str) -> int:
        """Give how many cases this account may take up again."""
        return sum([await each.count(citizen=citizen, channel=channel) for each in self._cases])

    async def take_up(self, claim: CaseClaim, *, citizen: str, channel: str) -> ClaimAnswer:
        """Take up the case that is claimed; every refusal costs one of the day's tries, which end at midnight in China."""
        subject = self._subject(citizen, channel)
        left = TRIES_A_DAY - await self._refusals(subject)
        if left <= 0:
            return ClaimAnswer(ReturnOutcome.EXHAUSTED, 0)
        for each in self._cases:
            if claim.number.startswith(each.prefix) and await each.take_up(
                claim, citizen=citizen, channel=channel
            ):
                return ClaimAnswer(ReturnOutcome.TAKEN_UP, left)
        async with self._database.transaction() as tx:
            now = self._clock.now()
            await audit.record(tx, REFUSED_CLAIM, actor="citizen", subject=subject, now=now)
        return ClaimAnswer(ReturnOutcome.REFUSED, left - 1)

    async def _refusals(self, subject: str) -> int:
        async with self._database.reading() as tx:
            return await _refusals_since(tx, subject, _midnight(self._clock.now()))

    def _subject(self, citizen: str, channel: str) -> str:
        """Name an account in the audit without telling who it is."""
        mark = departed_mark(self._vault, citizen=citizen, channel=channel)
        return f"person {mark[:_NAMED_BY_LETTERS]}"


def _midnight(now: datetime) -> datetime:
    return datetime.combine(local_date(now), time(), SHANGHAI)


async def _refusals_since(tx: AsyncSession, subject: str, since: datetime) -> int:
    record = AuditRecord
    query = select(func.count()).where(
        record.subject == subject, record.action == REFUSED_CLAIM, record.at >= since
    )
    return int(await tx.scalar(query) or 0)
