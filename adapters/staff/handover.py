"""Giving a case into a colleague's hands, and keeping what was said by telephone, from the case page."""

from aiohttp import web

from adapters.services.procedure import ProcedureServices
from adapters.web.access.clerks import clerk_of
from adapters.web.access.colleagues import Colleagues
from adapters.web.forms import form
from adapters.web.numbers import number_of


class HandoverPages:
    """Takes the form of the case page; why a case cannot be handed over is told by the service."""

    def __init__(self, *, procedure: ProcedureServices, colleagues: Colleagues) -> None:
        self._procedure = procedure
        self._colleagues = colleagues

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.post("/requests/{number}/handler", self.hand_over)]

    async def hand_over(self, request: web.Request) -> web.Response:
        """Make a colleague the handler."""
        number, fields = request.match_info["number"], await form(request)
        agencies, to = self._procedure.agencies, fields.get("to", "")
        known = await self._colleagues.clerks(agencies)
        await self._procedure.handover.hand_over(
            number,
            next((one.clerk for one in known if one.clerk.login == to), None),
            reason=fields.get("reason", ""),
            clerk=clerk_of(request, agencies),
            version=number_of(fields.get("version"), 0),
        )
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=handed_over")


class CourtesyCallPages:
    """Takes the form of the case page; why a call cannot be kept is told by the service."""

    def __init__(self, procedure: ProcedureServices) -> None:
        self._procedure = procedure

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.post("/requests/{number}/call", self.keep)]

    async def keep(self, request: web.Request) -> web.Response:
        """Keep the call."""
        number, words = request.match_info["number"], (await form(request)).get("words", "")
        clerk = clerk_of(request, self._procedure.agencies)
        await self._procedure.calls.record(number, words, clerk=clerk)
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=call_kept")
