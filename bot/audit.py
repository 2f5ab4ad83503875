"""Who did what to which record: append-only entries, each sealed to the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import JSON, String, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

CHAIN_LOCK = 711_2019  # Any fixed number serves; PostgreSQL holds writers of the chain in line by it.


class AuditRecord(Base):
    """One entry; `seal` is the SHA-256 of the entry and the seal before it."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    detail: Mapped[dict[str, str]] = mapped_column(JSON)
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
    """Append an entry such as `disclosure:submit` in the caller's transaction; detail holds no personal data."""
    if tx.get_bind().dialect.name == "postgresql":
        await tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    await tx.flush()
    previous = await tx.scalar(select(AuditRecord.seal).order_by(AuditRecord.id.desc()).limit(1))
    kept = dict(detail or {})
    entry = AuditRecord(at=now, actor=actor, action=action, subject=subject, detail=kept, seal="")
    entry.seal = _seal(entry, previous or "")
    tx.add(entry)
    await tx.flush()


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


def _seal(entry: AuditRecord, previous: str) -> str:
    body = json.dumps(
        [previous, entry.at.isoformat(), entry.actor, entry.action, entry.subject, entry.detail],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(body.encode()).hexdigest()
