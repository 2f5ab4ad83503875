"""Shows answered cases that tell of much the same beside a new one; what is about the reader is no neighbour either."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.privacy import Vault
from handlers.complaints.case import store as cases
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintState, ComplaintStep
from handlers.complaints.case.papers import papers_of
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.repeats import store
from handlers.complaints.repeats.likeness import likeness_percent, terms_of

LEAST_SHARED_TERMS = 2
SIMILAR_SHOWN = 5
LOOKED_THROUGH = 30
EACH_TERM = 60
ANSWERED = (ComplaintStep.REPORT.value, ComplaintStep.ANSWER.value, ComplaintStep.CONCLUDE.value)
ENDED = (ComplaintState.CLOSED.value, ComplaintState.FINISHED.value, ComplaintState.CALL_BACK.value)


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """An earlier case that tells of much the same, with the answer that was given."""

    number: str
    gist: str
    place: str
    unit: str
    matter: str
    result: str
    answer: str


class SimilarCases:
    """Finds earlier answers by the words that two complaints share."""

    def __init__(self, database: Database, *, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def of(self, number: str, *, clerk: ComplaintClerk) -> Sequence[SimilarCase]:
        """Give up to five answered cases that tell of much the same, the likest first.

        Only those that this person may see: what is about this person or unit is no neighbour either.
        """
        async with self._database.reading() as tx:
            complaint = await cases.visible(tx, number, clerk)
            sign = await store.sign_of(tx, number)
            terms = tuple(sign.terms) if sign else terms_of(complaint.gist)
            found = await store.sharing(tx, terms, each=EACH_TERM)
            found.pop(number, None)
            rows = await self._answered(tx, _rarest(found), clerk)
            rows.sort(key=lambda row: -likeness_percent(row.gist, complaint.gist))
            return [await self._similar(tx, row) for row in rows[:SIMILAR_SHOWN]]

    async def _answered(
        self, tx: AsyncSession, numbers: Sequence[str], clerk: ComplaintClerk
    ) -> list[ComplaintRecord]:
        wanted = (ComplaintRecord.number.in_(numbers), ComplaintRecord.state.in_(ENDED))
        rows = await tx.scalars(select(ComplaintRecord).where(*wanted, *ComplaintFilter(clerk).conditions()))
        return list(rows)

    async def _similar(self, tx: AsyncSession, row: ComplaintRecord) -> SimilarCase:
        papers = await papers_of(tx, self._vault, row.number)
        answers = [paper.words.get("result_words", "") for paper in papers if paper.kind in ANSWERED]
        return SimilarCase(
            row.number, row.gist, row.place, row.unit, row.matter, row.result, answers[-1] if answers else ""
        )


def _rarest(found: dict[str, dict[str, int]]) -> list[str]:
    """Give the complaints that share two terms or more, those with the rarer terms first."""
    shared = {number: terms for number, terms in found.items() if len(terms) >= LEAST_SHARED_TERMS}
    weight = {number: sum(1 / seen for seen in terms.values()) for number, terms in shared.items()}
    return sorted(weight, key=lambda number: (-weight[number], number))[:LOOKED_THROUGH]
