"""Rows of any table, what no test asks about filled with something that fits."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import JSON, Boolean, Date, Enum, Float, Integer, LargeBinary, Numeric
from sqlalchemy import inspect as mapped

from bot.database import Base, Instant

Record = TypeVar("Record", bound=Base)
_NUMBERS = count(1)


def row(record: type[Record], **values: Any) -> Record:
    """Give a row with some values; the columns that must be filled are, each text with another word."""
    columns = mapped(record).columns
    missing = [
        one
        for one in columns
        if one.key not in values
        and not one.nullable
        and one.default is None
        and one.autoincrement is not True
    ]
    return record(**values, **{str(one.key): _fitting(one.type) for one in missing})


def _fitting(kind: Any) -> Any:
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class))
    for known, value in (
        (Instant, datetime(2026, 1, 1, tzinfo=UTC)),
        (Date, date(2026, 1, 1)),
        (Boolean, False),
        (Integer, 0),
        (LargeBinary, b""),
        (JSON, []),
        (Float, 0.0),
        (Numeric, Decimal(0)),
    ):
        if isinstance(kind, known):
            return value
    words = f"n{next(_NUMBERS)}"
    return words[: kind.length] if getattr(kind, "length", None) else words
