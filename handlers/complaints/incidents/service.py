"""What the office does with an event: chooses the lead, has the others merged, writes one message that a second approves.

The steps that follow are taken by a job (`following`), which looks at an event when something about it was decided.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintStep
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.incidents.records import IncidentMessageRecord
from handlers.complaints.incidents.story import visible_incident
from handlers.complaints.proceeding.service import LEADING
from handlers.complaints.repeats.records import ComplaintSignRecord
from knowledge.text.persons import mask_question

MESSAGE_LETTERS = 300
ARTICLE = ARTICLES[ComplaintStep.MERGE]


class ComplaintIncidents:
    """Takes the office's decisions on events."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def lead(self, number: str, lead: str, *, clerk: ComplaintClerk) -> None:
        """Choose which complaint is handled for all; raises `InputError` for one that is not of the event."""
        async with self._database.transaction() as tx:
            row = await visible_incident(tx, number, clerk, lock=True)
            sign = await tx.get(ComplaintSignRecord, lead)
            if sign is None or sign.incident != number or row.merging_by:
                raise InputError("care.incidents.refused.lead", number=lead)
            row.lead, row.look_at = lead, self._clock.now()
            await self._noted(tx, number, "lead", clerk, {"lead": lead})

    async def merge(self, number: str, *, clerk: ComplaintClerk) -> None:
        """Decide that all are merged into the lead, those that come later too; the job takes the steps in this name.

        Raises `InputError` while no unit handles the lead.
        """
        async with self._database.transaction() as tx:
            row = await visible_incident(tx, number, clerk, lock=True)
            lead = await tx.get_one(ComplaintRecord, row.lead)
            if lead.state not in LEADING:
                raise InputError("care.incidents.refused.unhandled", number=row.lead)
            row.merging_by, row.look_at = clerk.login, self._clock.now()
            await self._noted(tx, number, "merge", clerk, {"lead": row.lead})

    async def detach(self, number: str, complaint: str, *, clerk: ComplaintClerk) -> None:
        """Take a complaint that is another matter out of an event; raises `InputError` for the lead, or one not of it."""
        async with self._database.transaction() as tx:
            row = await visible_incident(tx, number, clerk, lock=True)
            sign = await tx.get(ComplaintSignRecord, complaint, with_for_update=True)
            if sign is None or sign.incident != number or complaint == row.lead:
                raise InputError("care.incidents.refused.lead", number=complaint)
            sign.incident, row.members = "", row.members - 1
            await self._noted(tx, number, "detach", clerk, {"complaint": complaint})

    async def close(self, number: str, *, clerk: ComplaintClerk) -> None:
        """Let nothing more be attached to an event."""
        async with self._database.transaction() as tx:
            row = await visible_incident(tx, number, clerk, lock=True)
            row.closed_at, row.look_at = row.closed_at or self._clock.now(), None
            await self._noted(tx, number, "close", clerk, {})

    async def write(self, number: str, words: str, *, clerk: ComplaintClerk) -> None:
        """Write a message to all; it waits for a second person. Raises `InputError` for words that name persons."""
        said = words.strip()
        if not said or len(said) > MESSAGE_LETTERS:
            raise InputError("care.incidents.refused.message", most=MESSAGE_LETTERS)
        if mask_question(said) != said:
            raise InputError("care.incidents.refused.personal")
        async with self._database.transaction() as tx:
            await visible_incident(tx, number, clerk)
            now = self._clock.now()
            tx.add(IncidentMessageRecord(incident=number, words=said, written_by=clerk.login, written_at=now))
            await self._noted(tx, number, "write", clerk, {})

    async def approve(self, number: str, message: int, *, clerk: ComplaintClerk) -> None:
        """Approve a message that somebody else wrote; from then on it is sent to all. Raises `ProcedureError` for the writer."""
        async with self._database.transaction() as tx:
            event = await visible_incident(tx, number, clerk, lock=True)
            row = await tx.get(IncidentMessageRecord, message, with_for_update=True)
            if row is None or row.incident != number or row.approved_at is not None:
                raise InputError("care.incidents.refused.gone")
            if row.written_by == clerk.login:
                raise ProcedureError("complaints.missing.second_person", article=ARTICLE)
            row.approved_by, row.approved_at = clerk.login, self._clock.now()
            event.look_at = None if event.closed_at else self._clock.now()
            await self._noted(tx, number, "approve", clerk, {"message": str(message)})

    async def _noted(
        self, tx: AsyncSession, number: str, deed: str, clerk: ComplaintClerk, detail: dict[str, str]
    ) -> None:
        action = f"complaint:incident-{deed}"
        await audit.record(
            tx, action, actor=clerk.login, subject=number, now=self._clock.now(), detail=detail
        )
