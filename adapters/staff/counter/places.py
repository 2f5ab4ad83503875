"""The places that people go to: the five marks of each zone, the set of questions fitted to it, and how often it was visited."""

from aiohttp import web

from adapters.web.pages import render
from handlers.places.directory import Directory, ZoneMark
from handlers.places.visits import PlaceVisits, VisitCounter

NO_VISITS = PlaceVisits()


class PlacePages:
    """Shows what there is and what is missing; it is changed in the county's file of places."""

    def __init__(self, places: Directory, visits: VisitCounter) -> None:
        self._places = places
        self._visits = visits

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/staff`."""
        return [web.get("/places", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the zones with what they lack first, then every place."""
        figures = await self._visits.figures()
        places = self._places.places
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
