"""Entering a complaint that came by call, visit or letter; what was refused is shown again with all that was typed."""

from uuid import uuid4

from aiohttp import web

from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError, ProcedureError
from handlers.complaints.case.kinds import ComplaintKind, TipCategory
from handlers.complaints.registration.desk import DeskChannel, DoorShownError, FilledRegistration
from handlers.county.agencies import AgencyDirectory
from handlers.texts import Texts


class ComplaintRegistrationPages:
    """One form for a call, a visit and a letter; only the office takes them down."""

    def __init__(self, registration: FilledRegistration, *, agencies: AgencyDirectory, texts: Texts) -> None:
        self._registration = registration
        self._agencies = agencies
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("/complaints/new", self.show), web.post("/complaints/new", self.register)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the empty form; raises `RefusedError` (404) to whoever is not of the office."""
        if not complaint_clerk_of(request, self._agencies).at_office:
            raise RefusedError("staff.complaints.new.office", status=404)
        return self._page(request, {"form_id": f"desk:{uuid4()}", "channel": DeskChannel.CALL.value})

    async def register(self, request: web.Request) -> web.Response:
        """Register and open the complaint; the same form sent twice opens the same one."""
        fields = await form(request)
        door = False
        try:
            receipt = await self._registration.by_staff(
                fields,
                clerk=complaint_clerk_of(request, self._agencies),
                form_id=fields.get("form_id", ""),
            )
        except DoorShownError as shown:
            door, refusal = True, self._texts(shown.text_key)
        except (InputError, ProcedureError) as error:
            refusal = self._texts(error.text_key, **error.values)
        else:
            raise web.HTTPSeeOther(f"/staff/complaints/{receipt.number}?done=registered")
        return self._page(request, fields, refusal=refusal, door=door, status=422)

    def _page(
        self,
        request: web.Request,
        typed: dict[str, str],
        *,
        refusal: str = "",
        door: bool = False,
        status: int = 200,
    ) -> web.Response:
        texts = self._texts
        choices = {
            "channel": [(one.value, texts(f"complaints.channel.{one}")) for one in DeskChannel],
            "kind": [(one.value, texts(f"complaints.kinds.{one}")) for one in ComplaintKind],
            "category": [(one.value, texts(f"complaints.category.{one}")) for one in TipCategory],
        }
        return render(
            request,
            "staff/complaint_registration.html",
            status=status,
            typed=typed,
            choices=choices,
            refusal=refusal,
            door=door,
        )
