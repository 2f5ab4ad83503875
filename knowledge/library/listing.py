"""The keepers' list of documents: narrowed, counted by facet and ordered, with the links of each followed both ways."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import String, func, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from knowledge.documents.document import Disclosure, DocumentState, Kind, Validity
from knowledge.documents.records import DocumentRecord
from knowledge.documents.store import Listed, listed
from knowledge.library.filters import YEAR, Filters, naming, narrowing

PAGE = 50
PAGE_LIMIT = 200
BATCH_TITLES = 500
SHOWN_VALUES = 40


class Order(StrEnum):
    """What a list is put in order by."""

    CHANGED = "changed"
    DATED = "dated"
    TITLE = "title"
    NUMBER = "number"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list; `number` counts from 1 and `total` all documents that fit the filters."""

    items: tuple[Listed, ...]
    number: int
    size: int
    total: int


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, and how many documents bear it among those the other filters leave."""

    value: str
    number: int


# Read as plain text: making values of thousands of rows takes longer than counting them.
FACETS: Mapping[str, Any] = {
    "kind": type_coerce(DocumentRecord.kind, String),
    "state": type_coerce(DocumentRecord.state, String),
    "theme": DocumentRecord.theme,
    "issuer": DocumentRecord.issuer,
    "year": YEAR,
    "validity": type_coerce(DocumentRecord.validity, String),
    "disclosure": type_coerce(DocumentRecord.disclosure, String),
    "level": DocumentRecord.level,
    "place": DocumentRecord.place,
    "openness": DocumentRecord.openness,
    "life_stage": DocumentRecord.life_stage,
    "form": DocumentRecord.form,
}
FLAGS = ("online", "unexplained", "unconfirmed")
_ENUMS: Mapping[str, type[StrEnum]] = {
    "kind": Kind,
    "state": DocumentState,
    "validity": Validity,
    "disclosure": Disclosure,
}
_UNSET: Mapping[str, Any] = {
    "kind": None, "state": None, "theme": "", "issuer": "", "year": None, "validity": None, "disclosure": None,
    "level": "", "place": "", "openness": "", "life_stage": "", "form": "",
}  # fmt: skip
_ORDERS: Mapping[Order, tuple[Any, ...]] = {
    Order.CHANGED: (DocumentRecord.updated_at.desc(),),
    Order.DATED: (DocumentRecord.dated_on.desc().nulls_last(),),
    Order.TITLE: (DocumentRecord.title,),
    Order.NUMBER: (DocumentRecord.number == "", DocumentRecord.number),
    Order.ISSUER: (DocumentRecord.issuer, DocumentRecord.title),
}
EVERYTHING = Filters()


class Shelf:
    """Reads lists of documents; each method is one reading transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        filters: Filters = EVERYTHING,
        *,
        number: int = 1,
        size: int = PAGE,
        order: Order = Order.CHANGED,
    ) -> ListPage:
        """Give a page of the documents that fit, in order."""
        number, size = max(1, number), min(max(1, size), PAGE_LIMIT)
        async with self._database.reading() as tx:
            rows = await tx.scalars(
                select(DocumentRecord)
                .where(*narrowing(filters, dialect(tx)))
                .order_by(*_ORDERS[order], DocumentRecord.id)
                .offset((number - 1) * size)
                .limit(size)
            )
            items = tuple(listed(row) for row in rows)
            return ListPage(items, number, size, await count(tx, filters))

    async def facets(self, filters: Filters) -> dict[str, tuple[Value, ...]]:
        """Give each facet's values with their counts, the most frequent first (years: the newest), forty at most.

        A value is counted among the documents that all other filters leave, so that another can be chosen instead.
        """
        chosen = {at: value for at, name in enumerate(FACETS) if (value := _stored(name, filters))}
        wide = replace(filters, **_UNSET)
        async with self._database.reading() as tx:
            rows = (await tx.execute(select(*FACETS.values()).where(*narrowing(wide, dialect(tx))))).all()
            flagged = {
                flag: await count(tx, replace(filters, **{flag: True}))  # type: ignore[arg-type]
                for flag in FLAGS
            }
        return _tallies(rows, chosen) | {
            flag: (Value("1", number),) if number else () for flag, number in flagged.items()
        }

    async def ids(self, filters: Filters) -> tuple[str, ...]:
        """Give the ids of all documents that fit, in their own order."""
        async with self._database.reading() as tx:
            query = select(DocumentRecord.id).where(*narrowing(filters, dialect(tx)))
            return tuple(await tx.scalars(query.order_by(DocumentRecord.id)))

    async def titles(self, identifiers: Sequence[str]) -> dict[str, str]:
        """Give the titles of those of these documents that exist."""
        async with self._database.reading() as tx:
            titles: dict[str, str] = {}
            for start in range(0, len(identifiers), BATCH_TITLES):
                some = identifiers[start : start + BATCH_TITLES]
                rows = await tx.execute(
                    select(DocumentRecord.id, DocumentRecord.title).where(DocumentRecord.id.in_(some))
                )
                titles.update((name, title) for name, title in rows)
            return titles

    async def named(self, words: Sequence[str]) -> dict[str, str]:
        """Give the ids of the documents that words name by id, whole title or number; what names two names none."""
        wanted = {one: one.strip().removeprefix("《").removesuffix("》") for one in words if one.strip()}
        names = sorted(set(wanted.values()))[:BATCH_TITLES]
        record = DocumentRecord
        query = select(record.id, record.title, record.number).where(
            or_(record.id.in_(names), record.title.in_(names), record.number.in_(names))
        )
        async with self._database.reading() as tx:
            rows = (await tx.execute(query)).all()
        found: dict[str, str] = {}
        for one, name in wanted.items():
            fitting = [identifier for identifier, *known in rows if name in known or name == identifier]
            if name in fitting or len(fitting) == 1:
                found[one] = name if name in fitting else fitting[0]
        return found

    async def tied(self, identifier: str) -> tuple[Listed, ...]:
        """Give the documents that name this one as what they explain, rest on, or gave way to; the way back of links."""
        async with self._database.reading() as tx:
            kind = dialect(tx)
            leading_here = or_(
                *(
                    DocumentRecord.id.in_(naming(field, identifier, kind))
                    for field in (DocumentRecord.interprets, DocumentRecord.basis)
                ),
                DocumentRecord.successor == identifier,
            )
            rows = await tx.scalars(select(DocumentRecord).where(leading_here).order_by(DocumentRecord.id))
            return tuple(listed(row) for row in rows)


