"""What outlets show, newest first, and how every item stands in each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from bot.database import Database
from handlers.outlets.outlet import ItemState, Outlet
from handlers.outlets.records import OutletItemRecord
from knowledge.documents.document import Explanation, Kind
from knowledge.documents.records import DocumentRecord

PAGE = 50
DOCUMENTS_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One entry of a feed."""

    document: str
    version: int
    title: str
    digest: str
    text: str
    source: str
    dated_on: date | None
    shown_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class StandingItem:
    """How a document stands in an outlet; `refusal` is the text key of what failed last, a code behind a colon."""

    outlet: Outlet
    document: str
    title: str
    state: ItemState
    attempts: int
    refusal: str
    next_at: datetime | None
    shown_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class SyncedExplanation:
    """An interpretation of a measure of major benefit, and whether the official account has it (K7a)."""

    document: str
    title: str
    policy: str
    is_synced: bool


class OutletLedger:
    """Reads what stands in the outlets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def shown(self, outlet: Outlet, *, limit: int = PAGE) -> Sequence[ShownItem]:
        """Give what an outlet shows, newest first; an item that is being changed shows what it showed."""
        record = OutletItemRecord
        chosen = (
            select(record)
            .where(record.outlet == outlet.value, record.shown_at.is_not(None), record.wanted.is_not(None))
            .order_by(record.shown_at.desc(), record.document_id)
            .limit(limit)
        )
        async with self._database.reading() as tx:
            rows = (await tx.scalars(chosen)).all()
        return [
            ShownItem(
                row.document_id,
                row.shown,
                row.title,
                row.digest,
                row.text,
                row.source,
                row.dated_on,
                row.shown_at,
                row.changed_at,
            )
            for row in rows
            if row.shown is not None and row.shown_at is not None
        ]

    async def counts(self) -> Mapping[Outlet, Mapping[ItemState, int]]:
        """Give how many items stand how in each outlet."""
        record = OutletItemRecord
        chosen = select(record.outlet, record.state, func.count()).group_by(record.outlet, record.state)
        async with self._database.reading() as tx:
            rows = (await tx.execute(chosen)).all()
        found: dict[Outlet, dict[ItemState, int]] = {outlet: {} for outlet in Outlet}
        for outlet, state, count in rows:
            found[Outlet(outlet)][ItemState(state)] = int(count)
        return found

    async def items(
        self, *, outlet: Outlet | None = None, state: ItemState | None = None, page: int = 1
    ) -> tuple[Sequence[StandingItem], bool]:
        """Give a page of items, those changed last at the head, and whether more follow."""
        record = OutletItemRecord
        chosen = select(record).order_by(record.changed_at.desc(), record.document_id, record.outlet)
        if outlet is not None:
            chosen = chosen.where(record.outlet == outlet.value)
        if state is not None:
            chosen = chosen.where(record.state == state.value)
        async with self._database.reading() as tx:
            rows = (await tx.scalars(chosen.limit(PAGE + 1).offset((page - 1) * PAGE))).all()
        return [_standing(row) for row in rows[:PAGE]], len(rows) > PAGE

    async def explanations(self) -> Sequence[SyncedExplanation]:
        """Give the interpretations of measures of major benefit, those that the official account lacks first."""
        document, item = DocumentRecord, OutletItemRecord
        async with self._database.reading() as tx:
            major = select(document.id, document.title).where(
                document.explanation == Explanation.MAJOR,
                document.kind == Kind.POLICY,
                document.public_version.is_not(None),
            )
            rows = (await tx.execute(major.limit(DOCUMENTS_LOOKED_AT))).all()
            policies = {row[0]: row[1] for row in rows}
            if not policies:
                return []
            explaining = select(document.id, document.title, document.interprets).where(
                document.kind == Kind.INTERPRETATION, document.public_version.is_not(None)
            )
            explained = (await tx.execute(explaining)).all()
            synced = set(
                await tx.scalars(
                    select(item.document_id).where(
                        item.outlet == Outlet.WECHAT.value,
                        item.shown_at.is_not(None),
                        item.wanted.is_not(None),
                    )
                )
            )
        found = [
            SyncedExplanation(identifier, title, policies[policy], identifier in synced)
            for identifier, title, interprets in explained
            for policy in interprets
            if policy in policies
        ]
        return sorted(found, key=lambda one: (one.is_synced, one.title))


def _standing(row: OutletItemRecord) -> StandingItem:
    return StandingItem(
        Outlet(row.outlet),
        row.document_id,
        row.title or row.document_id,
        ItemState(row.state),
        row.attempts,
        row.refusal,
        row.next_at,
        row.shown_at,
        row.changed_at,
    )
