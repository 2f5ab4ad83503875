"""The annual report of an agency and of all agencies together: counted from the ledger, completed by what was entered (art. 50)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from bot import audit
from bot.clock import Clock
from bot.database import Database
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.annual_report.entry import AnnualEntry
from handlers.disclosure.annual_report.form import OUTCOMES
from handlers.disclosure.annual_report.report import AgencyCases, AnnualReport, merged, report_of
from handlers.disclosure.case.reported import reported_cases, reporting_agencies
from handlers.disclosure.figures.records import AnnualEntryRecord


class AnnualReports:
    """Makes the reports of a year, and keeps what an agency enters of them; whose report it is, the caller has asked."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def entered(self, agency: str, year: int) -> AnnualEntry:
        """Give what was entered of a report; nothing where nobody did."""
        async with self._database.reading() as tx:
            row = await tx.get(AnnualEntryRecord, (agency, year))
        return AnnualEntry(row.published, row.carried) if row else AnnualEntry()

    async def enter(self, entry: AnnualEntry, *, agency: str, year: int, actor: str) -> None:
        """Keep what was entered in the place of what stood there; the step is in the audit chain."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await tx.merge(
                AnnualEntryRecord(
                    agency=agency,
                    year=year,
                    published={row: dict(cells) for row, cells in entry.published.items()},
                    carried=dict(entry.carried) if entry.carried is not None else None,
                    entered_by=actor,
                    entered_at=now,
                )
            )
            await audit.record(
                tx, "disclosure:annual-entry", actor=actor, subject=f"{year} {agency}".strip(), now=now
            )

    async def report(self, agency: str, year: int, *, name: str) -> AnnualReport:
        """Give the report of one agency, empty for the county's own office; `name` stands in its title."""
        return replace(await self._one(agency, year), agency=name)

    async def whole(self, year: int, *, agencies: AgencyDirectory, name: str) -> AnnualReport:
        """Give the report of all agencies merged: those listed, and those no longer listed that have requests.

        表二 and last year's row stand in it where every agency has entered them; for the county's own office only.
        """
        listed = ["", *(one.key for one in agencies.agencies if one is not agencies.home)]
        async with self._database.reading() as tx:
            others = sorted(await reporting_agencies(tx) - set(listed))
        return merged([await self._one(key, year) for key in (*listed, *others)], agency=name)

    async def lacking(self, year: int, *, agencies: AgencyDirectory) -> tuple[str, ...]:
        """Give the names of the agencies that have not entered 表二 of a year."""
        record = AnnualEntryRecord
        async with self._database.reading() as tx:
            rows = (await tx.scalars(select(record).where(record.year == year))).all()
        entered = {row.agency for row in rows if row.published}
        return tuple(
            one.name for one in agencies.agencies if ("" if one is agencies.home else one.key) not in entered
        )

    async def _one(self, agency: str, year: int) -> AnnualReport:
        entry = await self.entered(agency, year)
        async with self._database.reading() as tx:
            cases = await reported_cases(tx, agency)
        return await asyncio.to_thread(_report, cases, entry, year)


def _report(cases: AgencyCases, entry: AnnualEntry, year: int) -> AnnualReport:
    counted = [one for one in cases.requests if one.closed_on is None or one.outcome in OUTCOMES]
    unknown: Sequence[str] = [
        one.number for one in cases.requests if one.closed_on is not None and one.outcome not in OUTCOMES
    ]
    kept = replace(cases, requests=counted, unclassified=(*cases.unclassified, *unknown))
    return report_of(kept, year=year, published=entry.published, before=entry.carried)
