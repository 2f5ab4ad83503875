"""Makes the sheet every hour, and the reports of a day, a month and a quarter when they are due."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from handlers.inspection.records import InspectionReportRecord, LinkCheckRecord
from handlers.inspection.schedule import ReportKind, ReportSpan, due
from handlers.inspection.sheet import UnitLine, line_of, ranked
from knowledge.documents.records import DocumentRecord
from knowledge.library.due import DueSettings
from knowledge.library.explanation_deadline import Workdays
from knowledge.library.openness import UnitDocuments, by_unit

HOUR = timedelta(hours=1)
LISTED = 200
REPORTS_LISTED = 120
# The same sheet is made anew: it stands under this day.
SHEET_ON = date(2000, 1, 1)
Replies = Callable[[date, date], Awaitable[Mapping[str, tuple[int, int]]]]
"""Gives by unit how many requests were replied to in a span, and how many of them on time."""
Health = Callable[[], Awaitable[Mapping[str, str]]]
"""Gives what the program tells of its own health, in words by name."""


@dataclass(frozen=True, slots=True)
class InspectionReport:
    """A report as it was made."""

    number: int
    span: ReportSpan
    lines: tuple[UnitLine, ...]
    dead: tuple[Mapping[str, str], ...]
    stale: tuple[Mapping[str, Any], ...]
    unexplained: tuple[Mapping[str, str], ...]
    incomplete: tuple[Mapping[str, str], ...]
    health: Mapping[str, str]
    made_at: datetime


async def nothing_told() -> Mapping[str, str]:
    """Tell nothing of health."""
    return {}


class Inspections:
    """Makes reports and gives them; what is found is counted anew each time, from what is public then."""

    def __init__(
        self,
        database: Database,
        *,
        rules: DueSettings,
        calendar: Callable[[], Workdays],
        replies: Replies,
        clock: Clock,
    ) -> None:
        self._database = database
        self._rules = rules
        self._calendar = calendar
        self._replies = replies
        self._clock = clock

    async def step(self, health: Health = nothing_told) -> None:
        """Make what is due; a day's report says how the program is, too. Raises `ServiceError`."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            record = InspectionReportRecord
            kept = (
                await tx.execute(select(record.kind, record.first_on).where(record.kind != ReportKind.SHEET))
            ).all()
            sheet = await _sheet(tx)
        for span in due(now, {(ReportKind(kind), first) for kind, first in kept}):
            told = await health() if span.kind is ReportKind.DAILY else {}
            await self._make(span, await self._body(span, told), now)
        if sheet is None or sheet.made_at <= now - HOUR:
            await self.renew()

    async def renew(self) -> None:
        """Make the sheet of this year anew."""
        now = self._clock.now()
        today = local_date(now)
        body = await self._body(ReportSpan(ReportKind.SHEET, today.replace(month=1, day=1), today), {})
        async with self._database.transaction() as tx:
            row = await _sheet(tx)
            if row is None:
                row = InspectionReportRecord(kind=ReportKind.SHEET.value, first_on=SHEET_ON)
                tx.add(row)
            row.last_on, row.body, row.made_at = today, body, now

    async def _make(self, span: ReportSpan, body: dict[str, Any], now: datetime) -> None:
        row = InspectionReportRecord(
            kind=span.kind.value, first_on=span.first, last_on=span.last, body=body, made_at=now
        )
        try:
            async with self._database.transaction() as tx:
                tx.add(row)
        except IntegrityError:
            # Another worker made it.
            return

    async def _body(self, span: ReportSpan, health: Mapping[str, str]) -> dict[str, Any]:
        today = local_date(self._clock.now())
        replies = await self._replies(span.first, span.last)
        async with self._database.reading() as tx:
            units = await by_unit(tx, self._rules, calendar=self._calendar(), today=today)
            links, dead = await _links(tx)
            named = [
                one
                for unit in units.values()
                for one in (*unit.unexplained[:LISTED], *unit.incomplete[:LISTED])
            ]
            titles = await _titles(tx, named[: LISTED * 4])
        return {
            "lines": [asdict(one) for one in _lines(units, replies, links, today)],
            "dead": dead[:LISTED],
            "stale": [
                {
                    "unit": unit,
                    "kind": one.kind.value,
                    "newest_on": one.newest_on.isoformat(),
                    "days": one.days,
                }
                for unit, found in sorted(units.items())
                for one in found.stale(today)
            ][:LISTED],
            "unexplained": _named({unit: found.unexplained for unit, found in units.items()}, titles),
            "incomplete": _named({unit: found.incomplete for unit, found in units.items()}, titles),
            "health": dict(health),
        }

    async def sheet(self) -> InspectionReport | None:
        """Give the sheet as it was made last."""
        async with self._database.reading() as tx:
            row = await _sheet(tx)
        return _report(row) if row else None

    async def report(self, number: int) -> InspectionReport | None:
        """Give a report."""
        async with self._database.reading() as tx:
            row = await tx.get(InspectionReportRecord, number)
        return _report(row) if row else None

    async def reports(self) -> Sequence[InspectionReport]:
        """Give the reports of days, months and quarters, the latest first."""
        record = InspectionReportRecord
        chosen = (
            select(record)
            .where(record.kind != ReportKind.SHEET.value)
            .order_by(record.last_on.desc(), record.id.desc())
        )
        async with self._database.reading() as tx:
            return [_report(row) for row in await tx.scalars(chosen.limit(REPORTS_LISTED))]


