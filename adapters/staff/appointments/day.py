"""The day's list of a place by counter: who is here by number or by code, called, seen, not come, seen first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.links import Links
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.appointments.booking.appointment import KeptAppointment
from handlers.appointments.booking.desk import AppointmentDesk
from handlers.appointments.booking.lifecycle import AppointmentStep
from handlers.appointments.opening.catalogue import BookablePlace
from handlers.appointments.opening.slots import DAY
from handlers.cases import APPOINTMENT, find_number
from handlers.talk.spoken_time import spoken_day, spoken_span
from handlers.texts import Texts

TYPED_LETTERS = 500
STEPS = frozenset({AppointmentStep.ARRIVE, AppointmentStep.CALL, AppointmentStep.SERVE, AppointmentStep.MISS})


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit in words; `steps` are those open for it, with their words."""

    number: str
    time: str
    matter: str
    whom: str
    state: str
    tone: str
    priority: bool
    may_prioritise: bool
    steps: tuple[tuple[str, str], ...]


TONES = {"arrived": "warn", "called": "warn", "served": "good", "missed": "bad", "displaced": "bad"}


class VisitPages:
    """Shows the list and takes each step; every step leads back to the list."""

    def __init__(self, desk: AppointmentDesk, *, links: Links, clock: Clock, texts: Texts) -> None:
        self._desk = desk
        self._links = links
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/appointments", self.show),
            web.post("/appointments/check-in", self.check_in),
            web.post("/appointments/visits/{number}/steps/{step}", self.take),
            web.post("/appointments/visits/{number}/priority", self.prioritise),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show a day of a place; today at the first place unless others are asked for."""
        return await self._page(request, request.query.get("place", ""), request.query.get("day", ""))

    async def _page(
        self, request: web.Request, key: str, day_text: str, *, refusal: str = "", status: int = 200
    ) -> web.Response:
        today = local_date(self._clock.now())
        places, day = self._desk.county.places, _day(day_text) or today
        place = self._desk.county.place(key) or (places[0] if places else None)
        lists = await self._desk.day(place, day) if place else ()
        shown = [
            {
                "desk": one.desk,
                "seats": one.seats,
                "rows": [
                    self._row(line.appointment, line.steps, is_today=day == today) for line in one.lines
                ],
            }
            for one in lists
        ]
        return render(
            request,
            "staff/appointments.html",
            status=status,
            places=places,
            place=place,
            day=day,
            day_words=spoken_day(day),
            before=_address(place, day - DAY),
            after=_address(place, day + DAY),
            is_today=day == today,
            lists=shown,
            sample=self._desk.county.sample,
            refusal=refusal,
        )

    def _row(self, kept: KeptAppointment, steps: Sequence[AppointmentStep], *, is_today: bool) -> VisitRow:
        matter = self._desk.county.matter(kept.matter)
        taken = [step for step in steps if step in STEPS] if is_today else []
        return VisitRow(
            number=kept.number,
            time=spoken_span(kept.starts, kept.ends) if kept.starts and kept.ends else "",
            matter=matter.name if matter else kept.matter,
            whom=kept.whom,
            state=self._texts(f"appointments.state.{kept.state.value}"),
            tone=TONES.get(kept.state.value, ""),
            priority=kept.priority,
            may_prioritise=AppointmentStep.PRIORITISE in steps,
            steps=tuple((step.value, self._texts(f"staff.appointments.deed.{step.value}")) for step in taken),
        )

    async def check_in(self, request: web.Request) -> web.Response:
        """Note that somebody is here, by the number typed or the code read; what is wrong is said above the list."""
        typed = await form(request)
        place, day = typed.get("place", ""), typed.get("day", "")
        number = self._number(typed.get("code", "")[:TYPED_LETTERS].strip())
        if number is None:
            words = self._texts("staff.appointments.no_number")
            return await self._page(request, place, day, refusal=words, status=422)
        try:
            kept = await self._desk.take(number, AppointmentStep.ARRIVE, actor=visitor_of(request).login)
        except InputError as error:
            return await self._page(
                request, place, day, refusal=self._texts(error.text_key, **error.values), status=422
            )
        raise _back(kept.place, kept.day, "appointment_arrived")

    def _number(self, code: str) -> str | None:
        """Give the number in what was typed, or that the link of a code opens."""
        path = urlsplit(code).path if code.startswith(("http://", "https://")) else ""
        if path.startswith("/m/cases/"):
            opened = self._links.verify(path.rpartition("/")[2], now=self._clock.now())
            return opened if opened and opened.startswith(APPOINTMENT) else None
        number = find_number(code)
        return number if number and number.startswith(APPOINTMENT) else None

    async def take(self, request: web.Request) -> web.Response:
        """Take a step of the day."""
        typed, name = await form(request), request.match_info["step"]
        if name not in {step.value for step in STEPS}:
            raise web.HTTPNotFound
        try:
            kept = await self._desk.take(
                request.match_info["number"], AppointmentStep(name), actor=visitor_of(request).login
            )
        except InputError as error:
            return await self._refused(request, typed, error)
        raise _back(kept.place, kept.day, f"appointment_{name}")

    async def prioritise(self, request: web.Request) -> web.Response:
        """Let somebody be seen first, or no longer."""
        typed = await form(request)
        try:
            kept = await self._desk.prioritise(
                request.match_info["number"],
                first=typed.get("first") == "yes",
                actor=visitor_of(request).login,
            )
        except InputError as error:
            return await self._refused(request, typed, error)
        raise _back(kept.place, kept.day, "appointment_priority")

    async def _refused(self, request: web.Request, typed: dict[str, str], error: InputError) -> web.Response:
        if error.text_key == "appointments.refused.unknown":
            raise RefusedError("staff.appointments.missing", status=404) from None
        words = self._texts(error.text_key, **error.values)
        return await self._page(
            request, typed.get("place", ""), typed.get("day", ""), refusal=words, status=422
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _address(place: BookablePlace | None, day: date) -> str:
    query = urlencode({"place": place.key if place else "", "day": day.isoformat()})
    return f"/staff/appointments?{query}"


def _back(place: str, day: date, done: str) -> web.HTTPSeeOther:
    query = urlencode({"place": place, "day": day.isoformat(), "done": done})
    return web.HTTPSeeOther(f"/staff/appointments?{query}")
