"""Long lists come in sheets: which one is shown, whether another follows, and the address of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

LAST_SHEET = 10_000
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a list: `page` counts from 1; `query` holds the filters that every sheet keeps.

    `total` is the number of entries of the whole list, None where counting them would cost more than it tells.
    """

    page: int
    more: bool
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    total: int | None = None

    def at(self, page: int) -> str:
        """Give the address of another sheet of the same list."""
        kept = {name: value for name, value in self.query.items() if value}
        return f"{self.path}?{urlencode({**kept, 'page': page})}"


def page_number(wanted: str) -> int:
    """Read the sheet wanted; whatever is no sensible number is the first one."""
    sensible = wanted.isascii() and wanted.isdigit() and len(wanted) <= DIGITS
    return min(max(int(wanted), 1), LAST_SHEET) if sensible else 1
