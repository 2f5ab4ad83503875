"""What becomes of requests when their citizen leaves the account, and how the same person takes one up again.

The request stays as the law asks (art. 45); until it is taken up it is written to on no channel, as one that came on paper.
"""

from sqlalchemy import func, select, update

from bot import audit
from bot.clock import Clock
from bot.database import Database, touched
from bot.privacy import Vault
from handlers.cases import DISCLOSURE
from handlers.departed import CaseClaim, departed_mark
from handlers.disclosure.case import store
from handlers.disclosure.case.particulars import open_particulars
from handlers.disclosure.case.records import DisclosureRequestRecord


class DepartedRequests:
    """Each method is one transaction; `handlers.departed.DepartedCases` says what they give."""

    prefix = DISCLOSURE

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Take the account's identifier off its requests, and off the messages that filed them."""
        if not citizen:
            return 0
        record = DisclosureRequestRecord
        mark = departed_mark(self._vault, citizen=citizen, channel=channel)
        async with self._database.transaction() as tx:
            done = await tx.execute(
                update(record)
                .where(record.citizen == citizen, record.talk_channel == channel)
                .values(citizen="", push_key="", departed=mark)
                .execution_options(synchronize_session=False)
            )
            count = touched(done)
            if count:
                detail = {"cases": str(count)}
                await audit.record(
                    tx,
                    "disclosure:leave",
                    actor="citizen",
                    subject="requests",
                    now=self._clock.now(),
                    detail=detail,
                )
        return count

    async def count(self, *, citizen: str, channel: str) -> int:
        """Give how many requests wait to be taken up by this account."""
        mark = departed_mark(self._vault, citizen=citizen, channel=channel)
        query = select(func.count()).where(DisclosureRequestRecord.departed == mark)
        async with self._database.reading() as tx:
            return int(await tx.scalar(query) or 0)

    async def take_up(self, claim: CaseClaim, *, citizen: str, channel: str) -> bool:
        """Prove it by the end of the applicant's identity number, or by the link of the case."""
        mark = departed_mark(self._vault, citizen=citizen, channel=channel)
        async with self._database.transaction() as tx:
            request = await store.by_number(tx, claim.number, lock=True)
            if request is None or request.departed != mark or not request.applicant:
                return False
            particulars = open_particulars(self._vault, claim.number, request.applicant)
            if not claim.proven_by(particulars["identity"]):
                return False
            request.citizen, request.departed = citizen, ""
            await audit.record(
                tx, "disclosure:take-up", actor="citizen", subject=claim.number, now=self._clock.now()
            )
        return True
