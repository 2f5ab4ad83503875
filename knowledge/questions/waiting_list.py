"""Citizens who asked to be told when their question can be answered: kept encrypted, told once, deleted on request.

Being told rests on consent (disclosure rules §14): whoever leaves or says so is taken off the list at once.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database, touched
from bot.message import Reply
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody
from bot.privacy import Vault
from knowledge.questions import groups
from knowledge.questions.log import inserting
from knowledge.questions.records import WaitingRecord
from knowledge.text.persons import mask_question

PURPOSE = "question"
SEALED_FOR = "waiting"


class WaitingList:
    """Keeps who waits for which gap; each public method is one transaction."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def wait(self, question: str, *, citizen: str, channel: str) -> bool:
        """Put a citizen on the list of the gap of a question; give False when the citizen waits for it already.

        The gap is opened here when the log has not brought the question yet. Raises `ServiceError`.
        """
        now, asked = self._clock.now(), mask_question(question)
        async with self._database.transaction() as tx:
            gap = await groups.one_for(tx, asked, at=now)
            person = self._person(citizen, channel)
            written = await tx.scalar(
                inserting(tx, WaitingRecord)
                .values(
                    gap_id=gap.id,
                    person=person,
                    citizen=self._vault.seal(citizen, purpose=SEALED_FOR),
                    channel=channel,
                    asked_at=now,
                    told_at=None,
                )
                .on_conflict_do_update(
                    index_elements=["gap_id", "person"],
                    set_={
                        "citizen": self._vault.seal(citizen, purpose=SEALED_FOR),
                        "asked_at": now,
                        "told_at": None,
                    },
                    where=WaitingRecord.told_at.is_not(None),
                )
                .returning(WaitingRecord.id)
            )
            return written is not None

    async def stop(self, *, citizen: str, channel: str) -> int:
        """Take a citizen off every list; give from how many. Raises `ServiceError`."""
        person = self._person(citizen, channel)
        async with self._database.transaction() as tx:
            gone = await tx.execute(delete(WaitingRecord).where(WaitingRecord.person == person))
            return touched(gone)

    async def tell(self, tx: AsyncSession, gap: int, words: str, *, now: datetime) -> int:
        """Write the news to everybody who waits for a gap, in the caller's transaction; give how many were told.

        Each is told once for one wish; the address is emptied in the same step.
        """
        rows = await tx.scalars(
            select(WaitingRecord)
            .where(WaitingRecord.gap_id == gap, WaitingRecord.told_at.is_(None))
            .order_by(WaitingRecord.id)
            .with_for_update()
        )
        count = 0
        for row in rows:
            count += await outbox.enqueue(
                tx,
                self._vault.open(row.citizen, purpose=SEALED_FOR),
                body=ParcelBody(Reply(words)),
                dedup=f"gap:{gap}:{row.id}:{row.asked_at.isoformat()}",
                now=now,
                channel=row.channel,
            )
            row.told_at, row.citizen = now, b""
        return count

    def _person(self, citizen: str, channel: str) -> str:
        return self._vault.fingerprint(f"{channel}:{citizen}", purpose=PURPOSE)
