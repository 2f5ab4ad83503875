"""The order in which a desk lists cases: those on top whose staff are warned first, the others after them, newest first."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession


async def pressing_first(
    tx: AsyncSession, record: Any, conditions: Iterable[ColumnElement[bool]], *, offset: int, limit: int
) -> Sequence[str]:
    """Give the numbers of a page of cases; `record` has `number`, `warn_on` and `submitted_at`.

    What warns somebody and what does not is asked for apart, each in the order of an index: in one order, an engine would
    sort all cases there ever were for each page.
    """
    wanted = [*conditions]
    warned = select(record.number).where(*wanted, record.warn_on.is_not(None))
    found = list(await tx.scalars(_ordered(warned, record).offset(offset).limit(limit)))
    if len(found) == limit:
        return found
    passed = 0 if found or not offset else offset - await _counted(tx, warned)
    others = select(record.number).where(*wanted, record.warn_on.is_(None))
    page = _ordered(others, record).offset(passed).limit(limit - len(found))
    return [*found, *await tx.scalars(page)]


def _ordered(numbers: Select[Any], record: Any) -> Select[Any]:
    return numbers.order_by(record.warn_on, record.submitted_at.desc(), record.number.desc())


async def _counted(tx: AsyncSession, numbers: Select[Any]) -> int:
    return int(await tx.scalar(select(func.count()).select_from(numbers.subquery())) or 0)
