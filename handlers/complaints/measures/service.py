"""Reads the measures of a period, opens the cases behind each figure, and keeps what is left out of the rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault
from handlers.complaints.case import store as cases
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.deeds import keep_reason, note_deed, required_reason
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintActor, ComplaintStep
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.measures import store
from handlers.complaints.measures.facts import exclude
from handlers.complaints.measures.figure import CountedAs, ExclusionRule
from handlers.complaints.measures.rates import COUNTS, Tally
from handlers.complaints.measures.records import ComplaintExclusionRecord, ComplaintFactRecord
from handlers.complaints.measures.store import DIMENSIONS, CountedMonths
from handlers.complaints.wall.store import walled

ARTICLE = ARTICLES[ComplaintStep.CONCLUDE]
OLDEST = 10
SHOWN = 50
PROPOSED, DECIDED = "exclusion_proposed", "exclusion_decided"


@dataclass(frozen=True, slots=True)
class ComplaintMeasures:
    """All figures of a period; each mapping is by the values of its dimension. `year_before` is of the same months."""

    period: CountedMonths
    total: Tally
    year_before: Tally
    by_unit: dict[str, Tally]
    by_kind: dict[str, Tally]
    by_area: dict[str, Tally]
    by_matter: dict[str, Tally]
    by_month: dict[str, Tally]
    stages: dict[str, dict[str, float | None]]


@dataclass(frozen=True, slots=True)
class CaseBehindFigure:
    """A case behind a figure."""

    number: str
    gist: str
    unit: str
    kind: str
    area: str
    figure: CountedAs
    late: bool
    excluded: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ListedExclusion:
    """One exclusion of the public list; `approved` is None while it waits for the office's head."""

    id: int
    number: str
    rule: ExclusionRule
    unit: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    approved: bool | None
    lapsed: bool


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """Which cases somebody wants to see: those of a count, of one value of a dimension or all."""

    period: CountedMonths
    measure: str = "registered"
    dimension: str = ""
    value: str = ""


