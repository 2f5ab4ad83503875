"""Who comes to an activity: here by number or code, not come, signed up or given up by phone, names opened for the door."""

from urllib.parse import urlsplit

from aiohttp import web

from adapters.staff.activities.programme import back
from adapters.staff.activities.sheet import ActivitySheets, SheetState
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.links import Links
from adapters.web.numbers import record_number
from bot.clock import Clock
from bot.errors import InputError
from bot.text.identifiers import contact_phone
from handlers.activities.hosting.attendance import AttendanceDesk
from handlers.activities.signup.lifecycle import DESK_STEPS, SignupStep
from handlers.activities.signup.particulars import Participant
from handlers.activities.signup.service import SignupWish
from handlers.cases import ACTIVITY, find_number
from handlers.texts import Texts

TYPED_LETTERS = 500
NAME_LETTERS = 20
CANCEL = SignupStep.CANCEL.value


class AttendancePages:
    """Takes what is noted of sign-ups; every step leads back to the page of the activity."""

    def __init__(
        self, desk: AttendanceDesk, *, sheets: ActivitySheets, links: Links, clock: Clock, texts: Texts
    ) -> None:
        self._desk = desk
        self._sheets = sheets
        self._links = links
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.post("/activities/{number}/check-in", self.check_in),
            web.post("/activities/{number}/names", self.reveal),
            web.post("/activities/{number}/register", self.register),
            web.post("/activities/{number}/signups/{signup}/{step}", self.take),
        ]

    async def check_in(self, request: web.Request) -> web.Response:
        """Note that somebody is here, by the number typed or the code read; what is wrong is said above the list."""
        activity, fields = record_number(request), await form(request)
        number = self._number(fields.get("code", "")[:TYPED_LETTERS].strip())
        if number is None:
            words = self._texts("staff.activities.no_number")
            return await self._sheets.page(request, activity, SheetState(words, 422))
        try:
            await self._desk.check_in(number, activity=activity, actor=visitor_of(request).login)
        except InputError as error:
            return await self._sheets.refused(request, activity, error, {})
        raise back(activity, "activity_arrived")

    def _number(self, code: str) -> str | None:
        """Give the number in what was typed, or that the link of a code opens."""
        path = urlsplit(code).path if code.startswith(("http://", "https://")) else ""
        if path.startswith("/m/cases/"):
            opened = self._links.verify(path.rpartition("/")[2], now=self._clock.now())
            return opened if opened and opened.startswith(ACTIVITY) else None
        number = find_number(code)
        return number if number and number.startswith(ACTIVITY) else None

    async def reveal(self, request: web.Request) -> web.Response:
        """Show the list with names and phones in clear; who looked is kept."""
        number = record_number(request)
        await form(request)
        try:
            found = await self._desk.revealed(number, actor=visitor_of(request).login)
        except InputError:
            raise RefusedError("staff.activities.missing", status=404) from None
        return await self._sheets.page(request, number, SheetState(revealed=found))

    async def register(self, request: web.Request) -> web.Response:
        """Sign up somebody who called or came to the desk."""
        activity, fields = record_number(request), await form(request)
        typed = {name: fields.get(name, "")[:TYPED_LETTERS].strip() for name in ("name", "phone", "meets")}
        try:
            who = _participant(typed)
            wanted = SignupWish(activity, who, typed["meets"] == "yes")
            kept = await self._desk.register(wanted, actor=visitor_of(request).login)
        except InputError as error:
            return await self._sheets.refused(request, activity, error, typed)
        raise back(
            activity, "activity_registered" if not kept.place_in_line else "activity_registered_waiting"
        )

    async def take(self, request: web.Request) -> web.Response:
        """Note that somebody was there, or was not, or gives the seat up."""
        activity, name = record_number(request), request.match_info["step"]
        number, actor = request.match_info["signup"], visitor_of(request).login
        await form(request)
        try:
            if await self._desk.of_number(number) != activity:
                raise web.HTTPNotFound
            if name == CANCEL:
                await self._desk.release(number, actor=actor)
            elif name in DESK_STEPS:
                await self._desk.mark(number, SignupStep(name), actor=actor)
            else:
                raise web.HTTPNotFound
        except InputError as error:
            return await self._sheets.refused(request, activity, error, {})
        raise back(activity, f"activity_{name}")


def _participant(typed: dict[str, str]) -> Participant:
    """Give who was typed; raises `InputError` for a name that is too long, or a phone that cannot be one."""
    if len(typed["name"]) > NAME_LETTERS:
        raise InputError("staff.activities.name")
    phone = contact_phone(typed["phone"])
    if typed["phone"] and not phone.valid:
        raise InputError("activities.fault.phone")
    return Participant(typed["name"], phone.value if typed["phone"] else "")
