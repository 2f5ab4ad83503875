"""The services by which the county looks after itself: what is due, reports, links, statistics, how content people are."""

from dataclasses import dataclass, replace
from typing import Self

from adapters.services.foundation import Foundation
from adapters.services.statistics import MEASURES
from handlers.disclosure.figures.service import OfficeFigures
from handlers.inspection.links import LinkRounds
from handlers.inspection.service import Inspections
from handlers.ratings.ledger import SatisfactionLedger
from handlers.statistics.office import StatisticsOffice
from knowledge.library.due import DueLists, DueSettings


@dataclass(frozen=True, slots=True)
class OversightServices:
    """What the desk's pages of figures and reports use."""

    due: DueLists
    inspections: Inspections
    link_rounds: LinkRounds
    statistics: StatisticsOffice
    satisfaction: SatisfactionLedger

    @classmethod
    def of(cls, base: Foundation, *, county_name: str, figures: OfficeFigures) -> Self:
        """Give them; `figures` counts the requests that a unit replied to, for its sheet."""
        database, clock = base.database, base.clock
        return cls(
            due=DueLists(database, clock=clock, calendar=base.calendar),
            inspections=Inspections(
                database,
                rules=DueSettings(county_name),
                calendar=lambda: base.calendar.current,
                replies=figures.replied_by_unit,
                clock=clock,
            ),
            link_rounds=LinkRounds(database, clock=clock),
            statistics=StatisticsOffice.of(database, MEASURES, clock=clock),
            satisfaction=SatisfactionLedger(database),
        )

    def on(self, base: Foundation) -> Self:
        """Give what a talk uses of them on another foundation."""
        return replace(self, statistics=self.statistics.on(base.database))