class ComplaintMeasurement:
    """Counts complaints; who may see which is decided here, as for the cases themselves."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def measures(self, period: CountedMonths, *, clerk: ComplaintClerk) -> ComplaintMeasures:
        """Give the figures of a period."""
        today = self._today()
        async with self._database.reading() as tx:
            now = await store.tallies(tx, period, clerk, today=today)
            before = await store.tallies(tx, period.year_before(), clerk, today=today)
        return ComplaintMeasures(
            period,
            now.total,
            before.total,
            by_unit=now.by("unit"),
            by_kind=now.by("kind"),
            by_area=now.by("area"),
            by_matter=now.by("matter"),
            by_month=dict(sorted(now.by("month").items())),
            stages=now.stages,
        )

    async def behind(
        self, query: FigureQuery, *, clerk: ComplaintClerk, page: int = 1
    ) -> tuple[Sequence[CaseBehindFigure], bool]:
        """Give a page of the cases behind a figure, and whether more follow; raises `InputError` for an unknown figure."""
        if query.measure not in COUNTS or (query.dimension and query.dimension not in DIMENSIONS):
            raise InputError("measures.refused.figure")
        async with self._database.reading() as tx:
            conditions = [
                *await store.reach(tx, query.period, clerk),
                store.measure(query.measure, self._today()),
            ]
            if query.dimension:
                conditions.append(DIMENSIONS[query.dimension] == query.value)
            offset = (max(page, 1) - 1) * SHOWN
            facts = await store.behind(tx, conditions, offset=offset, limit=SHOWN + 1)
            return await self._cases(tx, facts[:SHOWN], clerk), len(facts) > SHOWN

    async def oldest(self, *, clerk: ComplaintClerk) -> Sequence[CaseBehindFigure]:
        """Give the ten cases that go on for the longest time."""
        async with self._database.reading() as tx:
            return await self._cases(tx, await store.oldest_running(tx, clerk, limit=OLDEST), clerk)

    @staticmethod
    async def _cases(
        tx: AsyncSession, facts: Sequence[ComplaintFactRecord], clerk: ComplaintClerk
    ) -> Sequence[CaseBehindFigure]:
        record, numbers = ComplaintRecord, [fact.number for fact in facts]
        wanted = (record.number.in_(numbers), *ComplaintFilter(clerk).conditions())
        rows = await tx.execute(select(record.number, record.gist).where(*wanted)) if numbers else ()
        gists = {row.number: row.gist for row in rows}
        return [
            CaseBehindFigure(
                fact.number,
                gists[fact.number],
                fact.unit,
                fact.kind,
                fact.area,
                CountedAs(fact.figure),
                fact.late,
                fact.excluded,
                fact.due_on,
            )
            for fact in facts
            if fact.number in gists
        ]

    async def propose(self, number: str, rule: str, reason: str, *, clerk: ComplaintClerk) -> None:
        """Propose that an ended case stay out of the rates.

        Raises `InputError` for an unknown rule, an empty reason, a case that goes on, or one that is proposed already.
        """
        said = required_reason(reason)
        if rule not in frozenset(ExclusionRule):
            raise InputError("measures.refused.rule")
        async with self._database.transaction() as tx:
            await cases.visible(tx, number, clerk, lock=True)
            fact = await tx.get(ComplaintFactRecord, number)
            if fact is None or fact.figure == CountedAs.RUNNING:
                raise InputError("measures.refused.running", number=number)
            record = ComplaintExclusionRecord
            open_ = (record.number == number, record.lapsed.is_(False), record.approved.is_not(False))
            if await tx.scalar(select(record.id).where(*open_)) is not None:
                raise InputError("measures.refused.proposed", number=number)
            now = self._clock.now()
            tx.add(record(number=number, rule=rule, proposed_by=clerk.login, proposed_at=now))
            keep_reason(tx, self._vault, said, number=number, kind=PROPOSED, by=clerk.login, now=now)
            await note_deed(tx, number, PROPOSED, by=clerk.login, now=now, detail={"rule": rule})

    async def decide(self, exclusion: int, *, approved: bool, reason: str, clerk: ComplaintClerk) -> None:
        """Approve or refuse a proposal; the office's head, who is not the one who proposed it.

        Raises `ProcedureError` for anybody else, `InputError` without a reason, or where it is decided.
        """
        said = required_reason(reason)
        if ComplaintActor.HEAD not in clerk.parts:
            raise ProcedureError("measures.refused.head", article=ARTICLE)
        async with self._database.transaction() as tx:
            row = await tx.get(ComplaintExclusionRecord, exclusion, with_for_update=True)
            if row is None or row.approved is not None or row.lapsed:
                raise InputError("measures.refused.decided")
            await cases.visible(tx, row.number, clerk, lock=True)
            if row.proposed_by == clerk.login:
                raise ProcedureError("measures.refused.own", article=ARTICLE)
            fact = await tx.get_one(ComplaintFactRecord, row.number)
            if fact.figure == CountedAs.RUNNING:
                raise InputError("measures.refused.running", number=row.number)
            now = self._clock.now()
            row.approved, row.decided_by, row.decided_at = approved, clerk.login, now
            exclude(tx, fact, row.rule if approved else "")
            detail = {"rule": row.rule, "approved": str(approved).lower()}
            keep_reason(tx, self._vault, said, number=row.number, kind=DECIDED, by=clerk.login, now=now)
            await note_deed(tx, row.number, DECIDED, by=clerk.login, now=now, detail=detail)

    async def exclusions(self, *, clerk: ComplaintClerk) -> Sequence[ListedExclusion]:
        """Give the last fifty exclusions, those that wait first, to a unit its own; what is about the reader is left out."""
        record, fact = ComplaintExclusionRecord, ComplaintFactRecord
        wanted = [~walled(record.number, clerk)]
        if not clerk.at_office:
            own = select(fact.number).where(fact.number == record.number, fact.unit == clerk.unit)
            wanted.append(own.exists())
        latest = select(record).where(*wanted).order_by(record.id.desc())
        async with self._database.reading() as tx:
            # Asked for apart: to put them in one order, an engine would sort all that there ever were.
            waiting = (await tx.scalars(latest.where(record.approved.is_(None)).limit(SHOWN))).all()
            left = SHOWN - len(waiting)
            decided = (await tx.scalars(latest.where(record.approved.is_not(None)).limit(left))).all()
            rows = [*waiting, *decided]
            units = select(fact.number, fact.unit).where(fact.number.in_([row.number for row in rows]))
            unit_of = {str(number): str(unit) for number, unit in (await tx.execute(units)).all()}
            return [_listed(row, unit_of[row.number]) for row in rows]

    def _today(self) -> date:
        return local_date(self._clock.now())


def _listed(row: ComplaintExclusionRecord, unit: str) -> ListedExclusion:
    return ListedExclusion(
        row.id,
        row.number,
        ExclusionRule(row.rule),
        unit,
        row.proposed_by,
        row.proposed_at,
        row.decided_by,
        row.approved,
        row.lapsed,
    )
