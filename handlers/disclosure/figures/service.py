"""Reads the figures of a year and the ledger of reviews and suits, as far as somebody at the desk may see the cases."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select

from bot.clock import Clock, local_date
from bot.database import Database
from handlers.disclosure.annual_report.counting import cases_by_cell
from handlers.disclosure.annual_report.form import OUTCOMES
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.docket import dates_of
from handlers.disclosure.case.events import REMEDY_OPENED
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.case.reported import ended_on, remedies_of, reported_cases
from handlers.disclosure.figures.year import (
    CountedCase,
    LedgerRemedy,
    RequestsTable,
    YearFigures,
    figures_of,
)
from handlers.workdays import WorkingCalendar

Logs = Mapping[str, Sequence[DisclosureEventRecord]]
REMEDIES_LISTED = 500


class OfficeFigures:
    """Counts without writing; what takes long is counted beside the event loop."""

    def __init__(self, database: Database, *, clock: Clock, calendar: WorkingCalendar) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar

    async def year(self, year: int, *, clerk: Clerk) -> YearFigures:
        """Give the figures of a year over the cases that this person may see."""
        record = DisclosureRequestRecord
        in_hand = record.state.not_in((State.REPLIED.value, State.CLOSED.value))
        # What began before the year before and has ended since is in no figure of this one but in those of its own.
        came = or_(record.receipt_on.between(date(year - 1, 1, 1), date(year, 12, 31)), in_hand)
        async with self._database.reading() as tx:
            rows = (
                await tx.scalars(select(record).where(store.seen_by(clerk), came).order_by(record.number))
            ).all()
            logs = await store.log_by_number(tx, [row.number for row in rows])
        return await asyncio.to_thread(self._counted, rows, logs, year)

    def _counted(self, rows: Sequence[DisclosureRequestRecord], logs: Logs, year: int) -> YearFigures:
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
                )
            )
        return figures_of(cases, year=year, calendar=self._calendar)

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

    async def remedies(self, *, clerk: Clerk) -> tuple[LedgerRemedy, ...]:
        """Give every review and suit against the cases that this person may see, the latest first, 500 at most."""
        record, line = DisclosureRequestRecord, DisclosureEventRecord
        opened = select(line.number).where(line.kind == REMEDY_OPENED)
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
