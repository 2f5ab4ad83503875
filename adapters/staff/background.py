"""What stands beside a case on its page, folded away until somebody opens it: the talk, earlier cases, what is public, counts."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import ServiceError
from bot.message import Wording
from handlers.cases import written
from handlers.disclosure.background.conversation import CaseConversation
from handlers.disclosure.background.earlier_cases import EarlierCase, EarlierCases
from handlers.disclosure.bundle.service import SaidTurn
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.ledger import RequestLine
from handlers.disclosure.excess.panel import ExcessPanel
from handlers.policy.already_public import Lookup, Published

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ShownExcess:
    """The counts of one applicant's requests in words, with the steps that the law leaves and no other."""

    counts: str
    months: tuple[str, ...]
    like: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    fees: str


@dataclass(frozen=True, slots=True)
class ShownBackground:
    """What helps to judge a case; `conversation` and `published` are None where nobody could look just now."""

    conversation: Sequence[SaidTurn] | None
    earlier: tuple[EarlierCase, ...]
    published: Sequence[Published] | None
    excess: ShownExcess | None


class CaseBackgrounds:
    """Asks each service for its part; one that is away takes nothing else with it."""

    def __init__(
        self, *, conversation: CaseConversation, earlier: EarlierCases, published: Lookup, texts: Wording
    ) -> None:
        self._conversation = conversation
        self._earlier = earlier
        self._published = published
        self._texts = texts

    async def of(self, line: RequestLine, *, clerk: Clerk) -> ShownBackground:
        """Give what stands beside a case; raises `InputError` for one that is not this person's to see."""
        panel = await self._earlier.panel(line.number, clerk=clerk)
        return ShownBackground(
            conversation=await self._said(line.number, clerk),
            earlier=await self._earlier.like(line.number, clerk=clerk),
            published=await self._found(line.information),
            excess=shown_excess(panel, self._texts) if panel else None,
        )

    async def _said(self, number: str, clerk: Clerk) -> Sequence[SaidTurn] | None:
        try:
            return await self._conversation.of(number, clerk=clerk)
        except ServiceError:
            log.warning("a talk could not be read; its case is shown without")
            return None

    async def _found(self, wanted: str) -> Sequence[Published] | None:
        try:
            return await self._published(wanted)
        except ServiceError:
            log.warning("published documents could not be searched; a case is shown without")
            return None


def shown_excess(panel: ExcessPanel, texts: Wording) -> ShownExcess:
    """Give the panel in words."""
    (year, month, _), *_ = panel.months
    counts = {"in_month": panel.in_month, "in_twelve_months": panel.in_twelve_months}
    return ShownExcess(
        counts=texts("excess.counts", year=year, month=month, **counts),
        months=tuple(
            texts("excess.month", year=year, month=month, count=count) for year, month, count in panel.months
        ),
        like=tuple(
            (
                one.number,
                texts(
                    "excess.like", number=one.number, received=written(one.received_on), percent=one.percent
                ),
            )
            for one in panel.like
        ),
        steps=tuple(
            texts(
                "excess.offer",
                words=texts(f"excess.step.{offered.step.value}"),
                actor=texts(f"excess.actor.{offered.actor.value}"),
                article=offered.article,
            )
            for offered in panel.steps
        ),
        fees=texts("excess.by_requests", own=panel.own_yuan, month=panel.month_yuan),
    )
