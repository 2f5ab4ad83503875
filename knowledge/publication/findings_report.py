"""What proof-reading found, kept by version: so that units can be told what was found, what was mended, what is open.

Kept of a finding are its kind, its weight and a fingerprint of its words; the words themselves, which may be somebody's
number, stay in the document.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Base, Database, Instant
from knowledge.documents.records import DocumentRecord
from knowledge.publication.proofreading.finding import Finding
from knowledge.publication.records import ProcedureRecord

KEY_DIGITS = 12


class FindingsRecord(Base):
    """One version that was proof-read: each finding as [kind, fingerprint]."""

    __tablename__ = "knowledge_checks"
    __table_args__ = (Index("ix_knowledge_checks_checked_at", "checked_at"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("knowledge_documents.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    findings: Mapped[list[list[str]]] = mapped_column(JSON)
    checked_at: Mapped[datetime] = mapped_column(Instant)


class Fate(StrEnum):
    """What became of a finding: gone from the next version, submitted as it stands, or still to be seen to."""

    MENDED = "mended"
    KEPT = "kept"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Figures:
    """How many documents were checked, and what became of the findings in them."""

    of: str
    documents: int
    fates: Mapping[Fate, int]

    @property
    def found(self) -> int:
        """Give all findings."""
        return sum(self.fates.values())


@dataclass(frozen=True, slots=True)
class FindingsReport:
    """The findings of a period: in all, by kind, by unit and by month, the most first (months in order)."""

    first: date
    last: date
    whole: Figures
    kinds: tuple[Figures, ...]
    units: tuple[Figures, ...]
    months: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class _One:
    """One finding of the period: a finding that is found again in the next version counts once."""

    document: str
    unit: str
    kind: str
    month: str
    fate: Fate


class FindingsLog:
    """Keeps what was found and tells it by period; each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(self, identifier: str, version: int, findings: Iterable[Finding]) -> None:
        """Keep what was found in a version; found again, the newest list counts and the first day stays."""
        pairs = sorted({(one.trouble.value, _fingerprint(one)) for one in findings})
        rows = [list(one) for one in pairs]
        async with self._database.transaction() as tx:
            record = await tx.get(FindingsRecord, (identifier, version), with_for_update=True)
            if record is None:
                now = self._clock.now()
                tx.add(FindingsRecord(document_id=identifier, version=version, findings=rows, checked_at=now))
            elif record.findings != rows:
                record.findings = rows

    async def report(self, first: date, last: date) -> FindingsReport:
        """Give the figures of the days from `first` to `last`; what became of a finding is told as of now."""
        since, until = (
            datetime.combine(day, at, SHANGHAI) for day, at in ((first, time.min), (last, time.max))
        )
        async with self._database.reading() as tx:
            checked = set(
                await tx.scalars(
                    select(FindingsRecord.document_id).where(FindingsRecord.checked_at.between(since, until))
                )
            )
            rows = await tx.execute(
                select(FindingsRecord, DocumentRecord.unit, DocumentRecord.issuer)
                .join(DocumentRecord, DocumentRecord.id == FindingsRecord.document_id)
                .where(FindingsRecord.checked_at >= since)
                .order_by(FindingsRecord.document_id, FindingsRecord.version)
            )
            found = [(row, unit or issuer) for row, unit, issuer in rows.all()]
            submitted = await _submitted(tx)
        grouped: dict[str, list[FindingsRecord]] = {}
        units: dict[str, str] = {}
        for row, unit in found:
            if row.document_id in checked:
                grouped.setdefault(row.document_id, []).append(row)
                units[row.document_id] = unit
        ones = [
            one
            for name, checks in grouped.items()
            for one in _ones(checks, unit=units[name], settled=submitted.get(name, 0), until=until)
        ]
        return FindingsReport(
            first,
            last,
            Figures("", len(checked), _fates(ones)),
            _grouped(ones, lambda one: one.kind),
            _grouped(ones, lambda one: one.unit, documents=Counter(units.values())),
            tuple(sorted(_grouped(ones, lambda one: one.month), key=lambda each: each.of)),
        )


def _ones(checks: Sequence[FindingsRecord], *, unit: str, settled: int, until: datetime) -> Iterable[_One]:
    """Give the findings of one document's checks in the period, each once, with what became of it since."""
    latest = checks[-1]
    still = {tuple(one) for one in latest.findings}
    seen: set[tuple[str, ...]] = set()
    for check in checks:
        if check.checked_at > until:
            break
        month = f"{local_date(check.checked_at):%Y-%m}"
        for kind, key in check.findings:
            if (kind, key) in seen:
                continue
            seen.add((kind, key))
            fate = Fate.MENDED
            if (kind, key) in still:
                fate = Fate.KEPT if settled >= latest.version else Fate.OPEN
            yield _One(check.document_id, unit, kind, month, fate)


def _grouped(
    ones: Sequence[_One], of: Callable[[_One], str], *, documents: Mapping[str, int] | None = None
) -> tuple[Figures, ...]:
    """Give the figures of each group, the most findings first; `documents` counts those without findings too."""
    groups: dict[str, list[_One]] = {name: [] for name in documents or ()}
    for one in ones:
        groups.setdefault(of(one), []).append(one)
    figures = [
        Figures(name, documents[name] if documents else len({one.document for one in group}), _fates(group))
        for name, group in groups.items()
    ]
    return tuple(sorted(figures, key=lambda each: (-each.found, each.of)))


def _fates(ones: Iterable[_One]) -> dict[Fate, int]:
    counted = Counter(one.fate for one in ones)
    return {fate: counted[fate] for fate in Fate}


async def _submitted(tx: AsyncSession) -> dict[str, int]:
    """Give the version of each document that was submitted last."""
    rows = await tx.execute(select(ProcedureRecord.document_id, ProcedureRecord.version))
    return {str(identifier): int(version) for identifier, version in rows.all()}


def _fingerprint(finding: Finding) -> str:
    words = f"{finding.trouble.value}\n{finding.advice}\n{finding.field}\n{finding.excerpt}"
    return hashlib.sha256(words.encode()).hexdigest()[:KEY_DIGITS]
