"""The rules of a place at the desk: the coming weeks with seats and bookings, and a change shown before it is made."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.forms import form
from adapters.web.numbers import record_number
from adapters.web.pages import render
from bot.errors import InputError
from handlers.appointments.booking.rules import OpeningRules, PreviewedDay
from handlers.appointments.opening.catalogue import BookablePlace
from handlers.appointments.opening.change_form import read_change, typed_change
from handlers.appointments.opening.changes import ChangeKind, OpeningChange
from handlers.talk.spoken_time import spoken_day
from handlers.texts import Texts

PREVIEWED_DAYS = 62


class OpeningRulePages:
    """Shows a place's coming days and changes, previews a change, makes it, takes it back."""

    def __init__(self, rules: OpeningRules, *, texts: Texts) -> None:
        self._rules = rules
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/appointments/rules", self.show),
            web.post("/appointments/rules", self.change),
            web.post("/appointments/rules/{number}/withdraw", self.withdraw),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the rules of a place, the first one unless another is asked for."""
        return await self._page(request, request.query.get("place", ""), typed_change({}))

    async def change(self, request: web.Request) -> web.Response:
        """Show what a change would do, or make it; what is wrong is said and everything typed stays."""
        fields = await form(request)
        key, typed = fields.get("place", ""), typed_change(fields)
        try:
            change = read_change(typed, place=key)
            if fields.get("act") == "make":
                displaced = await self._rules.change(change, actor=visitor_of(request).login)
                done = "appointment_change_told" if displaced else "appointment_change"
                raise _back(key, done)
            preview = await self._rules.preview(change)
        except InputError as error:
            words = self._texts(error.text_key, **error.values)
            return await self._page(request, key, typed, refusal=words, status=422)
        return await self._page(request, key, typed, preview=preview)

    async def withdraw(self, request: web.Request) -> web.Response:
        """Take a change back."""
        key = (await form(request)).get("place", "")
        try:
            await self._rules.withdraw(record_number(request), place=key, actor=visitor_of(request).login)
        except InputError as error:
            words = self._texts(error.text_key, **error.values)
            return await self._page(request, key, typed_change({}), refusal=words, status=422)
        raise _back(key, "appointment_change_withdrawn")

    async def _page(
        self,
        request: web.Request,
        key: str,
        typed: Mapping[str, str],
        *,
        preview: Sequence[PreviewedDay] = (),
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        county = self._rules.county
        place = county.place(key) or (county.places[0] if county.places else None)
        return render(
            request,
            "staff/appointment_rules.html",
            status=status,
            places=county.places,
            place=place,
            coming=[
                self._day(one)
                for one in (await self._rules.coming(place) if place else ())
                if one.seats_after or one.booked
            ],
            changes=[self._change(place, one) for one in await self._rules.changes(place.key)]
            if place
            else [],
            kinds=[kind.value for kind in ChangeKind],
            typed=typed,
            preview=[self._day(one) for one in preview[:PREVIEWED_DAYS]],
            more=max(len(preview) - PREVIEWED_DAYS, 0),
            displaced=sum(one.displaced for one in preview),
            sample=county.sample,
            refusal=refusal,
        )

    def _day(self, one: PreviewedDay) -> Mapping[str, object]:
        return {
            "day": spoken_day(one.day),
            "class": self._texts(f"staff.appointments.class.{one.day_class.value}"),
            "desk": one.desk.name,
            "before": one.seats_before,
            "after": one.seats_after,
            "booked": one.booked,
            "displaced": one.displaced,
        }

    def _change(self, place: BookablePlace, one: OpeningChange) -> Mapping[str, object]:
        desk = place.desk(one.desk)
        hours = "、".join(f"{each.starts:%H:%M}-{each.ends:%H:%M}" for each in one.hours)
        return {
            "number": one.number,
            "days": spoken_day(one.first_on)
            if one.first_on == one.last_on
            else f"{spoken_day(one.first_on)}—{spoken_day(one.last_on)}",
            "desk": desk.name if desk else self._texts("staff.appointments.all_desks"),
            "what": self._texts(
                f"staff.appointments.change.{one.kind.value}", hours=hours, counters=one.counters
            ),
            "reason": one.reason,
        }


def _back(place: str, done: str) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/staff/appointments/rules?{urlencode({'place': place, 'done': done})}")
