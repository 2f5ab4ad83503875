"""How long applicants' particulars are kept: until a year after closing, longer while a remedy is pending.

The privacy notice promises it (PI17, PI19; disclosure-rules §14). The file itself is archive material (art. 45): number,
masked name, masked request and log stay here, the papers where the archive's rules put them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI, local_date
from bot.database import touched
from bot.retention import LISTED, Expired, HeldBack
from handlers.disclosure.case import store
from handlers.disclosure.case.events import (
    AUTHORITY_LOOKED_AT,
    AUTHORITY_RECEIVED,
    REMEDY_ENDED,
    REMEDY_OPENED,
)
from handlers.disclosure.case.lifecycle import Actor, State
from handlers.disclosure.case.records import CasePaperRecord, DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.letters.records import LETTER_ISSUED, LETTER_VOIDED, DisclosureLetterRecord
from handlers.disclosure.released.records import (
    COPIES_LEFT,
    COPY_CHECKED,
    COPY_MADE,
    COPY_OPENED,
    DOCUMENT_ADDED,
    PUBLICATION_PROPOSED,
)

APPLICANT_YEARS = 1
APPLICANT_ERASED = "applicant_erased"
ASIDE = frozenset(
    {
        *(REMEDY_OPENED, REMEDY_ENDED, APPLICANT_ERASED, "particulars_corrected"),
        *(LETTER_ISSUED, LETTER_VOIDED, DOCUMENT_ADDED, COPY_MADE, COPY_CHECKED, PUBLICATION_PROPOSED),
        *(COPIES_LEFT, COPY_OPENED, AUTHORITY_RECEIVED, AUTHORITY_LOOKED_AT),
    }
)
"""What is noted of a case without being a step of it: it does not move the day of closing."""


def closed_on(log: Iterable[DisclosureEventRecord]) -> date | None:
    """Give the civil day of a closed request's last step; None for a log without a step."""
    steps = [line.at for line in log if line.kind not in ASIDE]
    return local_date(max(steps)) if steps else None


def kept_until(closed: date) -> date:
    """Give the last day of keeping; a year whose month has no such day ends with the month (民法典第二百零二条)."""
    try:
        return closed.replace(year=closed.year + APPLICANT_YEARS)
    except ValueError:
        return date(closed.year + APPLICANT_YEARS, closed.month, 28)


def remedy_pending(log: Iterable[DisclosureEventRecord]) -> bool:
    """Whether a review or a suit was noted that has not ended."""
    kinds = [line.kind for line in log]
    return kinds.count(REMEDY_OPENED) > kinds.count(REMEDY_ENDED)


def last_closing_over(today: date) -> date:
    """Give the latest day of closing whose time of keeping is over on a day."""
    day = today - timedelta(days=366 * APPLICANT_YEARS + 1)
    while kept_until(day + timedelta(days=1)) < today:
        day += timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class ClosedApplicants:
    """Empties what is sealed of applicants a year after closing, with all by which they could be found again."""

    name: str = "applicants"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the requests over their time, and as held back those with a remedy pending, and answered ones never closed."""
        count, oldest, names = await _listed(tx, and_(_old(State.CLOSED, now), ~_pending()))
        groups = (
            ("remedy", and_(_old(State.CLOSED, now), _pending())),
            ("replied", _old(State.REPLIED, now)),
        )
        found = [(reason, await _listed(tx, wanted)) for reason, wanted in groups]
        held = tuple(HeldBack(reason, total, listed) for reason, (total, _, listed) in found if total)
        return Expired(count, oldest, names, held)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Erase the particulars of at most so many."""
        chosen = (
            select(DisclosureRequestRecord.number)
            .where(_old(State.CLOSED, now), ~_pending())
            .order_by(DisclosureRequestRecord.number)
            .limit(limit)
        )
        numbers = list(await tx.scalars(chosen.with_for_update(skip_locked=True, of=DisclosureRequestRecord)))
        return await erase_applicants(tx, numbers, now=now) if numbers else 0


async def erase_applicants(tx: AsyncSession, numbers: Sequence[str], *, now: datetime) -> int:
    """Empty what tells who applied, for good, in the caller's transaction; each case's log says that it is gone."""
    done = await tx.execute(
        update(DisclosureRequestRecord)
        .where(DisclosureRequestRecord.number.in_(numbers))
        .values(
            applicant=b"",
            identity_fingerprint="",
            name_fingerprint="",
            rep_masked="",
            rep_name_fingerprint="",
            rep_identity_fingerprint="",
            citizen="",
            departed="",
            push_key="",
        )
        .execution_options(synchronize_session=False)
    )
    # A letter names its applicant; number, kind and digest stay in the register.
    await tx.execute(
        update(DisclosureLetterRecord)
        .where(DisclosureLetterRecord.request.in_(numbers))
        .values(content=b"")
        .execution_options(synchronize_session=False)
    )
    # So do its papers in words.
    await tx.execute(
        update(CasePaperRecord)
        .where(CasePaperRecord.number.in_(numbers))
        .values(content=b"")
        .execution_options(synchronize_session=False)
    )
    for number in numbers:
        store.note(tx, number, kind=APPLICANT_ERASED, at=now, actor=Actor.BOT)
    return touched(done)


def _old(state: State, now: datetime) -> ColumnElement[bool]:
    """Find the requests in a state whose last step is so long ago, and whose applicant is still kept."""
    request, line = DisclosureRequestRecord, DisclosureEventRecord
    last = last_closing_over(local_date(now))
    since = datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
    later = select(line.id).where(line.number == request.number, line.kind.not_in(ASIDE), line.at >= since)
    return and_(
        request.state == state.value, request.applicant != b"", request.submitted_at < since, ~later.exists()
    )


def _pending() -> ColumnElement[bool]:
    """Find the requests about which a review or a suit was noted that has not ended, as `remedy_pending` does."""
    line = DisclosureEventRecord
    step = case((line.kind == REMEDY_OPENED, 1), (line.kind == REMEDY_ENDED, -1), else_=0)
    noted = select(func.coalesce(func.sum(step), 0)).where(line.number == DisclosureRequestRecord.number)
    return noted.scalar_subquery() > 0


async def _listed(
    tx: AsyncSession, wanted: ColumnElement[bool]
) -> tuple[int, datetime | None, tuple[str, ...]]:
    at = DisclosureRequestRecord.submitted_at
    count, oldest = (await tx.execute(select(func.count(), func.min(at, type_=at.type)).where(wanted))).one()
    chosen = select(DisclosureRequestRecord.number).where(wanted).order_by(at).limit(LISTED)
    return int(count), oldest, tuple(await tx.scalars(chosen))
