"""The list of activities, and their plans: made, changed, published, closed, called off."""

from collections.abc import Mapping
from urllib.parse import urlencode

from aiohttp import web

from adapters.staff.activities.sheet import ActivitySheets
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.numbers import record_number
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.errors import InputError
from handlers.activities.office import ActivityOffice
from handlers.activities.programme.kinds import ActivityKind
from handlers.activities.programme.lifecycle import ActivityStep
from handlers.activities.programme.plan_form import as_typed, read_plan, typed_plan
from handlers.activities.signup.lifecycle import SignupState
from handlers.texts import Texts

REASON_LETTERS = 500


class ActivityPages:
    """Shows the list and the plans, and takes the steps of an activity; every step leads back to its page."""

    def __init__(self, office: ActivityOffice, *, sheets: ActivitySheets, texts: Texts) -> None:
        self._office = office
        self._sheets = sheets
        self._texts = texts
        self._direct = {
            ActivityStep.PUBLISH.value: office.planning.publish,
            ActivityStep.CLOSE.value: office.planning.close,
            ActivityStep.REOPEN.value: office.planning.reopen,
        }

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/activities", self.show_all),
            web.get("/activities/new", self.show_new),
            web.post("/activities/new", self.make),
            web.get("/activities/{number}", self.show),
            web.get("/activities/{number}/plan", self.show_plan),
            web.post("/activities/{number}/plan", self.change),
            web.post("/activities/{number}/steps/{step}", self.take),
            web.post("/activities/{number}/call-off", self.call_off),
        ]

    async def show_all(self, request: web.Request) -> web.Response:
        """Show the activities, the latest first, with how many come and what is open of what was asked."""
        page = page_number(request.query.get("page", ""))
        found, more = await self._office.planning.page(page)
        figures = await self._office.attendance.figures(found)
        issues = await self._office.issues.open_counts([each.number for each in found])
        rows = [
            {
                "activity": each,
                "plan": each.plan,
                "standing": self._sheets.standing(each),
                "tone": self._sheets.tone(each),
                "attended": figures[each.number][SignupState.ATTENDED],
                "absent": figures[each.number][SignupState.ABSENT],
                "issues": issues.get(each.number, (0, 0)),
            }
            for each in found
        ]
        return render(
            request, "staff/activities.html", rows=rows, sheet=Sheet(page, more, "/staff/activities")
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show one."""
        return await self._sheets.page(request, record_number(request))

    async def show_new(self, request: web.Request) -> web.Response:
        """Show the form for a new one."""
        return self._form(request, typed_plan({}))

    async def make(self, request: web.Request) -> web.Response:
        """Make a draft; what is wrong is said and everything typed stays."""
        typed = typed_plan(await form(request))
        try:
            number = await self._office.planning.make(read_plan(typed), actor=visitor_of(request).login)
        except InputError as error:
            return self._form(request, typed, error=error)
        raise back(number, "activity_made")

    async def show_plan(self, request: web.Request) -> web.Response:
        """Show the form of one that is there."""
        number = record_number(request)
        try:
            activity = await self._office.planning.one(number)
        except InputError:
            raise RefusedError("staff.activities.missing", status=404) from None
        return self._form(request, as_typed(activity.plan), number=number)

    async def change(self, request: web.Request) -> web.Response:
        """Change it; whoever signed up is told of another time or place."""
        number, typed = record_number(request), typed_plan(await form(request))
        try:
            told = await self._office.planning.change(
                number, read_plan(typed), actor=visitor_of(request).login
            )
        except InputError as error:
            return self._form(request, typed, number=number, error=error)
        raise back(number, "activity_changed_told" if told else "activity_changed")

    async def take(self, request: web.Request) -> web.Response:
        """Publish, close or open the sign-up."""
        number, name = record_number(request), request.match_info["step"]
        deed = self._direct.get(name)
        if deed is None:
            raise web.HTTPNotFound
        try:
            await deed(number, actor=visitor_of(request).login)
        except InputError as error:
            return await self._sheets.refused(request, number, error, {})
        raise back(number, f"activity_{name}")

    async def call_off(self, request: web.Request) -> web.Response:
        """Call it off; everybody who comes is told why."""
        number, fields = record_number(request), await form(request)
        reason = fields.get("reason", "")[:REASON_LETTERS]
        try:
            told = await self._office.planning.call_off(number, reason, actor=visitor_of(request).login)
        except InputError as error:
            return await self._sheets.refused(request, number, error, {"reason": reason})
        raise back(number, "activity_called_off_told" if told else "activity_called_off")

    def _form(
        self,
        request: web.Request,
        typed: Mapping[str, str],
        *,
        number: int = 0,
        error: InputError | None = None,
    ) -> web.Response:
        return render(
            request,
            "staff/activity_plan.html",
            status=422 if error else 200,
            typed=typed,
            number=number,
            kinds=[kind.value for kind in ActivityKind],
            units=self._sheets.units,
            refusal=self._texts(error.text_key, **error.values) if error else "",
        )


def back(number: int, done: str) -> web.HTTPSeeOther:
    """Give the way back to the page of an activity, with what was done said above."""
    return web.HTTPSeeOther(f"/staff/activities/{number}?{urlencode({'done': done})}")
