"""Requests for information as their applicant's one list has them: the account's own, and those that the same person filed otherwise."""

from collections.abc import Sequence

from handlers.cases import DISCLOSURE, CaseLine
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.matters.binding.service import BindingService


class OwnRequests:
    """The status source of requests: whoever is bound to a person sees what that person filed on paper or from another account, too."""

    prefix = DISCLOSURE

    def __init__(self, ledger: DisclosureLedger, bindings: BindingService) -> None:
        self._ledger = ledger
        self._bindings = bindings

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give the account's own first, then those of its person."""
        return [*await self._ledger.cases_of(citizen), *await self._otherwise(citizen)]

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one request, with details for its own account and for its bound applicant only."""
        found = await self._ledger.case(number, citizen=citizen)
        if found is None or found.opened_on is not None:
            return found
        return next((one for one in await self._otherwise(citizen) if one.number == number), found)

    async def _otherwise(self, citizen: str) -> Sequence[CaseLine]:
        marks = await self._bindings.own_marks(citizen)
        return await self._ledger.cases_of_person(marks, besides=citizen)