def _lines(
    units: Mapping[str, UnitDocuments],
    replies: Mapping[str, tuple[int, int]],
    links: Mapping[str, tuple[int, int]],
    today: date,
) -> list[UnitLine]:
    lines = []
    for unit in sorted({*units, *replies, *links} - {""}):
        found = units.get(unit, UnitDocuments())
        replied, on_time = replies.get(unit, (0, 0))
        tried, alive = links.get(unit, (0, 0))
        columns = len(found.columns)
        lines.append(
            UnitLine(
                unit,
                replied=replied,
                on_time=on_time,
                policies=found.policies,
                explained=found.explained,
                guides=found.guides,
                complete=found.complete,
                links=tried,
                alive=alive,
                columns=columns,
                kept_up=columns - len(found.stale(today)),
            )
        )
    return ranked(lines)


async def _links(tx: AsyncSession) -> tuple[dict[str, tuple[int, int]], list[dict[str, str]]]:
    """Give by unit how many links were tried and how many lead somewhere, and those that lead nowhere."""
    check, document = LinkCheckRecord, DocumentRecord
    rows = await tx.execute(
        select(document.unit, document.issuer, check.dead, func.count())
        .join(document, document.id == check.document_id)
        .where(check.dead.is_not(None), document.public_version.is_not(None))
        .group_by(document.unit, document.issuer, check.dead)
    )
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for unit, issuer, dead, total in rows:
        tried, alive = counts[unit or issuer]
        counts[unit or issuer] = tried + total, alive + (0 if dead else total)
    found = await tx.execute(
        select(check.document_id, document.title, document.unit, document.issuer, check.address)
        .join(document, document.id == check.document_id)
        .where(check.dead.is_(True), document.public_version.is_not(None))
        .order_by(document.unit, check.document_id, check.address)
        .limit(LISTED)
    )
    return dict(counts), [
        {"id": identifier, "title": title, "unit": unit or issuer, "address": address}
        for identifier, title, unit, issuer, address in found
    ]


async def _titles(tx: AsyncSession, identifiers: Sequence[str]) -> dict[str, str]:
    chosen = select(DocumentRecord.id, DocumentRecord.title).where(DocumentRecord.id.in_(identifiers))
    return {row[0]: row[1] for row in await tx.execute(chosen)}


def _named(units: Mapping[str, Sequence[str]], titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"unit": unit, "id": one, "title": titles.get(one, one)}
        for unit, identifiers in sorted(units.items())
        for one in identifiers
    ][:LISTED]


async def _sheet(tx: AsyncSession) -> InspectionReportRecord | None:
    record = InspectionReportRecord
    return (await tx.scalars(select(record).where(record.kind == ReportKind.SHEET.value))).one_or_none()


def _report(row: InspectionReportRecord) -> InspectionReport:
    body = row.body
    first = row.first_on if row.kind != ReportKind.SHEET else row.last_on.replace(month=1, day=1)
    return InspectionReport(
        row.id,
        ReportSpan(ReportKind(row.kind), first, row.last_on),
        tuple(line_of(one) for one in body["lines"]),
        tuple(body["dead"]),
        tuple(body["stale"]),
        tuple(body["unexplained"]),
        tuple(body["incomplete"]),
        body["health"],
        row.made_at,
    )
