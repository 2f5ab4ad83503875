"""Rows that are evidence: written once, vouched for by the audit chain, never changed or deleted.

The session refuses whatever would change one, whoever asks; the database refuses it again by triggers, for those who
come with another program. What was changed all the same no longer fits the digest that its audit entry holds.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, object_session

_UNCOVERED = "mingbai_uncovered"


class EvidenceError(RuntimeError):
    """Somebody tried to change what is only ever added to; nothing of the transaction is kept."""


class AppendOnly:
    """A record whose rows are only added; ORM classes bear it beside `Base`."""


class EvidenceLine(AppendOnly):
    """A record whose rows the audit chain vouches for: each is covered by an entry of its own transaction."""

    __tablename__: str
    id: Mapped[int]


class LineFaultKind(StrEnum):
    """What is wrong with a line: it is not what was written, it is gone, or no entry vouches for it."""

    CHANGED = "changed"
    MISSING = "missing"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class CoveredLine:
    """What an audit entry says of a line: its table and number, and the SHA-256 of what stands in it."""

    table: str
    id: int
    digest: str

    def __str__(self) -> str:
        return f"{self.table}:{self.id}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> "CoveredLine":
        """Give a line as an entry keeps it; raises `ValueError` for any other text."""
        table, number, digest = text.split(":")
        return cls(table, int(number), digest)


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that is not as the chain says; `entry` is the audit entry that vouches for it, 0 for none."""

    kind: LineFaultKind
    table: str
    id: int
    entry: int = 0


def covered_line(row: Any) -> CoveredLine:
    """Give a row as the chain vouches for it.

    Empty fields do not count: a column that is added later leaves the digest of older rows as it is.
    """
    table: Table = row.__table__
    values = {column.name: _plain(getattr(row, column.key)) for column in table.columns}
    body = {name: value for name, value in values.items() if value not in (None, "", {}, [], False)}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return CoveredLine(table.name, int(row.id), digest)


def taken(session: Session) -> list[CoveredLine]:
    """Give the lines this transaction wrote that no entry vouches for yet; afterwards there are none."""
    rows = session.info.pop(_UNCOVERED, [])
    # What a savepoint undid is in the session no longer.
    return [covered_line(row) for row in rows if row in session]


def uncovered(session: Session) -> str:
    """Give the table of a line that no entry vouches for yet; empty when there is none."""
    rows = [row for row in session.info.get(_UNCOVERED, ()) if row in session]
    return str(rows[0].__tablename__) if rows else ""


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) and value else value or ""


def _is_append_only(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, AppendOnly)


@event.listens_for(Mapper, "after_insert")
def _remember(mapper: Mapper[Any], connection: object, row: Any) -> None:
    del mapper, connection
    session = object_session(row)
    if isinstance(row, EvidenceLine) and session is not None:
        session.info.setdefault(_UNCOVERED, []).append(row)


@event.listens_for(Session, "before_flush")
def _refuse_changed(session: Session, context: object, instances: object) -> None:
    del context, instances
    changed: Iterable[object] = (row for row in session.dirty if session.is_modified(row))
    for row in (*changed, *session.deleted):
        if isinstance(row, AppendOnly):
            raise EvidenceError(f"a row of {type(row).__name__} is only ever added")


@event.listens_for(Session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    """Refuse an update or delete of such a table, and an insert past the chain."""
    if not (state.is_update or state.is_delete or state.is_insert):
        return
    name = getattr(getattr(state.statement, "table", None), "name", "")
    kind = next((one for one in _kinds() if getattr(one, "__tablename__", None) == name), None)
    if kind is not None and (not state.is_insert or issubclass(kind, EvidenceLine)):
        raise EvidenceError(f"rows of {kind.__name__} are only ever added, and through the session")


def _kinds() -> list[type[AppendOnly]]:
    return [*AppendOnly.__subclasses__(), *EvidenceLine.__subclasses__()]


def line_records() -> list[type[EvidenceLine]]:
    """Give the records whose rows the chain vouches for, by the names of their tables."""
    return sorted(EvidenceLine.__subclasses__(), key=lambda one: one.__tablename__)
