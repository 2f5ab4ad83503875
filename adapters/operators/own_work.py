"""What waits for the very person who opens the desk: own drafts that came back, with the reason, and steps that are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.operators.addresses import editor_address
from adapters.web.access.visitor import Visitor
from knowledge.publication.lifecycle import Duty, Person, Step
from knowledge.publication.reviews import PendingReview, Reviews
from knowledge.publication.withheld.ledger import WithheldLedger
from knowledge.publication.withheld.lifecycle import APART, next_steps
from knowledge.questions.gaps import Gaps


@dataclass(frozen=True, slots=True)
class ReturnedDraft:
    """A draft that was sent back to its author: by whom, when and why; `url` is where it is mended."""

    title: str
    url: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """So many things of one kind that wait; `name` is below `desk_menu.errands`."""

    name: str
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class OwnWork:
    """All of it; nothing waits where both are empty."""

    returned: Sequence[ReturnedDraft]
    errands: Sequence[WaitingCount]

    def __bool__(self) -> bool:
        return bool(self.returned or self.errands)


class OwnWorkList:
    """Gathers it at each look, from where it is kept."""

    def __init__(self, *, reviews: Reviews, withheld: WithheldLedger, gaps: Gaps) -> None:
        self._reviews = reviews
        self._withheld = withheld
        self._gaps = gaps

    async def of(self, visitor: Visitor, person: Person) -> OwnWork:
        """Give what waits for a person; drafts of other authors are counted, not listed."""
        back = await self._reviews.sent_back() if Duty.DRAFT in person.duties else ()
        own = [one for one in back if person.login in {*one.procedure.authors, one.procedure.submitted_by}]
        errands = [
            WaitingCount("reviews", len(await self._reviews.waiting(person)), "/operators/reviews"),
            WaitingCount("returned", len(back) - len(own), "/operators/reviews"),
            WaitingCount("withheld", await self._to_take(person), "/operators/withheld"),
            WaitingCount("gaps", await self._of_unit(visitor), "/operators/gaps?mine=1"),
        ]
        return OwnWork([_returned(one) for one in own], [one for one in errands if one.number])

    async def _to_take(self, person: Person) -> int:
        """Count the records of the register on which the next step is this duty's; looking into one is no work."""
        stands = await self._withheld.counts()
        return sum(
            number
            for stage, number in stands.items()
            if APART.intersection(next_steps(stage, duties=person.duties))
        )

    async def _of_unit(self, visitor: Visitor) -> int:
        return await self._gaps.outstanding(visitor.unit) if visitor.unit else 0


def _returned(one: PendingReview) -> ReturnedDraft:
    last = next(step for step in reversed(one.procedure.reviews) if step.step is Step.SEND_BACK)
    document = one.listed.document
    return ReturnedDraft(document.title, editor_address(document.id), last.actor, last.at, last.reason)
