"""The open data of complaints (P5): what was told of, where by 乡镇, by whom handled, how it ended; of no person anything.

A row whose text still holds something personal, or may name somebody, leaves without its text, and so do all reports, tips and cases that are
about a unit: they could be recognised by those they are about.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, fields

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from handlers.complaints.case.kinds import SHIELDED
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.complaints.publication.anonymous import anonymous, personal_in
from handlers.complaints.wall.records import ComplaintWallRecord
from knowledge.text.persons import may_name

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """One row. It has no number, no day and no place below the 乡镇; `month` is that of the registration."""

    month: str
    kind: str
    area: str
    matter: str
    unit: str
    figure: str
    result: str
    late: bool
    rated: bool
    satisfied: bool
    excluded: str
    text: str

    def plain(self) -> dict[str, str | bool]:
        """Give it as a row of a file."""
        return asdict(self)


COLUMNS = tuple(one.name for one in fields(OpenComplaint))


async def open_complaints(database: Database) -> AsyncIterator[OpenComplaint]:
    """Give every complaint, a page at a time, in the order of their registration."""
    after = ""
    while True:
        async with database.reading() as tx:
            rows = await _page(tx, after)
            walled = await _walled(tx, [complaint.number for complaint, _ in rows])
        for complaint, fact in rows:
            yield _row(complaint, fact, silent=complaint.number in walled or complaint.kind in SHIELDED)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0].number


async def _page(tx: AsyncSession, after: str) -> Sequence[tuple[ComplaintRecord, ComplaintFactRecord]]:
    complaint, fact = ComplaintRecord, ComplaintFactRecord
    rows = await tx.execute(
        select(complaint, fact)
        .join(fact, fact.number == complaint.number)
        .where(complaint.number > after)
        .order_by(complaint.number)
        .limit(AT_ONCE)
    )
    return [(row[0], row[1]) for row in rows.all()]


async def _walled(tx: AsyncSession, numbers: Sequence[str]) -> frozenset[str]:
    wall = ComplaintWallRecord
    return frozenset(await tx.scalars(select(wall.number).where(wall.number.in_(numbers))))


def _row(complaint: ComplaintRecord, fact: ComplaintFactRecord, *, silent: bool) -> OpenComplaint:
    text = "" if silent else anonymous(complaint.gist)
    return OpenComplaint(
        month=fact.month,
        kind=fact.kind,
        area=fact.area,
        matter=fact.matter,
        unit=fact.unit,
        figure=fact.figure,
        result=complaint.result,
        late=fact.late,
        rated=fact.rated,
        satisfied=fact.satisfied,
        excluded=fact.excluded,
        text="" if personal_in(text) or may_name(text) else text,
    )
