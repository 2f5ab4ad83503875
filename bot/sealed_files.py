"""Files sealed in parts: put away, and given back only when they are what was put away.

Parts are small, so that no walk over what is sealed needs much memory. Each slice has a table of parts of its own.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import ServiceError
from bot.privacy import Vault

PART_BYTES = 256 * 1024
CHANGED = "released.refused.changed_content"


def digest(content: bytes) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


class SealedParts:
    """A table of parts with `owner`, `place` and `sealed`; `kind` keeps one table's parts from standing for another's."""

    def __init__(self, record: Any, *, kind: str) -> None:
        self._record = record
        self._kind = kind

    def purpose(self, owner: str, place: int) -> str:
        """Give the purpose under which a part is sealed: parts of one file cannot stand for those of another."""
        return f"{self._kind}:{owner}:{place}"

    def put_away(self, tx: AsyncSession, owner: str, content: bytes, *, vault: Vault) -> None:
        """Keep a file in the caller's transaction."""
        for place, start in enumerate(range(0, len(content), PART_BYTES)):
            part = content[start : start + PART_BYTES]
            sealed = vault.seal(part, purpose=self.purpose(owner, place))
            tx.add(self._record(owner=owner, place=place, sealed=sealed))

    async def parts(self, tx: AsyncSession, owner: str) -> Sequence[Any]:
        """Give the parts of a file in their order."""
        chosen = select(self._record).where(self._record.owner == owner).order_by(self._record.place)
        return (await tx.scalars(chosen)).all()

    async def taken_out(self, tx: AsyncSession, owner: str, *, vault: Vault, expected: str = "") -> bytes:
        """Give a file; raises `ServiceError` when a part does not open, or the whole has not the digest that is expected."""
        rows = await self.parts(tx, owner)
        content = b"".join(
            vault.open_bytes(row.sealed, purpose=self.purpose(owner, place)) for place, row in enumerate(rows)
        )
        if not rows or (expected and digest(content) != expected):
            raise ServiceError(CHANGED, permanent=True)
        return content
