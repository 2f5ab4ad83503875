"""The record of service, made a numbered letter from the case page."""

from aiohttp import web

from adapters.services.procedure import ProcedureServices
from adapters.web.access.clerks import clerk_of


class ServiceLetterPages:
    """Takes the button of the case page; why no record can be written is told by the service."""

    def __init__(self, procedure: ProcedureServices) -> None:
        self._procedure = procedure

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/staff`."""
        return [web.post("/requests/{number}/service-letter", self.issue)]

    async def issue(self, request: web.Request) -> web.Response:
        """Issue it; it stands among the case's letters then."""
        number = request.match_info["number"]
        clerk = clerk_of(request, self._procedure.agencies)
        await self._procedure.service_letters.issue(number, clerk=clerk)
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=service_letter")
