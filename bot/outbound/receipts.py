"""What the platform reports of a notice afterwards: written beside the try, and where it failed staff hear of it at once."""

import asyncio
from dataclasses import dataclass

from sqlalchemy import update

from bot.clock import Clock
from bot.database import Database
from bot.outbound import attempts
from bot.outbound.outbox import NO_TASK, ParcelRecord, is_open

SUCCESS = "success"
# Together well below the time that the platform waits for an answer.
PAUSES_SECONDS = (0.1, 0.3, 0.6)


@dataclass(frozen=True, slots=True)
class Receipts:
    """Takes reports; one of a message that is not ours is passed over."""

    database: Database
    clock: Clock

    async def note(self, msgid: str, report: str) -> bool:
        """Write down a report; give whether the message is ours. Raises `ServiceError`.

        Where the notice did not arrive, nobody will come back for its sake: the parcel's time is over. A report may be
        quicker than the courier, who writes down the number of a notice once it was taken: it is looked for again shortly.
        """
        for pause in PAUSES_SECONDS:
            if await self._noted(msgid, report):
                return True
            await asyncio.sleep(pause)
        return await self._noted(msgid, report)

    async def _noted(self, msgid: str, report: str) -> bool:
        now = self.clock.now()
        async with self.database.transaction() as tx:
            parcel = await attempts.reported(tx, msgid, report, now=now)
            if parcel is not None and report != SUCCESS:
                await tx.execute(
                    update(ParcelRecord)
                    .where(ParcelRecord.id == parcel, ParcelRecord.task == NO_TASK, is_open())
                    .values(wait_until=now)
                )
            return parcel is not None
