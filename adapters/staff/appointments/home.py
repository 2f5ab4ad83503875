"""Visits at home at the desk: the list, one with its address, who is sent when, and what came of it."""

from collections.abc import Mapping
from datetime import date, time
from urllib.parse import urlencode

from aiohttp import web

from adapters.web.access.colleagues import Colleagues
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.appointments.booking.ledger import map_link
from handlers.appointments.home.desk import HomeAssignment, HomeDesk, HomeSheet
from handlers.appointments.home.lifecycle import HomeState, HomeStep
from handlers.appointments.home.visit import KeptHomeVisit
from handlers.texts import Texts

TYPED = ("assignee", "day", "at", "reason")
TYPED_LETTERS = 200
TONES = {
    HomeState.ASKED: "warn",
    HomeState.UNMET: "bad",
    HomeState.DONE: "good",
    HomeState.REFUSED: "bad",
}
UNKNOWN = "home.refused.unknown"


class HomeVisitPages:
    """Shows the list and one visit, and takes each step."""

    def __init__(self, desk: HomeDesk, *, colleagues: Colleagues, clock: Clock, texts: Texts) -> None:
        self._desk = desk
        self._colleagues = colleagues
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/appointments/home", self.list),
            web.get("/appointments/home/{number}", self.show),
            web.post("/appointments/home/{number}/assign", self.assign),
            web.post("/appointments/home/{number}/steps/{step}", self.take),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """List what is open, or what is over; no address is shown."""
        closed = request.query.get("closed") == "yes"
        names = await self._colleagues.names()
        visits = await self._desk.listed(closed=closed)
        return render(
            request,
            "staff/home_visits.html",
            closed=closed,
            rows=[self._row(visit, names) for visit in visits],
            offered=bool(self._desk.county.home.matters),
            sample=self._desk.county.sample,
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show one with its address; raises `RefusedError` (404) for an unknown number."""
        return await self._page(request, {})

    async def _page(
        self, request: web.Request, typed: Mapping[str, str], *, refusal: str = "", status: int = 200
    ) -> web.Response:
        try:
            sheet = await self._desk.sheet(request.match_info["number"], actor=visitor_of(request).login)
        except InputError:
            raise RefusedError("staff.appointments.home.missing", status=404) from None
        names = await self._colleagues.names()
        return render(
            request,
            "staff/home_visit.html",
            status=status,
            row=self._row(sheet.visit, names),
            told=sheet.told,
            map=_map(sheet),
            story=[
                (self._texts(f"home.step.{kind}"), at, names.get(actor, ""))
                for kind, at, actor in sheet.story
            ],
            steps=[step.value for step in sheet.steps],
            serving=await self._colleagues.serving(),
            typed={**_proposed(sheet), **typed},
            today=local_date(self._clock.now()).isoformat(),
            refusal=refusal,
        )

    def _row(self, visit: KeptHomeVisit, names: Mapping[str, str]) -> Mapping[str, object]:
        county = self._desk.county
        matter, condition = county.matter(visit.matter), county.home.condition(visit.condition)
        return {
            "number": visit.number,
            "when": visit.when,
            "matter": matter.name if matter else visit.matter,
            "condition": condition.name if condition else visit.condition,
            "whom": visit.whom,
            "state": self._texts(f"home.state.{visit.state.value}"),
            "tone": TONES.get(visit.state, ""),
            "assignee": names.get(visit.assignee, visit.assignee),
        }

    async def assign(self, request: web.Request) -> web.Response:
        """Send somebody; what is wrong is said and everything typed stays."""
        typed = await self._typed(request)
        names = {one.login: one.name for one in await self._colleagues.serving()}
        try:
            sent = _assignment(typed, names)
            await self._desk.assign(request.match_info["number"], sent, actor=visitor_of(request).login)
        except InputError as error:
            return await self._refused(request, typed, error)
        raise _back(request, "home_assign")

    async def take(self, request: web.Request) -> web.Response:
        """Note what came of it."""
        typed, number, name = (
            await self._typed(request),
            request.match_info["number"],
            request.match_info["step"],
        )
        actor = visitor_of(request).login
        try:
            if name == HomeStep.FINISH:
                await self._desk.finish(number, actor=actor)
            elif name == HomeStep.UNMEET:
                await self._desk.unmeet(number, actor=actor)
            elif name == HomeStep.REFUSE:
                await self._desk.refuse(number, reason=typed["reason"], actor=actor)
            else:
                raise web.HTTPNotFound
        except InputError as error:
            return await self._refused(request, typed, error)
        raise _back(request, f"home_{name}")

    @staticmethod
    async def _typed(request: web.Request) -> dict[str, str]:
        fields = await form(request)
        return {name: fields.get(name, "")[:TYPED_LETTERS].strip() for name in TYPED}

    async def _refused(self, request: web.Request, typed: dict[str, str], error: InputError) -> web.Response:
        words = self._texts(error.text_key, **error.values)
        given = {name: value for name, value in typed.items() if value}
        return await self._page(request, given, refusal=words, status=422)


def _assignment(typed: Mapping[str, str], names: Mapping[str, str]) -> HomeAssignment:
    try:
        day, at = date.fromisoformat(typed["day"]), time.fromisoformat(typed["at"])
    except ValueError:
        raise InputError("home.refused.hour") from None
    return HomeAssignment(typed["assignee"], names.get(typed["assignee"], ""), day, at.replace(tzinfo=None))


def _proposed(sheet: HomeSheet) -> dict[str, str]:
    visit = sheet.visit
    return {"assignee": visit.assignee, "day": visit.half.day.isoformat(), "at": visit.at, "reason": ""}


def _map(sheet: HomeSheet) -> str:
    latitude, _, longitude = sheet.told.position.partition(",")
    return map_link((float(latitude), float(longitude)), sheet.visit.number) if longitude else ""


def _back(request: web.Request, done: str) -> web.HTTPSeeOther:
    number = request.match_info["number"]
    return web.HTTPSeeOther(f"/staff/appointments/home/{number}?{urlencode({'done': done})}")
