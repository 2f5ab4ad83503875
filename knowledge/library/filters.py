"""What a list of documents is narrowed to, and the conditions in the database's language that it stands for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, column, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.documents.document import Disclosure, DocumentState, Explanation, Kind, Validity
from knowledge.documents.records import DocumentRecord, ProposalRecord

SEARCH_WORDS = 5
YEAR = func.substr(cast(DocumentRecord.dated_on, String), 1, 4)
_BRACKETS = str.maketrans(dict.fromkeys("[［【(", "〔") | dict.fromkeys("]］】)", "〕"))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; None and empty text narrow nothing. `text` is looked for in title and number.

    `online` leaves what can be done online, `unexplained` the policies that no interpretation explains, `unconfirmed`
    what a person still has to check.
    """

    kind: Kind | None = None
    state: DocumentState | None = None
    text: str = ""
    theme: str = ""
    validity: Validity | None = None
    issuer: str = ""
    unit: str = ""
    year: int | None = None
    disclosure: Disclosure | None = None
    level: str = ""
    place: str = ""
    openness: str = ""
    audience: str = ""
    life_stage: str = ""
    form: str = ""
    online: bool = False
    unexplained: bool = False
    unconfirmed: bool = False


def narrowing(filters: Filters, kind: str) -> list[ColumnElement[bool]]:
    """Give the conditions that filters are, for a database of the language `kind`."""
    equal = {
        DocumentRecord.kind: filters.kind,
        DocumentRecord.state: filters.state,
        DocumentRecord.validity: filters.validity,
        DocumentRecord.disclosure: filters.disclosure,
        DocumentRecord.theme: filters.theme or None,
        DocumentRecord.issuer: filters.issuer or None,
        DocumentRecord.unit: filters.unit or None,
        DocumentRecord.level: filters.level or None,
        DocumentRecord.place: filters.place or None,
        DocumentRecord.openness: filters.openness or None,
        DocumentRecord.life_stage: filters.life_stage or None,
        DocumentRecord.form: filters.form or None,
        DocumentRecord.online: filters.online or None,
        YEAR: str(filters.year) if filters.year else None,
    }
    conditions: list[ColumnElement[bool]] = [
        one == value for one, value in equal.items() if value is not None
    ]
    if filters.audience:
        conditions.append(DocumentRecord.id.in_(naming(DocumentRecord.audience, filters.audience, kind)))
    if filters.unexplained:
        conditions += unexplained(kind)
    if filters.unconfirmed:
        waiting = select(ProposalRecord.document_id).where(ProposalRecord.confirmed_at.is_(None))
        conditions.append(DocumentRecord.id.in_(waiting))
    return conditions + [_worded(word) for word in filters.text.split()[:SEARCH_WORDS]]


def unexplained(kind: str) -> list[ColumnElement[bool]]:
    """Give what a policy without interpretation is: one that needs one, and that none on the shelf explains."""
    return [
        DocumentRecord.kind == Kind.POLICY,
        DocumentRecord.explanation != Explanation.EXEMPT,
        DocumentRecord.id.not_in(_explained(kind)),
    ]


def members(field: ColumnElement[Any], kind: str) -> Any:
    """Give the values of a column that keeps a list, one a row, in the column `value`."""
    if kind == "postgresql":
        return func.json_array_elements_text(field).table_valued(column("value", String))
    return func.json_each(field).table_valued(column("value", String))


def _explained(kind: str) -> Select[Any]:
    interpretation = DocumentRecord.__table__.alias("interpretation")
    named = members(interpretation.c.interprets, kind)
    return select(named.c.value).select_from(interpretation.join(named, literal(value=True))).where(
        interpretation.c.kind == Kind.INTERPRETATION, interpretation.c.state != DocumentState.WITHDRAWN
    )  # fmt: skip


def naming(field: InstrumentedAttribute[list[str]], value: str, kind: str) -> Select[Any]:
    """Give the ids of the documents whose list holds a value."""
    other = DocumentRecord.__table__.alias("other")
    named = members(other.c[field.key], kind)
    return (
        select(other.c.id).select_from(other.join(named, literal(value=True))).where(named.c.value == value)
    )


def _worded(word: str) -> ColumnElement[bool]:
    return or_(
        DocumentRecord.title.icontains(word, autoescape=True),
        DocumentRecord.number.icontains(word.translate(_BRACKETS), autoescape=True),
        DocumentRecord.id == word,
    )
