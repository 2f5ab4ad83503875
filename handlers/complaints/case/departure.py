"""What becomes of complaints when their citizen leaves the account, and how the same person takes one up again.

Units go on with a complaint; its applicant is told nothing in chat until it is taken up.
"""

from sqlalchemy import func, select, update

from bot import audit
from bot.clock import Clock
from bot.database import Database, touched
from bot.privacy import Vault
from handlers.cases import COMPLAINT
from handlers.complaints.case import store
from handlers.complaints.case.particulars import open_told
from handlers.complaints.case.records import ComplaintRecord
from handlers.departed import CaseClaim, departed_mark


class DepartedComplaints:
    """Each method is one transaction; `handlers.departed.DepartedCases` says what they give."""

    prefix = COMPLAINT

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Take the account's identifier off its complaints, and off the messages that filed them."""
        if not citizen:
            return 0
        record = ComplaintRecord
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
                now, detail = self._clock.now(), {"cases": str(count)}
                await audit.record(
                    tx, "complaint:leave", actor="citizen", subject="complaints", now=now, detail=detail
                )
        return count

    async def count(self, *, citizen: str, channel: str) -> int:
        """Give how many complaints wait to be taken up by this account."""
        mark = departed_mark(self._vault, citizen=citizen, channel=channel)
        query = select(func.count()).where(ComplaintRecord.departed == mark)
        async with self._database.reading() as tx:
            return int(await tx.scalar(query) or 0)

    async def take_up(self, claim: CaseClaim, *, citizen: str, channel: str) -> bool:
        """Prove it by the end of the phone number that was left, or by the link; who left none has only the link."""
        mark = departed_mark(self._vault, citizen=citizen, channel=channel)
        async with self._database.transaction() as tx:
            complaint = await store.by_number(tx, claim.number, lock=True)
            if complaint is None or complaint.departed != mark or not complaint.told:
                return False
            if not claim.proven_by(open_told(self._vault, claim.number, complaint.told).phone):
                return False
            complaint.citizen, complaint.departed = citizen, ""
            await audit.record(
                tx, "complaint:take-up", actor="citizen", subject=claim.number, now=self._clock.now()
            )
        return True
