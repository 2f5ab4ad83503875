"""Events at the desk: the list with the last 催办 and cards, and one event with its complaints and its message to all."""

from aiohttp import web

from adapters.services.complaints import ComplaintServices
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.access.colleagues import Colleagues
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.complaints.case.clerk import OFFICE, ComplaintClerk
from handlers.county.agencies import AgencyDirectory

NUMBER_FIGURES = 9


class IncidentPages:
    """Shows events and takes the office's decisions on them."""

    def __init__(
        self, services: ComplaintServices, *, agencies: AgencyDirectory, colleagues: Colleagues
    ) -> None:
        self._services = services
        self._agencies = agencies
        self._colleagues = colleagues

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/incidents", self.show),
            web.get("/incidents/{number}", self.one),
            web.post("/incidents/{number}/lead", self.lead),
            web.post("/incidents/{number}/detach", self.detach),
            web.post("/incidents/{number}/merge", self.merge),
            web.post("/incidents/{number}/close", self.close),
            web.post("/incidents/{number}/message", self.write),
            web.post("/incidents/{number}/message/{id}/approve", self.approve),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the events that go on, and the last alerts that this person may see."""
        clerk = self._clerk(request)
        return render(
            request,
            "staff/incidents.html",
            lines=await self._services.incident_stories.lines(clerk=clerk),
            alerts=await self._services.alerts.latest(clerk=clerk),
            office=bool(clerk.parts & OFFICE),
            names=await self._colleagues.names(),
        )

    async def one(self, request: web.Request) -> web.Response:
        """Show one event."""
        number = request.match_info["number"]
        clerk = self._clerk(request)
        try:
            story = await self._services.incident_stories.story(number, clerk=clerk)
        except InputError:
            raise RefusedError("staff.complaints.missing", status=404) from None
        names = await self._colleagues.names()
        return render(request, "staff/incident.html", story=story, names=names, login=clerk.login)

    async def lead(self, request: web.Request) -> web.Response:
        """Choose the complaint that is handled for all."""
        number, lead = request.match_info["number"], (await form(request)).get("complaint", "")
        await self._services.incidents.lead(number, lead, clerk=await self._seen(request))
        raise self._back(request)

    async def detach(self, request: web.Request) -> web.Response:
        """Take a complaint out."""
        number, other = request.match_info["number"], (await form(request)).get("complaint", "")
        await self._services.incidents.detach(number, other, clerk=await self._seen(request))
        raise self._back(request)

    async def merge(self, request: web.Request) -> web.Response:
        """Have all merged into the lead."""
        await form(request)
        await self._services.incidents.merge(request.match_info["number"], clerk=await self._seen(request))
        raise self._back(request)

    async def close(self, request: web.Request) -> web.Response:
        """Let nothing more be attached."""
        await form(request)
        await self._services.incidents.close(request.match_info["number"], clerk=await self._seen(request))
        raise self._back(request)

    async def write(self, request: web.Request) -> web.Response:
        """Write the message to all."""
        words = (await form(request)).get("words", "")
        await self._services.incidents.write(
            request.match_info["number"], words, clerk=await self._seen(request)
        )
        raise self._back(request)

    async def approve(self, request: web.Request) -> web.Response:
        """Approve a message that somebody else wrote."""
        await form(request)
        typed = request.match_info["id"]
        if not typed.isascii() or not typed.isdecimal() or len(typed) > NUMBER_FIGURES:
            raise web.HTTPNotFound
        await self._services.incidents.approve(
            request.match_info["number"], int(typed), clerk=await self._seen(request)
        )
        raise self._back(request)

    async def _seen(self, request: web.Request) -> ComplaintClerk:
        """Give the person; whoever may not see the event is answered as if there were none."""
        clerk = self._clerk(request)
        try:
            await self._services.incident_stories.story(request.match_info["number"], clerk=clerk)
        except InputError:
            raise RefusedError("staff.complaints.missing", status=404) from None
        return clerk

    def _clerk(self, request: web.Request) -> ComplaintClerk:
        return complaint_clerk_of(request, self._agencies)

    @staticmethod
    def _back(request: web.Request) -> web.HTTPSeeOther:
        return web.HTTPSeeOther(f"/staff/incidents/{request.match_info['number']}?done=step_taken")
