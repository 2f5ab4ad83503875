"""The questions asked of the opinions' tables; every function works in the caller's transaction and never commits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from handlers.opinions.collecting.lifecycle import PublicDraftState, PublicDraftStep, after
from handlers.opinions.collecting.public_draft import DraftPaper, PublicDraft
from handlers.opinions.collecting.records import OpinionGroupRecord, OpinionRecord, PublicDraftRecord
from knowledge.documents.document import DocumentState
from knowledge.documents.records import DocumentRecord

LISTED = 50
OWN_OPINIONS = 20


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> PublicDraftRecord:
    """Give a draft; with `lock` nobody else changes it before the transaction ends.

    Raises `InputError` for an unknown number.
    """
    query = select(PublicDraftRecord).where(PublicDraftRecord.number == number)
    row = (await tx.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise InputError("opinions.refused.unknown", number=number)
    return row


async def in_states(
    tx: AsyncSession, states: Sequence[PublicDraftState], *, since: date | None = None
) -> Sequence[PublicDraftRecord]:
    """Give the drafts in some states, those first whose time ends last; `since` leaves out what ended before."""
    record = PublicDraftRecord
    query = select(record).where(record.state.in_([state.value for state in states]))
    if since is not None:
        query = query.where(record.closes_on >= since)
    rows = await tx.scalars(query.order_by(record.closes_on.desc(), record.number.desc()).limit(LISTED))
    return rows.all()


async def public_documents(tx: AsyncSession, rows: Sequence[PublicDraftRecord]) -> frozenset[str]:
    """Give which of the drafts' summaries are public now."""
    wanted = [row.document for row in rows if row.document]
    if not wanted:
        return frozenset()
    record = DocumentRecord
    found = await tx.scalars(
        select(record.id).where(record.id.in_(wanted), record.state == DocumentState.PUBLISHED)
    )
    return frozenset(found)


def draft_of(row: PublicDraftRecord, public: frozenset[str] = frozenset()) -> PublicDraft:
    """Give a row as a value; its summary is named where it is among the `public` documents."""
    paper = DraftPaper(
        title=row.title,
        unit=row.unit,
        text=row.text,
        basis=row.basis,
        explanation=row.explanation,
        contact=row.contact,
        closes_on=row.closes_on,
        result_due_on=row.result_due_on,
        allows_anonymous=row.allows_anonymous,
        short_reason=row.short_reason,
    )
    document = row.document if row.document in public else ""
    return PublicDraft(row.number, paper, row.opens_on, PublicDraftState(row.state), document)


async def by_form(tx: AsyncSession, form_id: str) -> OpinionRecord | None:
    """Give the opinion that a form was filed as."""
    return (await tx.scalars(select(OpinionRecord).where(OpinionRecord.form_id == form_id))).one_or_none()


async def opinion(tx: AsyncSession, number: str) -> OpinionRecord | None:
    """Give an opinion by its number."""
    return (await tx.scalars(select(OpinionRecord).where(OpinionRecord.number == number))).one_or_none()


async def of_mark(tx: AsyncSession, mark: str) -> Sequence[OpinionRecord]:
    """Give a citizen's opinions, the newest first, at most twenty."""
    if not mark:
        return ()
    record = OpinionRecord
    rows = await tx.scalars(
        select(record)
        .where(record.mark == mark)
        .order_by(record.made_at.desc(), record.number.desc())
        .limit(OWN_OPINIONS)
    )
    return rows.all()


async def count_of(tx: AsyncSession, draft: str, mark: str, *, since: datetime | None = None) -> int:
    """Give how many opinions somebody wrote on a draft, or with an empty mark all whom nobody knows."""
    record = OpinionRecord
    query = select(func.count()).where(record.draft == draft, record.mark == mark)
    if since is not None:
        query = query.where(record.made_at >= since)
    return int(await tx.scalar(query) or 0)


async def counts(tx: AsyncSession, drafts: Sequence[str]) -> Mapping[str, int]:
    """Give how many opinions there are on each draft."""
    record = OpinionRecord
    rows = await tx.execute(
        select(record.draft, func.count()).where(record.draft.in_(drafts)).group_by(record.draft)
    )
    return {str(draft): int(count) for draft, count in rows.all()}


async def counts_by_group(tx: AsyncSession, draft: str) -> Mapping[int | None, int]:
    """Give how many opinions each group holds; None stands for those in no group yet."""
    record = OpinionRecord
    rows = await tx.execute(
        select(record.group_id, func.count()).where(record.draft == draft).group_by(record.group_id)
    )
    return {group: int(count) for group, count in rows.all()}


async def opinions_on(
    tx: AsyncSession, draft: str, *, group: int | None, any_group: bool, limit: int, offset: int
) -> Sequence[OpinionRecord]:
    """Give a sheet of the opinions on a draft, the oldest first: of all, of one group, or of those in none."""
    record = OpinionRecord
    query = select(record).where(record.draft == draft)
    if not any_group:
        query = query.where(record.group_id.is_(None) if group is None else record.group_id == group)
    rows = await tx.scalars(query.order_by(record.made_at, record.number).limit(limit).offset(offset))
    return rows.all()


async def groups_of(tx: AsyncSession, draft: str) -> Sequence[OpinionGroupRecord]:
    """Give the groups of a draft in the order in which they were made."""
    record = OpinionGroupRecord
    return (await tx.scalars(select(record).where(record.draft == draft).order_by(record.id))).all()


async def group(tx: AsyncSession, draft: str, identifier: int) -> OpinionGroupRecord:
    """Give a group of a draft; raises `InputError` where there is none."""
    record = OpinionGroupRecord
    query = select(record).where(record.id == identifier, record.draft == draft)
    row = (await tx.scalars(query)).one_or_none()
    if row is None:
        raise InputError("opinions.refused.no_group")
    return row


async def now_public(tx: AsyncSession, *, limit: int) -> Sequence[PublicDraftRecord]:
    """Give drafts whose summary has become public while they still wait for it, locked."""
    record = PublicDraftRecord
    query = (
        select(record)
        .where(record.state == PublicDraftState.OFFERED.value, record.document.in_(_public()))
        .order_by(record.number)
        .limit(limit)
    )
    return (await tx.scalars(query.with_for_update(skip_locked=True))).all()


async def untold(tx: AsyncSession, *, limit: int) -> Sequence[OpinionRecord]:
    """Give opinions, locked, whose citizen is still to be told of the end: the summary, or that the draft was withdrawn."""
    draft, record = PublicDraftRecord, OpinionRecord
    answered = and_(draft.state == PublicDraftState.ANSWERED.value, draft.document.in_(_public()))
    ended = select(draft.number).where(or_(answered, draft.state == PublicDraftState.WITHDRAWN.value))
    query = (
        select(record)
        .where(record.draft.in_(ended), record.told_at.is_(None), record.citizen != "")
        .order_by(record.number)
        .limit(limit)
    )
    return (await tx.scalars(query.with_for_update(skip_locked=True))).all()


def _public() -> Select[str]:
    return select(DocumentRecord.id).where(DocumentRecord.state == DocumentState.PUBLISHED)


def take(row: PublicDraftRecord, step: PublicDraftStep) -> None:
    """Take a step; raises `InputError` where it cannot be taken. Nothing else changes a state."""
    row.state = after(PublicDraftState(row.state), step).value
    row.version += 1
