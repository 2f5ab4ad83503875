"""The systems that may deliver, each with a key of its own, which is shown once and kept as a keyed hash."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.matters.delivery import store
from handlers.matters.delivery.records import MatterRecord, MatterSourceRecord

NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
TITLE_LETTERS = 60
KEY_BYTES = 32
KEY_LETTERS = 200


@dataclass(frozen=True, slots=True)
class MatterSource:
    """A system that delivers, and how many matters of it there are."""

    name: str
    title: str
    matters: int
    delivered_at: datetime | None
    closed: bool


class MatterSources:
    """Keeps the systems."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def open(self, name: str, title: str, *, actor: str) -> str:
        """Let a system deliver, or give one that may a new key; the old one ends. Give the key.

        Raises `InputError` for a name that cannot be one, or without a title.
        """
        if not NAME.fullmatch(name):
            raise InputError("matters.source.name")
        if not 1 <= len(title.strip()) <= TITLE_LETTERS:
            raise InputError("matters.source.title", most=TITLE_LETTERS)
        key, now = secrets.token_urlsafe(KEY_BYTES), self._clock.now()
        async with self._database.transaction() as tx:
            row = await tx.get(MatterSourceRecord, name)
            if row is None:
                row = MatterSourceRecord(name=name, made_at=now)
                tx.add(row)
            row.title, row.key_mark, row.closed_at = title.strip(), self._mark(key), None
            await audit.record(tx, "matters:source", actor=actor, subject=f"matters {name}", now=now)
        return key

    async def close(self, name: str, *, actor: str) -> None:
        """Let a system deliver no longer; what it delivered stays. Raises `InputError` for an unknown one."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await tx.get(MatterSourceRecord, name)
            if row is None:
                raise InputError("matters.refused.source", source=name)
            row.closed_at = row.closed_at or now
            await audit.record(tx, "matters:source-close", actor=actor, subject=f"matters {name}", now=now)

    async def of_key(self, key: str) -> str | None:
        """Give the name of the open system that a key belongs to; None for any other text."""
        if not key or len(key) > KEY_LETTERS:
            return None
        async with self._database.reading() as tx:
            row = await store.source_by_key(tx, self._mark(key))
        return row.name if row is not None and row.closed_at is None else None

    async def all(self) -> Sequence[MatterSource]:
        """Give every system, with how many matters of it are to be seen."""
        record, matter = MatterSourceRecord, MatterRecord
        counted = select(matter.source, func.count()).where(matter.withdrawn_at.is_(None))
        async with self._database.reading() as tx:
            rows = (await tx.scalars(select(record).order_by(record.name))).all()
            counts = {name: count for name, count in await tx.execute(counted.group_by(matter.source))}  # noqa: C416
        return [
            MatterSource(
                row.name, row.title, counts.get(row.name, 0), row.delivered_at, row.closed_at is not None
            )
            for row in rows
        ]

    def _mark(self, key: str) -> str:
        return self._vault.fingerprint(key, purpose="matter-source")
