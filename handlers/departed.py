"""Cases whose citizen has left the account: nobody's for now, until the same person takes one up again (wechat-protocol §6).

The law keeps the case, and the account's identifier goes. What stays is a keyed hash of it: without the key nobody learns
from it whose case it is, and with it nothing more than whether somebody who is here now was that person.
"""

import hmac
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from sqlalchemy import func, select, update

from bot import audit
from bot.clock import Clock
from bot.database import Database, touched
from bot.privacy import Vault

TAIL_LETTERS = 4
MARK_PURPOSE = "departed"


def departed_mark(vault: Vault, *, citizen: str, channel: str) -> str:
    """Give the keyed hash under which the cases of somebody who has left are found again by that account."""
    return vault.fingerprint(f"{channel}:{citizen}", purpose=MARK_PURPOSE)


@dataclass(frozen=True, slots=True)
class CaseClaim:
    """What somebody says to take up a case: its number, and the end of an identity or phone number, or its signed link."""

    number: str
    tail: str = ""
    linked: bool = False

    def proven_by(self, number: str) -> bool:
        """Whether the claim is proven by a number that was given with the case; an empty one proves nothing."""
        if self.linked:
            return True
        end = number[-TAIL_LETTERS:].upper()
        return len(end) == TAIL_LETTERS and hmac.compare_digest(end.encode(), self.tail.upper().encode())


class DepartedCases(Protocol):
    """A service whose cases outlast their citizen's leaving."""

    prefix: str

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Forget whose cases these are; give how many. Doing it again changes nothing."""
        ...

    async def count(self, *, citizen: str, channel: str) -> int:
        """Give how many cases this account had when it left, and has not taken up again."""
        ...

    async def take_up(self, claim: CaseClaim, *, citizen: str, channel: str) -> bool:
        """Make a case the citizen's again; False where it was not this account's, or is not proven."""
        ...


class DepartedRecords(ABC):
    """Cases that one table keeps, with `number`, `citizen`, `talk_channel`, `push_key` and `departed`.

    Each method is one transaction; `DepartedCases` says what they give.
    """

    prefix: str
    record: ClassVar[type[Any]]
    """The table's records."""
    kind: ClassVar[str]
    """How the audit names them, one of them."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    @abstractmethod
    def proof(self, case: Any) -> str | None:
        """Give the number whose end proves whose case it is; None once what was told with it is gone."""

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Take the account's identifier off its cases, and off the messages that filed them."""
        if not citizen:
            return 0
        mark = departed_mark(self._vault, citizen=citizen, channel=channel)
        theirs = (self.record.citizen == citizen, self.record.talk_channel == channel)
        async with self._database.transaction() as tx:
            cut = update(self.record).where(*theirs).values(citizen="", push_key="", departed=mark)
            count = touched(await tx.execute(cut.execution_options(synchronize_session=False)))
            if count:
                act, detail = f"{self.kind}:leave", {"cases": str(count)}
                await audit.record(
                    tx, act, actor="citizen", subject=self.kind, now=self._clock.now(), detail=detail
                )
        return count

    async def count(self, *, citizen: str, channel: str) -> int:
        """Give how many cases wait to be taken up by this account."""
        mark = departed_mark(self._vault, citizen=citizen, channel=channel)
        query = select(func.count()).select_from(self.record).where(self.record.departed == mark)
        async with self._database.reading() as tx:
            return int(await tx.scalar(query) or 0)

    async def take_up(self, claim: CaseClaim, *, citizen: str, channel: str) -> bool:
        """Take one up by its proof or by the link of the case; False where neither holds."""
        mark = departed_mark(self._vault, citizen=citizen, channel=channel)
        query = select(self.record).where(self.record.number == claim.number).with_for_update()
        async with self._database.transaction() as tx:
            case = (await tx.scalars(query)).one_or_none()
            if case is None or case.departed != mark:
                return False
            proof = self.proof(case)
            if proof is None or not claim.proven_by(proof):
                return False
            case.citizen, case.departed = citizen, ""
            act = f"{self.kind}:take-up"
            await audit.record(tx, act, actor="citizen", subject=claim.number, now=self._clock.now())
        return True
