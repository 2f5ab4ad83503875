"""What the same person has from another account, in the one list of all that is theirs: looked at, and acted on where it came from."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.message import Wording
from handlers.cases import CaseLine, StatusSource
from handlers.matters.binding.service import BindingService

CasesOf = Callable[[str], Awaitable[Sequence[CaseLine]]]


class OwnElsewhere:
    """A status source with the cases of every account that proved to be the same natural person's.

    A company's people share its matters and nothing of their own. `shared` gives what one's other accounts show, where that
    is not all of it.
    """

    def __init__(
        self, source: StatusSource, bindings: BindingService, *, texts: Wording, shared: CasesOf | None = None
    ) -> None:
        self.prefix = source.prefix
        self._source = source
        self._bindings = bindings
        self._texts = texts
        self._shared = shared or source.cases_of

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give the account's own first, then those of its person's other accounts; no step is offered for these."""
        return [*await self._source.cases_of(citizen), *await self._otherwise(citizen)]

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one case, with details for its own account and its person's other ones only."""
        found = await self._source.case(number, citizen=citizen)
        if found is None or found.title or found.opened_on is not None:
            return found
        return next((one for one in await self._otherwise(citizen) if one.number == number), found)

    async def _otherwise(self, citizen: str) -> Sequence[CaseLine]:
        lines: list[CaseLine] = []
        for account in await self._bindings.own_accounts(citizen):
            lines += await self._shared(account)
        newest = sorted(lines, key=lambda line: line.number, reverse=True)
        return [
            replace(line, next_steps=(), group=self._texts("matters.elsewhere", kind=line.kind))
            for line in newest
        ]
