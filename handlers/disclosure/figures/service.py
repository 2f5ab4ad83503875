"""Reads the figures of a year and the ledger of reviews and suits, as far as somebody at the desk may see the cases."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select

from bot.clock import Clock, local_date
from bot.database import Database
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.annual_report.counting import cases_by_cell
from handlers.disclosure.annual_report.form import OUTCOMES
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.docket import dates_of
from handlers.disclosure.case.events import REMEDY_OPENED
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.case.reported import (
    ended_on,
    remedies_of,
    reported_cases,
    reporting_agencies,
)
from handlers.disclosure.figures.county import CountyTables, county_tables
from handlers.disclosure.figures.disputes import Disputes, disputes_of
from handlers.disclosure.figures.year import (
    CountedCase,
    LedgerRemedy,
    RequestsTable,
    SpanFigures,
    YearFigures,
    figures_of,
    span_figures,
)
from handlers.workdays import WorkingCalendar

Logs = Mapping[str, Sequence[DisclosureEventRecord]]
REMEDIES_LISTED = 500


# Written out: only so do the engines see that an index fits.
_REMEDY: Any = bindparam(None, REMEDY_OPENED, literal_execute=True)


class OfficeFigures:
    """Counts without writing; what takes long is counted beside the event loop."""

    def __init__(self, database: Database, *, clock: Clock, calendar: WorkingCalendar) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar

    async def year(self, year: int, *, clerk: Clerk) -> YearFigures:
        """Give the figures of a year over the cases that this person may see."""
        rows, logs = await self._running(date(year, 1, 1), date(year, 12, 31), store.seen_by(clerk))

        def counted() -> YearFigures:
            return figures_of(self._counted(rows, logs), year=year, calendar=self._calendar)

        return await asyncio.to_thread(counted)

    async def span(self, first: date, last: date, *, clerk: Clerk | None) -> SpanFigures:
        """Give the figures of a span over the cases that this person may see; over all where nobody asks, with no number told."""
        rows, logs = await self._running(first, last, *([store.seen_by(clerk)] if clerk else []))

        def counted() -> SpanFigures:
            return span_figures(self._counted(rows, logs), first=first, last=last, calendar=self._calendar)

        return await asyncio.to_thread(counted)

    async def _running(
        self, first: date, last: date, *seen: ColumnElement[bool]
    ) -> tuple[Sequence[DisclosureRequestRecord], Logs]:
        """Give the requests that came or ran within a span.

        What began before the year before and has ended since is in no figure of this one but in those of its own.
        """
        record = DisclosureRequestRecord
        in_hand = record.state.in_(
            [state.value for state in State if state not in (State.REPLIED, State.CLOSED)]
        )
        came = or_(record.receipt_on.between(date(first.year - 1, 1, 1), last), in_hand)
        async with self._database.reading() as tx:
            # Put in order here: asked to do so, an engine would walk along all numbers there ever were.
            found = (await tx.scalars(select(record).where(*seen, came))).all()
            rows = sorted(found, key=attrgetter("number"))
            logs = await store.log_by_number(tx, [row.number for row in rows])
        return rows, logs

    def _counted(self, rows: Sequence[DisclosureRequestRecord], logs: Logs) -> list[CountedCase]:
        today = local_date(self._clock.now())
        cases = []
        for row in rows:
            log = logs.get(row.number, ())
            dates = dates_of(row, log, calendar=self._calendar, today=today)
            replied = dates.replied_on is not None
            cases.append(
                CountedCase(
                    row.number,
                    row.receipt_on,
                    ended_on(row, log),
                    row.outcome,
                    bool(row.category),
                    dates.on_time if replied else None,
                    dates.due_on if not replied and dates.due_on and dates.due_on < today else None,
                )
            )
        return cases

    async def replied_by_unit(self, first: date, last: date) -> dict[str, tuple[int, int]]:
        """Give for each unit how many replies of its cases fell into a span, and how many of them were on time."""
        rows, logs = await self._running(first, last)
        counted = await asyncio.to_thread(self._counted, rows, logs)
        found: dict[str, tuple[int, int]] = {}
        for row, case in zip(rows, counted, strict=True):
            if case.on_time is not None and case.ended_on is not None and first <= case.ended_on <= last:
                replied, on_time = found.get(row.unit, (0, 0))
                found[row.unit] = replied + 1, on_time + case.on_time
        return found

    async def disputes(self, first: date, last: date) -> Disputes:
        """Count the reviews and suits of every agency that were filed, and those that ended with a correction, in a span."""
        line = DisclosureEventRecord
        opened = select(line.number).where(line.kind == _REMEDY).distinct()
        async with self._database.reading() as tx:
            logs = await store.log_by_number(tx, list(await tx.scalars(opened)))
        return disputes_of([one for log in logs.values() for one in remedies_of(log)], first=first, last=last)

    async def requests_table(self, year: int, *, clerk: Clerk) -> RequestsTable:
        """Give 表三 of a year over the clerk's own agency, each cell with its cases, as the annual report counts them."""
        async with self._database.reading() as tx:
            cases = await reported_cases(tx, clerk.agency)
            seen = set(await tx.scalars(select(DisclosureRequestRecord.number).where(store.seen_by(clerk))))
        own = [request for request in cases.requests if request.number in seen]
        counted = [request for request in own if request.closed_on is None or request.outcome in OUTCOMES]
        cells = await asyncio.to_thread(cases_by_cell, counted, year=year)
        left_out = len(seen.intersection(cases.unclassified)) + len(own) - len(counted)
        return RequestsTable(year, {cell: tuple(numbers) for cell, numbers in cells.items()}, left_out)

    async def county(self, year: int, *, agencies: AgencyDirectory) -> CountyTables:
        """Give 表三 and 表四 of all agencies together, the county's own office first; for its people only (`Clerk.at_home`).

        What was addressed to an agency that the directory does not list any more stands behind those it lists.
        """
        listed = ["", *(one.key for one in agencies.agencies if one is not agencies.home)]
        async with self._database.reading() as tx:
            found = await reporting_agencies(tx)
            keys = [key for key in listed if key in found] + sorted(found - set(listed))
            parts = [await reported_cases(tx, key) for key in keys]
        return await asyncio.to_thread(county_tables, parts, year=year)

    async def remedies(self, *, clerk: Clerk) -> tuple[LedgerRemedy, ...]:
        """Give every review and suit against the cases that this person may see, the latest first, 500 at most."""
        record, line = DisclosureRequestRecord, DisclosureEventRecord
        opened = select(line.number).where(line.kind == _REMEDY)
        async with self._database.reading() as tx:
            numbers = list(
                await tx.scalars(
                    select(record.number)
                    .where(store.seen_by(clerk), record.number.in_(opened))
                    .order_by(record.number.desc())
                    .limit(REMEDIES_LISTED)
                )
            )
            logs = await store.log_by_number(tx, numbers)
        found = [LedgerRemedy(number, remedy) for number in numbers for remedy in remedies_of(logs[number])]
        return tuple(sorted(found, key=lambda one: one.remedy.filed_on, reverse=True))
