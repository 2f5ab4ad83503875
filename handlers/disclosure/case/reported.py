"""The ledger as the annual report counts it: every request with its receipt date, its end and its outcome (art. 50).

What goes into 表三 and 表四 is read from rows and logs as they stand; nothing is entered a second time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.disclosure.annual_report.counting import ReportedRemedy, ReportedRequest
from handlers.disclosure.annual_report.report import AgencyCases
from handlers.disclosure.case import store
from handlers.disclosure.case.docket import happened_on
from handlers.disclosure.case.events import REMEDY_ENDED, REMEDY_OPENED
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.statute.log import Occurrence

ENDED = frozenset({State.REPLIED.value, State.CLOSED.value})


async def reporting_agencies(tx: AsyncSession) -> frozenset[str]:
    """Give every agency that has a request, the county's own office as empty text."""
    return frozenset(await tx.scalars(select(DisclosureRequestRecord.agency).distinct()))


async def reported_cases(tx: AsyncSession, agency: str) -> AgencyCases:
    """Give an agency's cases; `agency` is empty for the county's own office.

    What cannot be counted is named: a request without a receipt date, one whose applicant nobody has classed.
    """
    record = DisclosureRequestRecord
    rows = (await tx.scalars(select(record).where(record.agency == agency).order_by(record.number))).all()
    log = await store.log_by_number(tx, [row.number for row in rows])
    counted = [row for row in rows if row.receipt_on is not None and row.category]
    left_out = [row.number for row in rows if row.receipt_on is None or not row.category]
    requests = [_request(row, log.get(row.number, ())) for row in counted]
    remedies = [remedy for row in rows for remedy in remedies_of(log.get(row.number, ()))]
    return AgencyCases(agency, requests, remedies, left_out)


def _request(row: DisclosureRequestRecord, log: Sequence[DisclosureEventRecord]) -> ReportedRequest:
    return ReportedRequest(row.category, row.receipt_on, ended_on(row, log), row.outcome, row.number)


def ended_on(row: DisclosureRequestRecord, log: Sequence[DisclosureEventRecord]) -> date | None:
    """Give the day a request ended: that of its reply, or of the step that closed it without one."""
    if row.state not in ENDED:
        return None
    ending = [line for line in log if line.kind == Occurrence.REPLIED]
    ending = ending or [line for line in log if line.detail.get("after") == State.CLOSED.value]
    return happened_on(ending[-1]) if ending else None


def remedies_of(log: Iterable[DisclosureEventRecord]) -> list[ReportedRemedy]:
    """Give the reviews and suits of a case; one that has not ended is pending."""
    found: list[ReportedRemedy] = []
    for line in log:
        if line.kind == REMEDY_OPENED and line.detail.get("remedy"):
            found.append(ReportedRemedy(line.detail["remedy"], happened_on(line), None, "", line.number))
        elif line.kind == REMEDY_ENDED and found:
            last = found.pop()
            result = line.detail.get("result", "other")
            found.append(replace(last, closed_on=happened_on(line), result=result))
    return found
