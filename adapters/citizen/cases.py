"""A case's progress, opened from the chat by a signed link: whose turn it is, until when, and nobody's name."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from adapters.citizen.progress import (
    CaseProgress,
    of_complaint,
    of_matter,
    of_opinion,
    of_request,
    of_ticket,
    of_visit,
)
from adapters.web.downloads import WORD, download
from adapters.web.errors import RefusedError
from adapters.web.links import Links
from adapters.web.numbers import number_of
from adapters.web.pages import render
from adapters.web.phone_door import PageScripts, let_script, script_for
from bot.clock import Clock
from bot.errors import InputError
from handlers.activities.signup.ledger import SignupLedger
from handlers.appointments.booking.ledger import AppointmentLedger
from handlers.cases import ACTIVITY, APPOINTMENT, COMPLAINT, MATTER, OPINION, TICKET, VisitSource
from handlers.complaints.case.ledger import ComplaintLedger
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.letters.service import LetterService
from handlers.disclosure.released.for_applicant import GivenCopies
from handlers.matters.ledger import MatterLedger
from handlers.opinions.collecting.ledger import OpinionLedger
from handlers.texts import Texts
from handlers.tickets.files.for_citizen import GivenFiles
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.store import QUESTION


class CasePages:
    """Shows progress; a link that opens nothing says so and no more, whatever was wrong with it."""

    def __init__(
        self,
        *,
        links: Links,
        ledger: DisclosureLedger,
        letters: LetterService,
        copies: GivenCopies,
        files: GivenFiles,
        tickets: TicketLedger,
        complaints: ComplaintLedger,
        appointments: AppointmentLedger,
        activities: SignupLedger,
        opinions: OpinionLedger,
        matters: MatterLedger,
        clock: Clock,
        texts: Texts,
        scripts: PageScripts | None = None,
        public_url: str = "",
    ) -> None:
        self._links = links
        self._ledger = ledger
        self._letters = letters
        self._copies = copies
        self._files = files
        self._tickets = tickets
        self._complaints = complaints
        self._visits: Mapping[str, VisitSource] = {APPOINTMENT: appointments, ACTIVITY: activities}
        self._opinions = opinions
        self._matters = matters
        self._told: Mapping[str, Callable[[str], Awaitable[CaseProgress | None]]] = {
            TICKET: self._ticket,
            COMPLAINT: self._complaint,
            OPINION: self._opinion,
            MATTER: self._matter,
        }
        self._clock = clock
        self._texts = texts
        self._scripts = scripts
        self._public = public_url.rstrip("/")

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [
            web.get("/cases/{token}", self.show),
            web.get("/cases/{token}/reply", self.reply),
            web.get("/cases/{token}/files/{place}", self.file),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the case that the token opens; raises `RefusedError` (404) when it opens none."""
        number = self._links.verify(request.match_info["token"], now=self._clock.now())
        progress = await self._progress(number) if number else None
        if progress is None:
            raise RefusedError("citizen.case.gone", status=404)
        here = f"/m/cases/{request.match_info['token']}"
        script = await script_for(request, self._scripts, public_url=self._public)
        page = render(
            request,
            "citizen/case.html",
            script=script,
            case=progress.case,
            steps=progress.stages,
            reasons=progress.reasons,
            visit=progress.visit,
            opinion=progress.opinion,
            reply=f"{here}/reply" if progress.has_reply else "",
            here=here,
            copies=await self._copies.listed(number or "") if progress.has_reply else (),
            files=await self._files.listed(number or "") if (number or "").startswith(TICKET) else (),
        )
        return let_script(page, script)

    async def reply(self, request: web.Request) -> web.Response:
        """Give the signed reply as a Word file; raises `RefusedError` (404) while there is none to be read."""
        number = self._links.verify(request.match_info["token"], now=self._clock.now())
        progress = await self._progress(number) if number else None
        letter = await self._letters.reply_of(number) if number and progress and progress.has_reply else None
        if letter is None:
            raise RefusedError("citizen.case.gone", status=404)
        headers = {"Content-Disposition": f'attachment; filename="{number}.docx"'}
        return web.Response(body=letter, content_type=WORD, headers=headers)

    async def file(self, request: web.Request) -> web.Response:
        """Give a file that went with the reply, or with an answer; raises `RefusedError` (404) where there is none to be read."""
        number = self._links.verify(request.match_info["token"], now=self._clock.now())
        progress = await self._progress(number) if number else None
        place = number_of(request.match_info["place"], 0)
        if number and progress and number.startswith(TICKET):
            return await self._file_of_ticket(number, place)
        readable = number is not None and progress is not None and progress.has_reply
        content = await self._copies.content(number, place) if number and readable else None
        if content is None:
            raise RefusedError("citizen.case.gone", status=404)
        headers = {
            "Content-Disposition": f'attachment; filename="{number}-{place}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return web.Response(body=content, content_type="application/pdf", headers=headers)

    async def _file_of_ticket(self, number: str, place: int) -> web.Response:
        file = await self._files.content(number, place)
        if file is None:
            raise RefusedError("citizen.case.gone", status=404)
        return download(file.content, file.content_type, name=file.name)

    async def _progress(self, number: str) -> CaseProgress | None:
        try:
            if (read := self._told.get(number[:2])) is not None:
                return await read(number)
            if (visits := self._visits.get(number[:2])) is not None:
                return of_visit(await visits.sheet(number))
            return of_request(await self._ledger.story(number), self._texts)
        except InputError:
            return None

    async def _ticket(self, number: str) -> CaseProgress | None:
        ticket = await self._tickets.story(number)
        return of_ticket(ticket, self._texts) if ticket.line.kind == QUESTION else None

    async def _complaint(self, number: str) -> CaseProgress:
        return of_complaint(await self._complaints.progress(number))

    async def _opinion(self, number: str) -> CaseProgress:
        return of_opinion(await self._opinions.sheet(number))

    async def _matter(self, number: str) -> CaseProgress:
        return of_matter(await self._matters.sheet(number))
