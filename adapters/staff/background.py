"""What stands beside a case on its page, folded away until somebody opens it: the talk, earlier cases, what is public, counts.

And what is begun from there: a talk with the applicant, a gap for those who keep the documents.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.web.access.clerks import clerk_of
from adapters.web.access.visitor import visitor_of
from adapters.web.forms import form
from bot.clock import Clock
from bot.errors import InputError, ServiceError
from bot.message import Wording
from handlers.cases import written
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.background.conversation import CaseConversation
from handlers.disclosure.background.earlier_cases import EarlierCase, EarlierCases, asked_by_others
from handlers.disclosure.bundle.service import SaidTurn
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.ledger import DisclosureLedger, RequestLine
from handlers.disclosure.excess.panel import ExcessPanel
from handlers.policy.already_public import Lookup, Published
from handlers.tickets.service import TicketService
from knowledge.questions.log import QuestionLog
from knowledge.questions.note import MaskedNote, QuestionOutcome
from knowledge.text.persons import mask_question

log = logging.getLogger(__name__)
DESK = "desk"
"""The channel of a question that staff noted."""


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

    @property
    def asked_by_others(self) -> int:
        """How many others have asked for the same before."""
        return asked_by_others(self.earlier)


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


class CaseOffshoots:
    """Begins from a case what is not the case's own: a ticket in which the applicant is written to, a knowledge gap."""

    def __init__(
        self,
        *,
        ledger: DisclosureLedger,
        conversation: CaseConversation,
        tickets: TicketService,
        questions: QuestionLog,
        agencies: AgencyDirectory,
        texts: Wording,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._conversation = conversation
        self._tickets = tickets
        self._questions = questions
        self._agencies = agencies
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`, to be guarded like the case's own."""
        return [
            web.post("/requests/{number}/ticket", self.ticket),
            web.post("/requests/{number}/gap", self.gap),
        ]

    async def ticket(self, request: web.Request) -> web.Response:
        """Open the ticket by which the applicant is written to in chat, and show it."""
        await form(request)
        number = request.match_info["number"]
        channel, citizen = await self._conversation.whom(number, clerk=clerk_of(request, self._agencies))
        if not citizen:
            raise InputError("staff.background.no_ticket")
        opened = await self._tickets.open_from_case(
            number,
            channel=channel,
            citizen=citizen,
            question=self._texts("staff.background.ticket_question", number=number),
            actor=visitor_of(request).login,
        )
        raise web.HTTPSeeOther(f"/staff/tickets/{opened}?done=ticket_begun")

    async def gap(self, request: web.Request) -> web.Response:
        """Note what was asked as a question that no document answers; twice is once."""
        await form(request)
        number = request.match_info["number"]
        line = (await self._ledger.story(number)).line
        note = MaskedNote(
            key=f"case:{number}",
            at=self._clock.now().timestamp(),
            channel=DESK,
            citizen="",
            question=mask_question(line.information),
            outcome=QuestionOutcome.DECLINED,
            theme="",
            unit="",
            document="",
            passage=None,
            score=None,
            confidence=0.0,
            threshold=0.0,
            generation="",
            ms=0.0,
        )
        await self._questions.take([note])
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=gap_kept")
