"""A step that was just taken, as what follows from it looks at it: letters, papers, messages."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import local_date
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.proceeding.step_fields import StepField, StepOrder
from handlers.disclosure.statute.clocks import Clocks


@dataclass(frozen=True, slots=True)
class DoneStep:
    """The request after the step, what was filled in, who took it and when, and the dates that follow."""

    request: DisclosureRequestRecord
    order: StepOrder
    clerk: Clerk
    dates: Clocks
    now: datetime

    @property
    def today(self) -> date:
        """The civil day of the step."""
        return local_date(self.now)

    def text(self, name: StepField) -> str:
        """Give a field of the step's form."""
        return self.order.text(name)
