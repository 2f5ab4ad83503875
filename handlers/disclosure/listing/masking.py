"""What staff read of old requests is masked anew from what is sealed: what was registered before a mask existed is hidden too.

It may run beside the program, be broken off and begun again: a request that reads as it should is left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.privacy import Vault, mask_name
from handlers.disclosure.case.fields import ApplicantKind
from handlers.disclosure.case.particulars import (
    open_particulars,
    representative_marks,
    representative_of,
    shown_information,
)
from handlers.disclosure.case.records import DisclosureRequestRecord
from knowledge.text.persons import mask_question

TOGETHER = 200

Seen = Callable[[int], object]
"""Is told how many requests were looked at so far."""


@dataclass(frozen=True, slots=True)
class MaskedAnew:
    """How many requests were looked at, and how many of them read otherwise now."""

    seen: int = 0
    changed: int = 0


class MaskingAnew:
    """Goes through all requests, some at a time, each some in one transaction."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def count(self) -> int:
        """Give how many requests there are."""
        async with self._database.reading() as tx:
            return int(await tx.scalar(select(func.count()).select_from(DisclosureRequestRecord)) or 0)

    async def whole(self, *, actor: str, told: Seen) -> MaskedAnew:
        """Mask everything anew; raises `ServiceError` when a sealed value does not open, what came before it is done."""
        done, after = MaskedAnew(), ""
        while True:
            async with self._database.transaction() as tx:
                numbers, changed = await self._some(tx, after)
                if changed:
                    now, detail = self._clock.now(), {"changed": str(changed)}
                    await audit.record(
                        tx, "disclosure:mask-anew", actor=actor, subject=numbers[-1], now=now, detail=detail
                    )
            done = MaskedAnew(done.seen + len(numbers), done.changed + changed)
            told(done.seen)
            if len(numbers) < TOGETHER:
                return done
            after = numbers[-1]

    async def _some(self, tx: AsyncSession, after: str) -> tuple[list[str], int]:
        record = DisclosureRequestRecord
        rows = (
            await tx.scalars(
                select(record)
                .where(record.number > after)
                .order_by(record.number)
                .limit(TOGETHER)
                .with_for_update()
            )
        ).all()
        changed = 0
        for row in rows:
            name, words = self._shown(row)
            changed += (row.name_masked, row.information) != (name, words)
            row.name_masked, row.information = name, words
            self._mark(row)
        return [row.number for row in rows], changed

    def _mark(self, row: DisclosureRequestRecord) -> None:
        """Let the representative be found whom an old row knows in its sealed part only."""
        if row.applicant and not row.rep_masked:
            values = open_particulars(self._vault, row.number, row.applicant)
            for column, value in representative_marks(self._vault, representative_of(values)).items():
                setattr(row, column, value)

    def _shown(self, row: DisclosureRequestRecord) -> tuple[str, str]:
        """Give name and description as they should read; of what was erased, what is left as any question is masked."""
        if not row.applicant:
            return row.name_masked, mask_question(row.information)
        values = open_particulars(self._vault, row.number, row.applicant)
        natural = row.applicant_kind == ApplicantKind.NATURAL.value
        name = values["name"]
        return mask_name(name) if natural else name, shown_information(values, natural=natural)
