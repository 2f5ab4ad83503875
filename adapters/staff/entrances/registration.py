"""Registering what came to the window, by letter, fax or e-mail; what was refused is shown again with all that was typed."""

from uuid import uuid4

from aiohttp import web

from adapters.services.procedure import ProcedureServices
from adapters.web.access.clerks import clerk_of
from adapters.web.forms import form
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError, ProcedureError
from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.applicant.identity_papers import OF_PERSONS, IdentityPaper
from handlers.disclosure.case.fields import Delivery
from handlers.disclosure.proceeding.registration_form import REGISTERED_CHANNELS, read_application
from handlers.texts import Texts


class RegistrationPages:
    """One form for every way an application may reach the office besides the chat."""

    def __init__(self, *, procedure: ProcedureServices, texts: Texts, clock: Clock) -> None:
        self._procedure = procedure
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("/requests/new", self.show), web.post("/requests/new", self.register)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the empty form with today as the day."""
        today = local_date(self._clock.now()).isoformat()
        linked = request.query.get("linked_to", "")[:20]
        return self._page(request, {"on": today, "form_id": f"desk:{uuid4()}", "linked_to": linked})

    async def register(self, request: web.Request) -> web.Response:
        """Register and open the case; the same form sent twice opens the same case."""
        fields = await form(request)
        try:
            application = read_application(fields, today=local_date(self._clock.now()), texts=self._texts)
            number = await self._procedure.registration.register(
                application,
                clerk=clerk_of(request, self._procedure.agencies),
                form_id=_form_id(fields.get("form_id", "")),
            )
        except (InputError, ProcedureError) as error:
            refusal = self._texts(error.text_key, **error.values)
            return self._page(request, fields, refusal=refusal, status=422)
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=registered")

    def _page(
        self, request: web.Request, typed: dict[str, str], *, refusal: str = "", status: int = 200
    ) -> web.Response:
        choices = {
            "channel": [(one.value, self._texts(f"disclosure.channel.{one}")) for one in REGISTERED_CHANNELS],
            "category": [(one.value, self._texts(f"disclosure.category.{one}")) for one in ApplicantCategory],
            "paper": [(one.value, self._texts(f"disclosure.identity_paper.{one}")) for one in IdentityPaper],
            "rep_paper": [(one.value, self._texts(f"disclosure.identity_paper.{one}")) for one in OF_PERSONS],
            "delivery": [(one.value, self._texts(f"disclosure.delivery.{one}")) for one in Delivery],
        }
        return render(
            request,
            "staff/registration.html",
            status=status,
            typed=typed,
            choices=choices,
            refusal=refusal,
        )


def _form_id(typed: str) -> str:
    """Give the form's own mark, by which it is known when it is sent twice; none of the desk's is none."""
    return typed if typed.startswith("desk:") and len(typed) <= 60 else ""  # noqa: PLR2004 - letters of the column
