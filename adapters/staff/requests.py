"""Disclosure requests at the desk: the whole story of one on a page, the lawful step beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from adapters.staff.rows import request_row
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.disclosure.case.ledger import (
    CaseStory,
    ClearApplicant,
    DisclosureLedger,
    Happening,
    RequestLine,
)
from handlers.disclosure.case.lifecycle import Actor, Step
from handlers.disclosure.case.service import DisclosureService
from handlers.texts import Texts

ACTORS = frozenset(Actor)
CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the story as a clerk reads it."""

    at: datetime
    words: str
    actor: str


class RequestPages:
    """Shows a request, confirms its receipt, reveals the applicant with a reason."""

    def __init__(
        self, *, ledger: DisclosureLedger, service: DisclosureService, colleagues: Colleagues, texts: Texts
    ) -> None:
        self._ledger = ledger
        self._service = service
        self._colleagues = colleagues
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/requests/{number}", self.show),
            web.post("/requests/{number}/confirm", self.confirm),
            web.post("/requests/{number}/reveal", self.reveal),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the story with the applicant masked."""
        return await self._page(request, await self._story(request), clear=None)

    async def confirm(self, request: web.Request) -> web.Response:
        """Record that both sides confirmed (art. 31(3)): the receipt date is fixed and the clocks start."""
        number = request.match_info["number"]
        await self._service.confirm_receipt(number, actor=visitor_of(request).login)
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=confirmed")

    async def reveal(self, request: web.Request) -> web.Response:
        """Show the clear values once; the service keeps who looked and why."""
        reason = (await form(request)).get("reason", "")
        clear = await self._ledger.reveal(
            request.match_info["number"], actor=visitor_of(request).login, reason=reason[:100]
        )
        return await self._page(request, await self._story(request), clear=clear)

    async def _story(self, request: web.Request) -> CaseStory:
        try:
            return await self._ledger.story(request.match_info["number"])
        except InputError:
            raise RefusedError("staff.request.missing", status=404) from None

    async def _page(
        self, request: web.Request, story: CaseStory, *, clear: ClearApplicant | None
    ) -> web.Response:
        line, names = story.line, await self._colleagues.names()
        return render(
            request,
            "staff/request.html",
            request=request_row(line, self._texts, tapped=story.applicant_confirmed),
            information=clear.information if clear else line.information,
            wanted=[("delivery", self._texts(f"disclosure.delivery.{line.delivery}"))],
            applicant=_applicant(line, clear),
            revealed=clear is not None,
            events=[self._event(happening, names) for happening in story.timeline],
            may_confirm=Step.CONFIRM in story.next_steps,
            tapped=story.applicant_confirmed,
            received_on=line.receipt_on,
        )

    def _event(self, happening: Happening, names: Mapping[str, str]) -> Event:
        known = happening.actor in ACTORS or happening.actor == CITIZEN
        actor = (
            self._texts(f"staff.request.actors.{happening.actor}")
            if known
            else names.get(happening.actor, happening.actor)
        )
        return Event(happening.at, happening.words, actor)


def _applicant(line: RequestLine, clear: ClearApplicant | None) -> list[tuple[str, str]]:
    code = "identity" if line.applicant_kind == "natural" else "credit"
    if clear is None:
        return [("name", line.applicant_name)]
    return [
        ("name", clear.name),
        (code, clear.identity),
        ("contact", clear.person),
        ("phone", clear.phone),
        ("address", clear.address),
    ]
