"""A table of decisions looked through before anything of it is kept: every row that is wrong is told with its column."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.errors import InputError
from handlers.credit.entry import COLUMNS, OPTIONAL, CreditEntry, read_entry
from handlers.files.table_file import Row

MOST_TOLD, MOST_SHOWN = 50, 10


@dataclass(frozen=True, slots=True)
class CreditTable:
    """A table as it was read; only one without faults may be taken in. `faulty` counts those beyond the ones told, too."""

    entries: tuple[CreditEntry, ...]
    faults: tuple[InputError, ...] = ()
    faulty: int = 0

    @property
    def shown(self) -> Sequence[CreditEntry]:
        """The first rows, to be looked at."""
        return self.entries[:MOST_SHOWN]

    @property
    def public(self) -> int:
        """How many rows are to be published; the others take back what was."""
        return sum(one.public for one in self.entries)


def look_through(table: Sequence[Row], *, today: date) -> CreditTable:
    """Give what a table says, its head first; raises `InputError` naming the columns that lack."""
    head = list(table[0])
    places = {
        name: next((head.index(one) for one in called if one in head), -1) for name, called in COLUMNS.items()
    }
    if lacking := [COLUMNS[name][0] for name, at in places.items() if at < 0 and name not in OPTIONAL]:
        raise InputError("credit.refused.columns", columns="、".join(lacking))
    entries, faults, seen = [], [], set[tuple[str, str]]()
    for place, row in enumerate(table[1:], start=2):
        cells = {name: row[at] if 0 <= at < len(row) else "" for name, at in places.items()}
        try:
            one = read_entry(cells, place, today=today)
        except InputError as error:
            faults.append(error)
            continue
        if (one.document, one.code) in seen:
            column = COLUMNS["document"][0]
            faults.append(InputError("credit.refused.twice", row=place, column=column))
            continue
        seen.add((one.document, one.code))
        entries.append(one)
    return CreditTable(tuple(entries), tuple(faults[:MOST_TOLD]), len(faults))