def dialect(tx: AsyncSession) -> str:
    """Give the name of the database's language."""
    return tx.get_bind().dialect.name


async def count(tx: AsyncSession, filters: Filters) -> int:
    """Give how many documents fit."""
    query = select(func.count()).select_from(DocumentRecord).where(*narrowing(filters, dialect(tx)))
    return int(await tx.scalar(query) or 0)


def _stored(name: str, filters: Filters) -> str:
    """Give the value a filter is set to as the column keeps it; empty when it is not set."""
    value = getattr(filters, name)
    return value.name if isinstance(value, StrEnum) else str(value or "")


def _tallies(rows: Sequence[Any], chosen: Mapping[int, str]) -> dict[str, tuple[Value, ...]]:
    """Count each facet; one that is chosen is counted among the rows that the others leave."""
    fitting = list(zip(*_left(rows, chosen), strict=True)) or [()] * len(FACETS)
    tallies: dict[str, tuple[Value, ...]] = {}
    for at, name in enumerate(FACETS):
        others = {place: value for place, value in chosen.items() if place != at}
        column = [row[at] for row in _left(rows, others)] if at in chosen else fitting[at]
        values = [Value(_plain(name, value), number) for value, number in Counter(column).items() if value]
        # Years are looked for by their order, everything else by how much there is of it.
        newest = sorted(values, key=lambda one: one.value, reverse=True)
        frequent = sorted(values, key=lambda one: (-one.number, one.value))
        tallies[name] = tuple(newest if name == "year" else frequent)[:SHOWN_VALUES]
    return tallies


def _left(rows: Sequence[Any], chosen: Mapping[int, str]) -> Sequence[Any]:
    for at, value in chosen.items():
        rows = [row for row in rows if row[at] == value]
    return rows


def _plain(name: str, value: str) -> str:
    """Give a facet's value as filters and addresses know it: enums are kept by name."""
    return str(_ENUMS[name][value].value) if name in _ENUMS else value
