"""Who did what to which record: append-only entries, each sealed to the one before it.

An entry also vouches for the lines of evidence that its transaction wrote: it holds their digests.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import JSON, String, event, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.database import Base, Instant
from bot.evidence import (
    AppendOnly,
    CoveredLine,
    LineFault,
    LineFaultKind,
    covered_line,
    line_records,
    taken,
    uncovered,
)

CHAIN_LOCK = 711_2019  # Any fixed number serves; PostgreSQL holds writers of the chain in line by it.
COVERED = "audit:cover"
PROGRAM = "program"
LINES_A_QUERY = 500


class AuditRecord(AppendOnly, Base):
    """One entry; `seal` is the SHA-256 of the entry and the seal before it.

    `covers` are the lines of evidence that it vouches for, as `CoveredLine` writes them; None without any.
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    detail: Mapped[dict[str, str]] = mapped_column(JSON)
    covers: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    seal: Mapped[str] = mapped_column(String(64))


async def record(
    tx: AsyncSession,
    action: str,
    *,
    actor: str,
    subject: str,
    now: datetime,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Append an entry such as `disclosure:submit` in the caller's transaction; detail holds no personal data.

    It vouches for the lines of evidence that were written in the transaction so far.
    """
    entry = AuditRecord(at=now, actor=actor, action=action, subject=subject, detail=dict(detail or {}))
    await tx.run_sync(_append, entry)


def _append(session: Session, entry: AuditRecord) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    session.flush()
    entry.covers = [str(line) for line in taken(session)] or None
    previous = session.scalar(select(AuditRecord.seal).order_by(AuditRecord.id.desc()).limit(1))
    entry.seal = _seal(entry, previous or "")
    session.add(entry)
    session.flush()


@event.listens_for(Session, "before_commit")
def _cover_rest(session: Session) -> None:
    """Vouch for the lines that no entry of their transaction was written after."""
    session.flush()
    if subject := uncovered(session):
        entry = AuditRecord(at=datetime.now(UTC), actor=PROGRAM, action=COVERED, subject=subject, detail={})
        _append(session, entry)


async def first_broken(tx: AsyncSession) -> int | None:
    """Give the id of the first entry whose seal does not fit, or None when the whole chain is sound.

    Reads every entry, so it is for `mingbai doctor` and for tests.
    """
    previous = ""
    entries = await tx.stream_scalars(select(AuditRecord).order_by(AuditRecord.id))
    async for entry in entries:
        if entry.seal != _seal(entry, previous):
            return int(entry.id)
        previous = entry.seal
    return None


async def line_faults(tx: AsyncSession) -> list[LineFault]:
    """Give the lines of evidence that are not as the chain says: changed, gone, or never vouched for.

    Reads all of them, so it is for `mingbai audit verify` and for tests; it takes the chain itself as sound.
    """
    found: list[LineFault] = []
    seen: dict[str, set[int]] = {record.__tablename__: set() for record in line_records()}
    query = select(AuditRecord.id, AuditRecord.covers).where(AuditRecord.covers.is_not(None))
    # Read whole first: on one connection a stream and the look at its lines do not go together.
    entries = (await tx.execute(query.order_by(AuditRecord.id))).all()
    covered = [(entry, CoveredLine.read(line)) for entry, lines in entries for line in lines or ()]
    for start in range(0, len(covered), LINES_A_QUERY):
        found += await _faults(tx, covered[start : start + LINES_A_QUERY], seen)
    for record in line_records():
        ids = set(await tx.scalars(select(record.id)))
        name = record.__tablename__
        found += [LineFault(LineFaultKind.UNCOVERED, name, one) for one in sorted(ids - seen[name])]
    return found


async def _faults(
    tx: AsyncSession, covered: Sequence[tuple[int, CoveredLine]], seen: dict[str, set[int]]
) -> list[LineFault]:
    found: list[LineFault] = []
    for record in line_records():
        name = record.__tablename__
        lines = [(entry, line) for entry, line in covered if line.table == name]
        rows = await tx.scalars(select(record).where(record.id.in_([line.id for _, line in lines])))
        there = {row.id: covered_line(row).digest for row in rows}
        seen[name].update(line.id for _, line in lines)
        for entry, line in lines:
            digest = there.get(line.id)
            if digest != line.digest:
                kind = LineFaultKind.MISSING if digest is None else LineFaultKind.CHANGED
                found.append(LineFault(kind, name, line.id, entry))
    return found


async def count_lines(tx: AsyncSession) -> int:
    """Give how many lines of evidence there are."""
    return sum([await tx.scalar(select(func.count(record.id))) or 0 for record in line_records()])


def _seal(entry: AuditRecord, previous: str) -> str:
    body: list[object] = [
        previous,
        entry.at.isoformat(),
        entry.actor,
        entry.action,
        entry.subject,
        entry.detail,
    ]
    if entry.covers:
        # An entry that vouches for nothing is sealed as it was before entries could.
        body.append(entry.covers)
    text_of = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text_of.encode()).hexdigest()
