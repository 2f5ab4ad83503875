"""The places that people go to: address and hours, the five marks of each zone, its questions, its feedback box, its visits."""

from collections.abc import Mapping

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.places.arrangement import (
    ADDRESS_LETTERS,
    HOURS_LETTERS,
    MOST_TOPICS,
    NOTE_LETTERS,
    TYPED_LETTERS,
    WORDS_LETTERS,
    PlaceArrangement,
    PlaceContact,
    arrangement_of,
    text_of,
)
from handlers.places.directory import ZoneMark
from handlers.places.service import ArrangedPlace, PlaceArrangements
from handlers.places.visits import PlaceVisits, VisitCounter
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.records import OPEN

NO_VISITS = PlaceVisits()
VERSION_DIGITS = 6
CONTACT = ("address", "phone", "workdays", "late", "rest_days")
FIELDS = (
    *CONTACT,
    "zone",
    *(mark.name.lower() for mark in ZoneMark),
    "zone_note",
    "topics",
    "box",
    "box_words",
)


class PlacePages:
    """Shows what there is and what is missing; what is set at a place is written on its own page."""

    def __init__(
        self, arrangements: PlaceArrangements, visits: VisitCounter, *, tickets: TicketLedger, texts: Texts
    ) -> None:
        self._arrangements = arrangements
        self._visits = visits
        self._tickets = tickets
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/places", self.show),
            web.get("/places/{place}", self.show_one),
            web.post("/places/{place}", self.keep),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the zones with what they lack first, then every place."""
        figures = await self._visits.figures()
        places = [arranged.place for arranged in await self._arrangements.all()]
        zones = sorted(
            (place for place in places if place.zone is not None), key=lambda one: -len(one.lacking)
        )
        return render(
            request,
            "staff/places.html",
            marks=tuple(ZoneMark),
            zones=zones,
            lacking=[place for place in zones if place.lacking],
            places=[(place, figures.get(place.key, NO_VISITS)) for place in places],
        )

    async def show_one(self, request: web.Request) -> web.Response:
        """Show what is set at a place, and what was said to its feedback box."""
        arranged = await self._arranged(request)
        return await self._page(request, arranged, _typed(PlaceArrangement.of(arranged.place)))

    async def keep(self, request: web.Request) -> web.Response:
        """Keep what was set; what is refused keeps everything that was typed."""
        arranged = await self._arranged(request)
        fields = await form(request)
        typed = {name: fields.get(name, "") for name in FIELDS}
        try:
            await self._arrangements.keep(
                arranged.place.key,
                arrangement_of(typed),
                version=_version(fields.get("version", "")),
                actor=visitor_of(request).login,
            )
        except InputError as error:
            return await self._page(request, arranged, typed, error=error)
        raise web.HTTPSeeOther(f"/staff/places/{arranged.place.key}?done=place")

    async def _arranged(self, request: web.Request) -> ArrangedPlace:
        found = await self._arrangements.of(request.match_info["place"])
        if found is None:
            raise RefusedError("web.errors.404.text", status=404)
        return found

    async def _page(
        self,
        request: web.Request,
        arranged: ArrangedPlace,
        typed: Mapping[str, str],
        *,
        error: InputError | None = None,
    ) -> web.Response:
        place = arranged.place
        about = self._texts("places.remark.told", place=place.name, words="")
        remarks = await self._tickets.page((OPEN,), words=about.strip())
        return render(
            request,
            "staff/place.html",
            status=422 if error else 200,
            arranged=arranged,
            place=place,
            typed=typed,
            marks=tuple(ZoneMark),
            remarks=remarks.lines,
            about=about.strip(),
            visits=(await self._visits.figures()).get(place.key, NO_VISITS),
            letters={
                "address": ADDRESS_LETTERS,
                "hours": HOURS_LETTERS,
                "note": NOTE_LETTERS,
                "words": WORDS_LETTERS,
                "topics": TYPED_LETTERS,
            },
            most=MOST_TOPICS,
            refusal=self._texts(error.text_key, **error.values) if error else "",
        )


def _typed(arrangement: PlaceArrangement) -> dict[str, str]:
    """Give what is set as it stands in the fields."""
    marks = {mark.name.lower(): "yes" if mark in (arrangement.zone or ()) else "" for mark in ZoneMark}
    return {
        **_contact(arrangement.contact),
        "zone": "" if arrangement.zone is None else "yes",
        **marks,
        "zone_note": arrangement.zone_note,
        "topics": text_of(arrangement.topics),
        "box": "yes" if arrangement.box.takes else "",
        "box_words": arrangement.box.words,
    }


def _contact(contact: PlaceContact | None) -> dict[str, str]:
    if contact is None:
        return dict.fromkeys(CONTACT, "")
    hours = contact.hours
    return dict(
        zip(
            CONTACT,
            (contact.address, contact.phone, hours.workdays, hours.late, hours.rest_days),
            strict=True,
        )
    )


def _version(typed: str) -> int:
    """Give the number of a change; one that is none agrees with no change."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= VERSION_DIGITS else -1
