"""What the address of the list says: its filters, read from hostile input, and the addresses that add or drop one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from adapters.operators.addresses import LIST
from knowledge.documents.document import (
    Audience,
    Disclosure,
    DocumentState,
    ExplanationForm,
    Kind,
    Openness,
    Validity,
)
from knowledge.library.filters import Filters
from knowledge.library.listing import FACETS, FLAGS, Order

Named = TypeVar("Named", bound=StrEnum)
VALUE_LETTERS = 120
SEARCH_LETTERS = 80
YEAR_DIGITS = 4
WORDS = ("theme", "issuer", "unit", "level", "place", "life_stage")
LISTED: Mapping[str, type[StrEnum]] = {
    "kind": Kind,
    "state": DocumentState,
    "validity": Validity,
    "disclosure": Disclosure,
}
PLAIN: Mapping[str, type[StrEnum]] = {"openness": Openness, "audience": Audience, "form": ExplanationForm}
# The order in which addresses and pages name them.
NAMES = (*FACETS, "unit", "audience", *FLAGS)


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """The filters and the order of a list, as its address says them; whatever is not understood narrows nothing."""

    filters: Filters
    order: Order

    @property
    def query(self) -> dict[str, str]:
        """Give the parameters that lead to this list again."""
        values = {name: written(getattr(self.filters, name)) for name in NAMES}
        order = "" if self.order is Order.CHANGED else self.order.value
        return {
            name: value
            for name, value in {**values, "text": self.filters.text, "order": order}.items()
            if value
        }

    def address(self, **changes: str) -> str:
        """Give the address of this list with some parameters changed; empty text drops one."""
        kept = {name: value for name, value in {**self.query, **changes}.items() if value}
        return f"{LIST}?{urlencode(kept)}" if kept else LIST


def written(value: object) -> str:
    """Give a filter's value as an address holds it."""
    if isinstance(value, bool):
        return "1" if value else ""
    return value.value if isinstance(value, StrEnum) else str(value or "")


def read(query: Mapping[str, str]) -> CatalogueQuery:
    """Read filters and order from the parameters of an address or the fields of a form."""
    values: dict[str, Any] = {name: _member(kind, query.get(name, "")) for name, kind in LISTED.items()}
    values |= {name: _member(kind, query.get(name, "")) or "" for name, kind in PLAIN.items()}
    values |= {name: query.get(name, "").strip()[:VALUE_LETTERS] for name in WORDS}
    values |= {name: query.get(name) == "1" for name in FLAGS}
    year = query.get("year", "")
    sensible = year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS
    filters = replace(
        Filters(**values),
        year=int(year) if sensible else None,
        text=query.get("text", "")[:SEARCH_LETTERS].strip(),
    )
    return CatalogueQuery(filters, _member(Order, query.get("order", "")) or Order.CHANGED)


def _member(kind: type[Named], value: str) -> Named | None:
    return next((one for one in kind if one.value == value), None)
