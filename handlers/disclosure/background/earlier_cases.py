"""Earlier cases that may be the same again: the same applicant's by keyed hash, and those that ask for much the same."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from bot.database import Database
from bot.privacy import Vault
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import SERVANTS, Clerk
from handlers.disclosure.case.events import REASONS_ASKED
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.excess.likeness import SAME_PERCENT, folded, folded_likeness
from handlers.disclosure.excess.panel import OFFERS, ExcessPanel, FiledRequest, ReasonsState, panel
from handlers.disclosure.statute.log import Occurrence

LEAST_LIKENESS_PERCENT = 60
COMPARED_CASES = 2000
SHOWN = 10
OF_ONE_APPLICANT = 500


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """An earlier case of the same agency: what was asked, how it stands, the likeness of the description in percent."""

    number: str
    information: str
    state: State
    outcome: str
    received_on: date
    percent: int
    same_applicant: bool


def asked_by_others(cases: Iterable[EarlierCase]) -> int:
    """Give how many earlier cases of other applicants ask for the same; one is enough to think of publishing it (art. 44)."""
    return sum(not one.same_applicant and one.percent >= SAME_PERCENT for one in cases)


class _Row(NamedTuple):
    """What is compared of a case: a few of its columns, since there are thousands."""

    number: str
    information: str
    state: str
    outcome: str
    receipt_on: date | None
    submitted_at: datetime
    identity_fingerprint: str


_COLUMNS = tuple(getattr(DisclosureRequestRecord, name) for name in _Row._fields)


class EarlierCases:
    """Looks among the cases of the same agency that somebody at the desk may see, and among no others."""

    def __init__(self, database: Database, *, vault: Vault) -> None:
        self._database = database
        self._nobody = vault.fingerprint("", purpose="identity")

    async def like(self, number: str, *, clerk: Clerk) -> tuple[EarlierCase, ...]:
        """Give the same applicant's cases and the similar ones, the likest first, ten at most.

        Raises `InputError` for a case that is not there or not this person's to see.
        """
        async with self._database.reading() as tx:
            request = await store.visible(tx, number, clerk)
            rows = await _before(tx, request, clerk)
            if self._is_known(request):
                rows = [*rows, *await self._of_applicant(tx, request, clerk)]
        asked = folded(request.information)
        found = {row.number: self._case(row, request, asked) for row in rows}
        fitting = [
            one for one in found.values() if one.same_applicant or one.percent >= LEAST_LIKENESS_PERCENT
        ]
        fitting.sort(key=lambda one: (-one.percent, not one.same_applicant, one.received_on, one.number))
        return tuple(fitting[:SHOWN])

    async def panel(self, number: str, *, clerk: Clerk) -> ExcessPanel | None:
        """Give the counts of one applicant's requests with the lawful steps (art. 35; disclosure-rules §5).

        None for whoever only handles the case for the agency, and where nobody is known as the applicant. Raises as `like`.
        """
        async with self._database.reading() as tx:
            request = await store.visible(tx, number, clerk)
            if clerk.agency != request.agency or not clerk.parts & SERVANTS or not self._is_known(request):
                return None
            others = await self._of_applicant(tx, request, clerk)
            log = await store.log_of(tx, [number])
        happened = {line.kind for line in log}
        explanation = _explanation(happened)
        found = panel(_filed(request), [_filed(one) for one in others], explanation=explanation)
        if explanation is not ReasonsState.ASKED:
            return found
        # Whether the reasons hold is staff's to judge: once they were asked for, both ways on are shown.
        ways = (*OFFERS[ReasonsState.UNREASONABLE], *OFFERS[ReasonsState.REASONABLE])
        return replace(found, steps=(*ways, *found.steps))

    def _is_known(self, request: DisclosureRequestRecord) -> bool:
        return request.identity_fingerprint not in {"", self._nobody}

    async def _of_applicant(
        self, tx: AsyncSession, request: DisclosureRequestRecord, clerk: Clerk
    ) -> list[_Row]:
        record = DisclosureRequestRecord
        same = record.identity_fingerprint == request.identity_fingerprint
        query = select(*_COLUMNS).where(
            same, record.agency == request.agency, record.number != request.number, store.seen_by(clerk)
        )
        rows = await tx.execute(query.order_by(record.submitted_at.desc()).limit(OF_ONE_APPLICANT))
        return [_Row(*row) for row in rows]

    def _case(self, row: _Row, request: DisclosureRequestRecord, asked: str) -> EarlierCase:
        return EarlierCase(
            number=row.number,
            information=row.information,
            state=State(row.state),
            outcome=row.outcome,
            received_on=_received(row),
            percent=folded_likeness(asked, folded(row.information)),
            same_applicant=self._is_known(request)
            and row.identity_fingerprint == request.identity_fingerprint,
        )


async def _before(tx: AsyncSession, request: DisclosureRequestRecord, clerk: Clerk) -> list[_Row]:
    """Give the newest cases of the agency that were there before this one."""
    record = DisclosureRequestRecord
    query = select(*_COLUMNS).where(
        record.agency == request.agency,
        record.number != request.number,
        record.submitted_at <= request.submitted_at,
        store.seen_by(clerk),
    )
    rows = await tx.execute(query.order_by(record.submitted_at.desc()).limit(COMPARED_CASES))
    return [_Row(*row) for row in rows]


def _explanation(happened: set[str]) -> ReasonsState:
    """Give how far the explanation has come; once a later date is fixed, the reasons were found reasonable."""
    if Occurrence.ART35_DELAY in happened:
        return ReasonsState.REASONABLE
    return ReasonsState.ASKED if REASONS_ASKED in happened else ReasonsState.NOT_ASKED


def _filed(row: DisclosureRequestRecord | _Row) -> FiledRequest:
    return FiledRequest(row.number, _received(row), row.information)


def _received(row: DisclosureRequestRecord | _Row) -> date:
    return row.receipt_on or local_date(row.submitted_at)
