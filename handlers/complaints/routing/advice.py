"""What is proposed to whoever dispatches: the likely matters, each with unit and reason, and who is on duty at the place."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock, local_date
from bot.message import Wording
from handlers.complaints.classification.classifier import ClassifierInUse
from handlers.complaints.routing.destination import Destination, GridDuty, RoutingTable, grid_duty
from handlers.complaints.routing.matters import NO_PROPOSAL, proposed


@dataclass(frozen=True, slots=True)
class ProposedMatter:
    """A matter with its probability, 0 to 1, and where it would go."""

    matter: str
    share: float
    destination: Destination


@dataclass(frozen=True, slots=True)
class RoutingProposal:
    """What is proposed for one complaint; `chosen` is the matter that stands selected, empty where none is sure enough.

    `is_preparing` says that the classifier is not there yet.
    """

    matters: tuple[ProposedMatter, ...] = ()
    chosen: str = ""
    grid: GridDuty | None = None
    town: str = ""
    is_preparing: bool = False


class RoutingAdvice:
    """Proposes; what becomes of a complaint a person decides."""

    def __init__(
        self, table: RoutingTable, classifier: ClassifierInUse | None, *, clock: Clock, texts: Wording
    ) -> None:
        self._table = table
        self._classifier = classifier
        self._clock = clock
        self._texts = texts

    async def proposal(
        self, gist: str, where: str, *, noted: Mapping[str, str], suggests: bool = False
    ) -> RoutingProposal:
        """Give the proposal for what was told; `noted` is what the log says of the place since it came in.

        Without a gist no matter is proposed, and only the place is told.
        """
        place = self._table.grid.recalled(noted, where)
        asked = bool(gist) and self._classifier is not None and bool(self._table.duties.duties)
        model = await self._classifier.model() if asked and self._classifier else None
        found = proposed(gist, model, self._table.duties) if model else NO_PROPOSAL
        matters = [
            ProposedMatter(matter, share, there)
            for matter, share in found.ranked
            if (there := self._table.destination(matter, place, self._texts, suggests=suggests)) is not None
        ]
        return RoutingProposal(
            tuple(matters),
            found.first if found.is_sure else "",
            grid_duty(place, local_date(self._clock.now())),
            place.town if place else "",
            is_preparing=asked and model is None,
        )
