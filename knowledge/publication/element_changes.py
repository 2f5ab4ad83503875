"""What became otherwise in a guide when another version of it became public: limit, fee, place, old and new with the day.

A line is written in the transaction that makes the version public and stays; citizens read it beside the guide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Index, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import local_date
from bot.database import Base, Database, Instant
from knowledge.documents import store
from knowledge.documents.duration import working_days
from knowledge.documents.guide import parts
from knowledge.documents.records import NAME_LETTERS

ELEMENTS = ("limit", "fee", "materials", "conditions", "place", "hours", "phone", "ways", "delivery")
ELEMENT_LETTERS = 12
CHANGES_SHOWN = 20


class ElementChangeRecord(Base):
    """One element of a guide that reads otherwise since `at`; empty words say that there was or is none."""

    __tablename__ = "knowledge_element_changes"
    __table_args__ = (Index("ix_knowledge_element_changes_document_id_at", "document_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS))
    version: Mapped[int]
    element: Mapped[str] = mapped_column(String(ELEMENT_LETTERS))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class ElementChange:
    """One change as it is shown."""

    element: str
    before: str
    after: str
    on: date

    @property
    def shorter(self) -> bool:
        """Whether a limit takes less time than before."""
        if self.element != "limit":
            return False
        old, new = working_days(self.before), working_days(self.after)
        return old is not None and new is not None and new < old


class ElementChanges:
    """Gives what became otherwise in guides."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, identifier: str) -> tuple[ElementChange, ...]:
        """Give the changes of a guide, the newest first."""
        async with self._database.transaction() as tx:
            rows = await tx.scalars(
                select(ElementChangeRecord)
                .where(ElementChangeRecord.document_id == identifier)
                .order_by(ElementChangeRecord.at.desc(), ElementChangeRecord.id)
                .limit(CHANGES_SHOWN)
            )
            return tuple(
                ElementChange(row.element, row.before, row.after, local_date(row.at)) for row in rows
            )


async def note(tx: AsyncSession, identifier: str, *, before: int, after: int, now: datetime) -> None:
    """Write down which elements of a guide read otherwise in another version, in the caller's transaction."""
    old, new = await store.version(tx, identifier, before), await store.version(tx, identifier, after)
    if old is None or new is None:
        return
    for element, was, becomes in altered(old.text, new.text):
        tx.add(
            ElementChangeRecord(
                document_id=identifier,
                version=after,
                element=element,
                before=was,
                after=becomes,
                at=now,
            )
        )


def altered(old: str, new: str) -> Sequence[tuple[str, str, str]]:
    """Give each element that reads otherwise, with its words before and after; blanks make no difference."""
    before, after = parts(old), parts(new)
    return [
        (name, before.get(name, ""), after.get(name, ""))
        for name in ELEMENTS
        if before.get(name, "").split() != after.get(name, "").split()
    ]
