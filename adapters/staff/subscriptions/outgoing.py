"""What goes out today, how many are subscribed to what, and whether other doors open: figures, and nobody's name."""

from aiohttp import web

from adapters.web.pages import render
from bot.clock import Clock, local_date
from handlers.other_doors.service import OtherDoorService
from handlers.subscriptions.digest.overview import SubscriptionOverview


class OutgoingPages:
    """Shows the figures; nothing is changed here: what is wrong in a document is taken back where documents are kept."""

    def __init__(self, overview: SubscriptionOverview, *, doors: OtherDoorService, clock: Clock) -> None:
        self._overview = overview
        self._doors = doors
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/staff`."""
        return [web.get("/subscriptions", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show today."""
        figures = await self._overview.figures()
        return render(
            request,
            "staff/subscriptions.html",
            figures=figures,
            doors=await self._doors.all(),
            today=local_date(self._clock.now()),
        )
