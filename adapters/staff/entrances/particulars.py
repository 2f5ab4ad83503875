"""Correcting who applied, and who files for somebody else, at the desk: by the same checks as at the counter, with its reason (PI46)."""

from aiohttp import web

from adapters.services.procedure import ProcedureServices
from adapters.web.access.clerks import clerk_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from bot.errors import InputError, ProcedureError
from handlers.disclosure.case.lifecycle import ARTICLES, Actor, Step
from handlers.disclosure.rights import ParticularsCorrection

LONGEST_LETTERS = 200
FIELDS = (
    *("name", "paper", "identity", "phone", "person", "address", "legal_representative"),
    *("rep_name", "rep_paper", "rep_identity"),
)


class ParticularsPages:
    """Takes the form of the case page; what is wrong is told in words, and then nothing is changed."""

    def __init__(self, procedure: ProcedureServices) -> None:
        self._procedure = procedure

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/staff`."""
        return [web.post("/requests/{number}/particulars", self.correct)]

    async def correct(self, request: web.Request) -> web.Response:
        """Correct what was filled in; the log of the case names the fields and no value."""
        number, fields = request.match_info["number"], await form(request)
        clerk = clerk_of(request, self._procedure.agencies)
        try:
            file = await self._procedure.files.read(number, clerk=clerk)
        except InputError:
            raise RefusedError("staff.request.missing", status=404) from None
        if Actor.STAFF not in clerk.parts_in(file.agency, file.unit):
            raise ProcedureError("disclosure.refused.actor", article=ARTICLES[Step.CONFIRM])
        wanted = ParticularsCorrection(
            **{name: fields.get(name, "").strip()[:LONGEST_LETTERS] for name in FIELDS}
        )
        changed = await self._procedure.rights.correct(
            number, wanted, actor=clerk.login, reason=fields.get("reason", "")[:LONGEST_LETTERS]
        )
        if not changed:
            raise InputError("person.correct.nothing")
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=particulars")
