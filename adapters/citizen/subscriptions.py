"""Somebody's subscriptions on one page: each stopped with one tap, all stopped with one, the hour chosen."""

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.links import LinkPurpose
from adapters.web.pages import render
from adapters.web.personal_door import PersonalDoor
from bot.errors import InputError
from bot.outbound.parcel import DAY_HOURS
from handlers.subscriptions.consent.service import Subscriber, SubscriptionService

SAID = frozenset({"stopped", "all_stopped", "hour"})


class SubscriptionPages:
    """Shows what somebody is subscribed to, and takes what is changed; the link alone opens it, and fails closed."""

    def __init__(self, service: SubscriptionService, *, door: PersonalDoor) -> None:
        self._service = service
        self._door = door

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [
            web.get("/subscriptions/{token}", self.show),
            web.post("/subscriptions/{token}/stop", self.stop),
            web.post("/subscriptions/{token}/stop-all", self.stop_all),
            web.post("/subscriptions/{token}/hour", self.choose_hour),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show them; raises `RefusedError` (404) when the token opens none."""
        who = self._who(request)
        said = request.query.get("said", "")
        return render(
            request,
            "citizen/subscriptions.html",
            held=await self._service.held(who),
            hours=DAY_HOURS,
            base=f"/m/subscriptions/{request.match_info['token']}",
            said=said if said in SAID else "",
        )

    async def stop(self, request: web.Request) -> web.Response:
        """Stop one; one that is gone already is as good as stopped."""
        who, fields = self._who(request), await form(request)
        wanted = str(fields.get("kind", "")), str(fields.get("value", ""))
        held = await self._service.held(who)
        for subject in held.subjects:
            if (subject.kind.value, subject.key) == wanted:
                await self._service.stop(who, subject)
        raise self._back(request, "stopped")

    async def stop_all(self, request: web.Request) -> web.Response:
        """Stop everything at once."""
        await self._service.stop_all(self._who(request))
        raise self._back(request, "all_stopped")

    async def choose_hour(self, request: web.Request) -> web.Response:
        """Take another hour; raises `RefusedError` (400) for one at night, or none."""
        who, fields = self._who(request), await form(request)
        hour = str(fields.get("hour", ""))
        try:
            await self._service.choose_hour(who, int(hour) if hour in map(str, DAY_HOURS) else -1)
        except InputError as error:
            raise RefusedError(error.text_key, status=400) from None
        raise self._back(request, "hour")

    def _who(self, request: web.Request) -> Subscriber:
        visit = self._door.opened(LinkPurpose.SUBSCRIPTIONS, request.match_info["token"])
        if visit is None or not visit.citizen:
            raise RefusedError("citizen.case.gone", status=404)
        return Subscriber(visit.citizen, visit.channel)

    @staticmethod
    def _back(request: web.Request, said: str) -> web.HTTPSeeOther:
        return web.HTTPSeeOther(f"/m/subscriptions/{request.match_info['token']}?said={said}")
