"""The receipt of a request, a complaint, an appointment, a sign-up, an opinion or a matter of another system to print or to show: its number, the day, and a code that leads to the progress."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from adapters.citizen.progress import CaseProgress, of_complaint, of_matter, of_opinion, of_request, of_visit
from adapters.qr_code import png
from adapters.web.errors import RefusedError
from adapters.web.links import LinkPurpose, Links
from adapters.web.pages import render
from bot.clock import Clock
from bot.errors import InputError
from handlers.activities.signup.ledger import SignupLedger
from handlers.appointments.booking.ledger import AppointmentLedger
from handlers.cases import ACTIVITY, APPOINTMENT, COMPLAINT, MATTER, OPINION, VisitSource
from handlers.complaints.case.ledger import ComplaintLedger
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.matters.ledger import MatterLedger
from handlers.opinions.collecting.ledger import OpinionLedger
from handlers.texts import Texts


class ReceiptPages:
    """Shows receipts; a link that opens none says the same as one of a case, whatever was wrong with it."""

    def __init__(
        self,
        *,
        links: Links,
        ledger: DisclosureLedger,
        complaints: ComplaintLedger,
        appointments: AppointmentLedger,
        activities: SignupLedger,
        opinions: OpinionLedger,
        matters: MatterLedger,
        clock: Clock,
        texts: Texts,
    ) -> None:
        self._links = links
        self._ledger = ledger
        self._complaints = complaints
        self._visits: Mapping[str, VisitSource] = {APPOINTMENT: appointments, ACTIVITY: activities}
        self._opinions = opinions
        self._matters = matters
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [web.get("/receipts/{token}", self.show), web.get("/receipts/{token}/code.png", self.code)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the receipt; raises `RefusedError` (404) when the token opens none."""
        found = await self._case(request)
        case = found.case
        progress = self._links.case(case.number, now=self._clock.now())
        return render(
            request,
            "citizen/receipt.html",
            case=case,
            visit=found.visit,
            opinion=found.opinion,
            about=self._texts(f"citizen.receipt.{_about(found)}"),
            token=request.match_info["token"],
            progress=progress,
        )

    async def code(self, request: web.Request) -> web.Response:
        """Give the code as a picture; raises `RefusedError` (404) when the token opens none."""
        case = (await self._case(request)).case
        # Drawing takes a tenth of a second, which nobody else shall wait for.
        picture = await asyncio.to_thread(png, self._links.case(case.number, now=self._clock.now()))
        return web.Response(body=picture, content_type="image/png")

    async def _case(self, request: web.Request) -> CaseProgress:
        token = request.match_info["token"]
        number = self._links.verify(token, now=self._clock.now(), purpose=LinkPurpose.RECEIPT)
        try:
            case = await self._found(number) if number else None
        except InputError:
            case = None
        if case is None:
            raise RefusedError("citizen.case.gone", status=404)
        return case

    async def _found(self, number: str) -> CaseProgress:
        if number.startswith(COMPLAINT):
            return of_complaint(await self._complaints.progress(number))
        if (visits := self._visits.get(number[:2])) is not None:
            return of_visit(await visits.sheet(number))
        if number.startswith(MATTER):
            return of_matter(await self._matters.sheet(number))
        if number.startswith(OPINION):
            return of_opinion(await self._opinions.sheet(number))
        return of_request(await self._ledger.story(number), self._texts)


def _about(found: CaseProgress) -> str:
    """Give which words tell what the receipt is for."""
    if found.case.number.startswith(ACTIVITY):
        return "activity"
    if found.visit:
        return "home_visit" if found.visit.at_home else "appointment"
    if found.case.number.startswith(OPINION):
        return "opinion"
    if found.case.number.startswith(MATTER):
        return "matter"
    return "complaint" if found.case.number.startswith(COMPLAINT) else "no_answer"
