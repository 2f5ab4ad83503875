"""A table of matters taken in whole: looked through first, so that a wrong row is told before anything is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.files.table_file import Row
from handlers.matters.delivery.mapping import MatterMapping
from handlers.matters.delivery.matter import DeliveredMatter, Statement
from handlers.matters.delivery.reading import MOST_AT_ONCE, read_matter
from handlers.matters.delivery.taking_in import MatterTakingIn

MOST_TOLD, MOST_SHOWN = 50, 10


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row: a text key with its values; `row` is its place in the file, the head being 1."""

    row: int
    key: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class MatterTable:
    """A table as it was read; only one without faults may be taken in. `faulty` counts those beyond the ones told, too."""

    matters: tuple[DeliveredMatter, ...]
    faults: tuple[RowFault, ...] = ()
    faulty: int = 0

    @property
    def shown(self) -> Sequence[DeliveredMatter]:
        """The first rows, to be looked at."""
        return self.matters[:MOST_SHOWN]


@dataclass(slots=True)
class MatterTotals:
    """What became of a table."""

    new: int = 0
    changed: int = 0
    same: int = 0
    numbers: dict[str, str] = field(default_factory=dict)


class MatterTableImport:
    """Reads tables, and takes them in, some hundred rows a transaction: doing it again finishes what broke off."""

    def __init__(self, taking_in: MatterTakingIn, *, clock: Clock) -> None:
        self._taking_in = taking_in
        self._clock = clock

    def read(self, table: Sequence[Row], mapping: MatterMapping) -> MatterTable:
        """Give what a table says; raises `InputError` where columns lack."""
        today, seen = local_date(self._clock.now()), dict[str, int]()
        matters, faults = [], []
        for row, values in enumerate(mapping.rows(table), start=2):
            try:
                one = read_matter(values, row=row, today=today)
                if seen.setdefault(one.outer, row) != row:
                    raise InputError("matters.refused.twice", row=row, field="outer")  # noqa: TRY301
            except InputError as error:
                faults.append(RowFault(row, error.text_key, dict(error.values)))
            else:
                matters.append(one)
        return MatterTable(tuple(matters), tuple(faults[:MOST_TOLD]), len(faults))

    async def take(
        self,
        source: str,
        table: MatterTable,
        *,
        actor: str,
        told: Callable[[int], None] = lambda _: None,
    ) -> MatterTotals:
        """Take a table in; `told` hears how many rows are done. Raises `InputError` for one with faults."""
        if table.faults:
            first = table.faults[0]
            raise InputError(first.key, **first.values)
        totals = MatterTotals()
        for start in range(0, len(table.matters), MOST_AT_ONCE):
            some = table.matters[start : start + MOST_AT_ONCE]
            taken = await self._taking_in.take(source, Statement(some), actor=actor)
            totals.new += taken.new
            totals.changed += taken.changed
            totals.same += taken.same
            totals.numbers |= taken.numbers
            told(len(some))
        return totals
