"""Looks through everything that is kept: the audit chain, every sealed value, and the index beside the database."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from adapters.sealing.values import SealedValues
from bot.audit import AuditRecord, first_broken
from bot.clock import SystemClock
from bot.database import Database
from bot.errors import ServiceError
from bot.privacy import Vault
from knowledge.index.generations import Index
from knowledge.publication.index_upkeep import IndexUpkeep


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was looked through and what is wrong.

    `broken_entry` is the id of the first audit entry that does not fit; `sealed` and `unreadable` count values by place;
    `missing` and `surplus` are documents that the index lacks (or has in another wording), and has too many.
    """

    entries: int
    broken_entry: int | None
    sealed: Mapping[str, int]
    unreadable: Mapping[str, int]
    documents: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.broken_entry is None and not (self.unreadable or self.missing or self.surplus)


async def look_through(
    database: Database, values: SealedValues, *, vault: Vault, index: Index, seen: Callable[[int], None]
) -> Soundness:
    """Look through everything; `seen` is told how many sealed values were opened. Raises `ServiceError`."""
    async with database.reading() as tx:
        entries = await tx.scalar(select(func.count()).select_from(AuditRecord)) or 0
        broken = await first_broken(tx)
    sealed, unreadable = Counter[str](), Counter[str]()
    async for batch in values.batches():
        for value in batch:
            sealed[value.place.name] += 1
            try:
                vault.open_bytes(value.sealed, purpose=value.purpose)
            except ServiceError:
                unreadable[value.place.name] += 1
        seen(sealed.total())
    index.reload()
    missing, surplus = await IndexUpkeep(database, SystemClock()).differences(index)
    return Soundness(
        entries=entries,
        broken_entry=broken,
        sealed=dict(sealed),
        unreadable=dict(unreadable),
        documents=len(index.reader.docnums) if index.reader is not None else 0,
        missing=tuple(missing),
        surplus=tuple(surplus),
    )
