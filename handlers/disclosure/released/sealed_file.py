"""Files sealed in parts: put away, and given back only when they are what was put away."""

import hashlib

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import ServiceError
from bot.privacy import Vault
from handlers.disclosure.released import store
from handlers.disclosure.released.records import FilePartRecord

PART_BYTES = 256 * 1024


def purpose(owner: str, place: int) -> str:
    """Give the purpose under which a part is sealed: parts of one file cannot stand for those of another."""
    return f"disclosure-document:{owner}:{place}"


def digest(content: bytes) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def put_away(tx: AsyncSession, owner: str, content: bytes, *, vault: Vault) -> None:
    """Keep a file in the caller's transaction."""
    for place, start in enumerate(range(0, len(content), PART_BYTES)):
        sealed = vault.seal(content[start : start + PART_BYTES], purpose=purpose(owner, place))
        tx.add(FilePartRecord(owner=owner, place=place, sealed=sealed))


async def taken_out(tx: AsyncSession, owner: str, *, vault: Vault, expected: str = "") -> bytes:
    """Give a file; raises `ServiceError` when a part does not open, or the whole has not the digest that is expected."""
    rows = await store.parts(tx, owner)
    content = b"".join(
        vault.open_bytes(row.sealed, purpose=purpose(owner, place)) for place, row in enumerate(rows)
    )
    if not rows or (expected and digest(content) != expected):
        raise ServiceError("released.refused.changed_content", permanent=True)
    return content
