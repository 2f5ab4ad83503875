"""Other systems of the county deliver their matters at one address, each behind a bearer key of its own."""

from aiohttp import web

from adapters.web.access.security import bearer_of
from adapters.web.bodies import BrokenTextError, parsed, whole
from adapters.web.filled_api import refused, refused_body, refused_input
from bot.clock import Clock, local_date
from bot.errors import InputError
from bot.message import Wording
from handlers.matters.delivery.reading import read_statement
from handlers.matters.delivery.sources import MatterSources
from handlers.matters.delivery.taking_in import MatterTakingIn

PATH = "/api/v1/matters"
BODY_BYTES = 1024 * 1024


class MatterApi:
    """Takes `{"matters": […], "steps": […], "withdrawn": […]}`, all of it or nothing; the same again changes nothing.

    Fails closed: a key that no open system has is refused before the body is read.
    """

    def __init__(
        self, taking_in: MatterTakingIn, sources: MatterSources, *, clock: Clock, wording: Wording
    ) -> None:
        self._taking_in = taking_in
        self._sources = sources
        self._clock = clock
        self._wording = wording

    def routes(self) -> list[web.RouteDef]:
        """Give the route."""
        return [web.post(PATH, self.take)]

    async def take(self, request: web.Request) -> web.Response:
        """Take a statement in: 200 with our numbers, 400 with the row and the field that are wrong."""
        source = await self._sources.of_key(bearer_of(request))
        if source is None:
            return refused(401, self._wording("api.key"))
        try:
            told = _told(await whole(request, limit=BODY_BYTES))
            statement = read_statement(told, today=local_date(self._clock.now()))
            taken = await self._taking_in.take(source, statement, actor=f"source:{source}")
        except InputError as error:
            return refused_input(error, self._wording)
        except web.HTTPRequestEntityTooLarge:
            return refused(413, self._wording("matters.refused.large"))
        except web.HTTPClientError as refusal:
            return refused_body(refusal, self._wording)
        counts = {
            "new": taken.new,
            "changed": taken.changed,
            "same": taken.same,
            "withdrawn": taken.withdrawn,
        }
        return web.json_response({**counts, "numbers": taken.numbers})


def _told(body: bytes) -> object:
    """Give what a body says; raises `InputError` where it is no JSON."""
    try:
        return parsed(body, strict=True)
    except BrokenTextError as error:
        raise InputError("api.characters") from error
    except ValueError as error:
        raise InputError("matters.refused.body") from error
