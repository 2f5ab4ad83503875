"""How openly each unit works, from its documents: policies explained in time, guides complete, columns kept up (P1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.documents.document import Explanation, Kind
from knowledge.documents.records import DocumentRecord as Record
from knowledge.library.due import STANDING, DueSettings, forms_by_policy, is_own
from knowledge.library.explanation_deadline import Workdays, explain_by, forms_lacking

COLUMN_DAYS: Mapping[Kind, int] = {
    Kind.NOTICE: 180,
    Kind.POLICY: 180,
    Kind.INTERPRETATION: 365,
    Kind.GUIDE: 365,
    Kind.CATALOGUE: 365,
}
"""After how many days without anything new a unit's column of a kind is stale."""


@dataclass(frozen=True, slots=True)
class StaleColumn:
    """A unit's column in which nothing new has stood for too long."""

    kind: Kind
    newest_on: date
    days: int


@dataclass(slots=True)
class UnitDocuments:
    """What is counted of one unit's public documents."""

    policies: int = 0
    explained: int = 0
    unexplained: list[str] = field(default_factory=list)
    guides: int = 0
    complete: int = 0
    incomplete: list[str] = field(default_factory=list)
    columns: dict[Kind, date] = field(default_factory=dict)

    def stale(self, today: date) -> list[StaleColumn]:
        """Give the columns that are not kept up on a day."""
        return [
            StaleColumn(kind, newest, (today - newest).days)
            for kind, newest in sorted(self.columns.items())
            if (today - newest).days > COLUMN_DAYS[kind]
        ]


async def by_unit(
    tx: AsyncSession, rules: DueSettings, *, calendar: Workdays, today: date
) -> dict[str, UnitDocuments]:
    """Count the county's own public documents, by responsible unit."""
    chosen = select(
        Record.id,
        Record.unit,
        Record.issuer,
        Record.kind,
        Record.dated_on,
        Record.validity,
        Record.explanation,
        Record.guide_gaps,
    ).where(Record.public_version.is_not(None), is_own(rules))
    rows = (await tx.execute(chosen)).all()
    return counted(rows, await forms_by_policy(tx), calendar=calendar, today=today)


def counted(
    rows: Iterable[Any], forms: Mapping[str, frozenset[str]], *, calendar: Workdays, today: date
) -> dict[str, UnitDocuments]:
    """Count rows of documents; a policy counts once its day of being explained is over, or it is explained. Pure."""
    units: dict[str, UnitDocuments] = {}
    for row in rows:
        unit = units.setdefault(row.unit or row.issuer, UnitDocuments())
        if row.kind in COLUMN_DAYS and row.dated_on is not None:
            unit.columns[row.kind] = max(row.dated_on, unit.columns.get(row.kind, row.dated_on))
        if row.kind is Kind.GUIDE:
            unit.guides += 1
            unit.complete += not row.guide_gaps
            if row.guide_gaps:
                unit.incomplete.append(row.id)
        elif row.kind is Kind.POLICY and row.validity in STANDING:
            _policy(unit, row, forms.get(row.id, frozenset()), calendar=calendar, today=today)
    return units


def _policy(unit: UnitDocuments, row: Any, made: frozenset[str], *, calendar: Workdays, today: date) -> None:
    if row.explanation is Explanation.EXEMPT or row.dated_on is None:
        return
    deadline = explain_by(row.dated_on, row.explanation, calendar)
    is_explained = not forms_lacking(row.explanation, made)
    if is_explained or (deadline is not None and deadline.on < today):
        unit.policies += 1
        unit.explained += is_explained
        if not is_explained:
            unit.unexplained.append(row.id)
