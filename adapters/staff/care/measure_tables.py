"""The tables, the map and the league of the measures of complaints, as a page shows them; every figure opens its cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from handlers.complaints.areas import TownAreas
from handlers.complaints.measures.rates import Tally
from handlers.complaints.measures.service import ComplaintMeasures
from handlers.complaints.measures.store import STAGES, CountedMonths
from handlers.complaints.measures.town_map import town_map
from handlers.complaints.measures.workbook import RATES, value_words
from handlers.texts import Texts

PATH = "/staff/measures"
LEAST_RANKED = 5
TOPICS = 10
NOT_SHOWN = "—"
"""Stands where there is no figure: a nought would be one."""
SHOWN_COUNTS = (
    *("registered", "ended", "late", "overdue", "solved", "unsolved", "answered"),
    *("redirected", "rated", "satisfied", "repeated", "excluded"),
)
Cards = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """A figure with the address of its cases; empty where there is nothing behind it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One line of a table."""

    name: str
    cells: tuple[MeasureCell, ...]
    rates: tuple[str, ...]


class MeasureTables:
    """Puts figures into rows."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def total(self, found: ComplaintMeasures) -> MeasureRow:
        """Give the row of all together."""
        return self._row("", "", found.total, found.period)

    def tables(self, found: ComplaintMeasures) -> list[tuple[str, list[MeasureRow]]]:
        """Give a table for each dimension, the greatest first, months in their order."""
        return [(name, self._rows(name, tallies, found.period)) for name, tallies in _dimensions(found)]

    @staticmethod
    def stages(found: ComplaintMeasures) -> list[tuple[str, Sequence[str]]]:
        """Give the mean hours of each stage by unit."""
        return [(unit, _hours(hours)) for unit, hours in found.stages.items() if unit]

    def _rows(self, dimension: str, tallies: Mapping[str, Tally], period: CountedMonths) -> list[MeasureRow]:
        ordered = (
            tallies.items()
            if dimension == "month"
            else sorted(tallies.items(), key=lambda item: -item[1].registered)
        )
        return [self._row(dimension, value, tally, period) for value, tally in ordered]

    def _row(self, dimension: str, value: str, tally: Tally, period: CountedMonths) -> MeasureRow:
        name = value_words(dimension, value, self._texts) if dimension else self._texts("measures.total")
        cells = tuple(self._cell(count, dimension, value, tally, period) for count in SHOWN_COUNTS)
        return MeasureRow(name, cells, tuple(_percent(getattr(tally, rate)) for rate in RATES))

    @staticmethod
    def _cell(count: str, dimension: str, value: str, tally: Tally, period: CountedMonths) -> MeasureCell:
        found = int(getattr(tally, count))
        url = cases_address(period, count, dimension, value) if found else ""
        return MeasureCell(str(found), url)

    def drawn_map(self, found: ComplaintMeasures, areas: TownAreas) -> str:
        """Give the map by 乡镇, every word in it escaped."""

        def words(area: str, tally: Tally) -> str:
            return self._texts(
                "measures.map_words",
                area=area,
                registered=tally.registered,
                solution=_percent(tally.solution),
            )

        return town_map(
            areas,
            found.by_area,
            title=self._texts("measures.map"),
            words=words,
            address=lambda area: cases_address(found.period, "registered", "area", area),
        )

    def league(self, found: ComplaintMeasures, cards: Cards | None) -> list[tuple[str, tuple[str, ...], str]]:
        """Give the units by their rates, with their cards where the reader is told of them."""
        ranked = [
            (unit, tally)
            for unit, tally in found.by_unit.items()
            if unit and tally.solved + tally.unsolved >= LEAST_RANKED
        ]
        ranked.sort(
            key=lambda item: (
                -(item[1].solution or 0),
                -(item[1].satisfaction or 0),
                -(item[1].response or 0),
                item[0],
            )
        )
        return [
            (
                unit,
                tuple(_percent(getattr(tally, rate)) for rate in ("solution", "satisfaction", "response")),
                self._cards(cards.get(unit, {})) if cards is not None else "",
            )
            for unit, tally in ranked
        ]

    def _cards(self, given: Mapping[str, int]) -> str:
        return self._texts("measures.league.cards", yellow=given.get("yellow", 0), red=given.get("red", 0))

    @staticmethod
    def topics(found: ComplaintMeasures) -> list[tuple[str, int, str]]:
        """Give the matters of which most complaints were registered, with the address of their cases."""
        most = sorted(
            ((matter, tally) for matter, tally in found.by_matter.items() if matter),
            key=lambda item: -item[1].registered,
        )
        return [
            (matter, tally.registered, cases_address(found.period, "registered", "matter", matter))
            for matter, tally in most[:TOPICS]
        ]

    def change(self, now: Tally, before: Tally) -> str:
        """Give how many more or fewer were registered than a year before."""
        if not before.registered:
            return self._texts("measures.no_change")
        change = (now.registered - before.registered) / before.registered
        return self._texts("measures.change", change=f"{change:+.1%}")


def cases_address(period: CountedMonths, measure: str, dimension: str, value: str) -> str:
    """Give the address of the cases behind a figure."""
    fields = {"first": period.first, "last": period.last, "measure": measure}
    fields |= {"by": dimension, "value": value} if dimension else {}
    return f"{PATH}/cases?{urlencode(fields)}"


def _dimensions(found: ComplaintMeasures) -> Iterator[tuple[str, Mapping[str, Tally]]]:
    yield "unit", found.by_unit
    yield "kind", found.by_kind
    yield "area", found.by_area
    yield "month", found.by_month


def _hours(hours: Mapping[str, float | None]) -> Sequence[str]:
    return [NOT_SHOWN if hours[stage] is None else f"{hours[stage]:.0f}" for stage in STAGES]


def _percent(share: float | None) -> str:
    return NOT_SHOWN if share is None else f"{share:.1%}"
