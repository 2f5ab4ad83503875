"""Looks through everything that is kept: the audit chain, the lines it vouches for, every sealed value, the index."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from adapters.sealing.values import SealedValues
from bot.audit import AuditRecord, count_lines, first_broken, line_faults
from bot.clock import SystemClock
from bot.database import Database
from bot.errors import ServiceError
from bot.evidence import LineFault
from bot.privacy import Vault
from knowledge.index.generations import Index
from knowledge.publication.index_upkeep import IndexUpkeep

LISTED = 20


@dataclass(frozen=True, slots=True)
class EvidenceSoundness:
    """What was looked through of the evidence and what is wrong.

    `broken_entry` is the id of the first audit entry that does not fit; `line_faults` are the first lines of evidence that
    are not as the chain says, `lines_wrong` counts them all; `sealed` and `unreadable` count values by place.
    """

    entries: int
    broken_entry: int | None
    lines: int
    lines_wrong: int
    line_faults: tuple[LineFault, ...]
    sealed: Mapping[str, int]
    unreadable: Mapping[str, int]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.broken_entry is None and not (self.lines_wrong or self.unreadable)


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was looked through and what is wrong.

    `missing` and `surplus` are documents that the index lacks (or has in another wording), and has too many.
    """

    evidence: EvidenceSoundness
    documents: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.evidence.sound and not (self.missing or self.surplus)


async def look_through(
    database: Database, values: SealedValues, *, vault: Vault, index: Index, seen: Callable[[int], None]
) -> Soundness:
    """Look through everything; `seen` is told how many sealed values were opened. Raises `ServiceError`."""
    evidence = await look_through_evidence(database, values, vault=vault, seen=seen)
    index.reload()
    missing, surplus = await IndexUpkeep(database, SystemClock()).differences(index)
    documents = len(index.reader.docnums) if index.reader is not None else 0
    return Soundness(evidence, documents, tuple(missing), tuple(surplus))


async def look_through_evidence(
    database: Database, values: SealedValues, *, vault: Vault, seen: Callable[[int], None]
) -> EvidenceSoundness:
    """Walk the chain and what it vouches for, and open every sealed value; raises `ServiceError`."""
    async with database.reading() as tx:
        entries = await tx.scalar(select(func.count()).select_from(AuditRecord)) or 0
        broken = await first_broken(tx)
        lines, faults = await count_lines(tx), await line_faults(tx)
    sealed, unreadable = Counter[str](), Counter[str]()
    async for batch in values.batches():
        for value in batch:
            sealed[value.place.name] += 1
            try:
                vault.open_bytes(value.sealed, purpose=value.purpose)
            except ServiceError:
                unreadable[value.place.name] += 1
        seen(sealed.total())
    return EvidenceSoundness(
        entries=entries,
        broken_entry=broken,
        lines=lines,
        lines_wrong=len(faults),
        line_faults=tuple(faults[:LISTED]),
        sealed=dict(sealed),
        unreadable=dict(unreadable),
    )
