"""How busy a place was: charts by day and by hour with the same figures in a table, to set counters and hours by."""

from collections.abc import Sequence
from datetime import date

from aiohttp import web

from adapters.web.charts import Chart, Column, Part, stacked
from adapters.web.pages import render
from handlers.appointments.booking.load import MOST_LOAD_DAYS, AppointmentLoad, LoadFigure
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.appointments.opening.slots import DAY
from handlers.talk.spoken_time import spoken_day
from handlers.texts import Texts

KINDS = ("served", "missed", "unsaid")
CHARTED_DAYS = 31
Charted = tuple[str, str, LoadFigure]
"""What stands below a column, what it is in words, and its figures."""


class VisitLoadPages:
    """Shows figures and changes nothing."""

    def __init__(self, load: AppointmentLoad, *, places: AppointmentCounty, texts: Texts) -> None:
        self._load = load
        self._county = places
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/staff`."""
        return [web.get("/appointments/load", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the load of a place or of one desk; an address that names no days shows the last two weeks."""
        query, places = request.query, self._county.places
        place = self._county.place(query.get("place", "")) or (places[0] if places else None)
        desk = place.desk(query.get("desk", "")) if place else None
        first, last = self._days(query.get("first", ""), query.get("last", ""))
        load = await self._load.of(place, desk.key if desk else "", first, last) if place else None
        days = (
            [(str(day.day), spoken_day(day), figure) for day, figure in load.by_day.items()] if load else []
        )
        hours = (
            [(str(hour), self._hour(hour), figure) for hour, figure in load.by_hour.items()] if load else []
        )
        return render(
            request,
            "staff/appointment_load.html",
            places=places,
            place=place,
            desk=desk,
            first=first,
            last=last,
            kinds=KINDS,
            whole=_row(self._texts("staff.appointments.load.whole"), load.whole) if load else None,
            tables=[
                ("by_day", self._chart(days[-CHARTED_DAYS:]), _rows(days)),
                ("by_hour", self._chart(hours), _rows(hours)),
            ]
            if days
            else [],
            sample=self._county.sample,
        )

    def _days(self, first: str, last: str) -> tuple[date, date]:
        """Give the days asked for; the usual ones for what is no day, or runs backwards."""
        try:
            since, until = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:
            return self._load.usual_days()
        if until < since:
            return self._load.usual_days()
        return since, min(until, since + DAY * (MOST_LOAD_DAYS - 1))

    def _hour(self, hour: int) -> str:
        return self._texts("staff.appointments.load.hour", hour=hour)

    def _chart(self, figures: Sequence[Charted]) -> Chart | None:
        if not any(figure.booked for _, _, figure in figures):
            return None
        return stacked(
            [
                Column(
                    label,
                    tuple(
                        Part(kind, count, self._words(when, kind, count))
                        for kind, count in zip(
                            KINDS, (figure.served, figure.missed, figure.open), strict=True
                        )
                    ),
                )
                for label, when, figure in figures
            ]
        )

    def _words(self, when: str, kind: str, count: int) -> str:
        name = self._texts(f"staff.appointments.load.kind.{kind}")
        return self._texts("staff.appointments.load.bar", when=when, kind=name, count=count)


def _rows(figures: Sequence[Charted]) -> list[tuple[str, ...]]:
    return [_row(when, figure) for _, when, figure in figures]


def _row(when: str, figure: LoadFigure) -> tuple[str, ...]:
    share = f"{figure.booked * 100 / figure.seats:.0f}%" if figure.seats else ""
    counts = (figure.seats, figure.booked, figure.served, figure.missed, figure.open)
    return when, *map(str, counts), share
