"""The bundle of a complaint: who made one is kept before anything of it is written, and what the chain vouches for goes along."""

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import ProcedureError
from bot.evidence import covered_line
from handlers.complaints.case import store
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintStep

MADE = "complaint:bundle"


class ComplaintBundles:
    """Begins bundles; the office makes them, and nobody else."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begun(self, number: str, *, clerk: ComplaintClerk) -> tuple[str, ...]:
        """Note that a bundle is made, and give the digest of each line of the log, oldest first, as the audit's chain holds it.

        Raises `InputError` for a complaint that is not there or not this person's to see, `ProcedureError` for a unit.
        """
        async with self._database.transaction() as tx:
            await store.visible(tx, number, clerk)
            if not clerk.at_office:
                raise ProcedureError("care.bundle.refused", article=ARTICLES[ComplaintStep.APPROVE])
            log = await store.log_of(tx, number)
            await audit.record(tx, MADE, actor=clerk.login, subject=number, now=self._clock.now())
            return tuple(covered_line(line).digest for line in log)
