"""Rasa's action-server protocol over aiohttp: `POST /webhook`, `GET /health`, `GET /actions`.

Closed to strangers: without a token only this machine is answered, with one only who knows it (fails closed).
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from adapters.rasa.actions import Actions
from adapters.rasa.bridge import TrackerError
from adapters.web.access.security import bearer_of, clean_address, is_same
from adapters.web.bodies import parsed, whole
from adapters.web.errors import translate_errors
from handlers.texts import Texts

CALL_BYTES = 16 * 1024 * 1024
"""Bytes; Rasa sends the whole talk with every call."""
OPEN = frozenset({"/health"})


def application(actions: Actions, *, token: str, texts: Texts) -> web.Application:
    """Give the HTTP side of the actions; an empty token admits this machine only."""
    server = _Server(actions, token=token)
    app = web.Application(
        client_max_size=CALL_BYTES, middlewares=[translate_errors(texts), clean_address, server.guard]
    )
    app.add_routes(
        [
            web.post("/webhook", server.webhook),
            web.get("/health", server.health),
            web.get("/actions", server.actions),
        ]
    )
    return app


def is_loopback(host: str) -> bool:
    """Whether an address or a name means this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _Server:
    def __init__(self, actions: Actions, *, token: str) -> None:
        self._actions = actions
        self._token = token

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn strangers away."""
        if request.path not in OPEN and not self._admitted(request):
            return _error(
                401, "the action server's token is missing or wrong, or the call is not from this machine"
            )
        return await handler(request)

    def _admitted(self, request: web.Request) -> bool:
        """Whether the caller knows the token; without one, whether it calls this machine by a name of this machine."""
        if self._token:
            return is_same(bearer_of(request), self._token)
        # A page in somebody's browser could be led here by its own host name; its name then stands in the header.
        return is_loopback(request.remote or "") and is_loopback(request.url.host or "")

    async def health(self, _: web.Request) -> web.Response:
        """Say that the server runs."""
        return web.json_response({"status": "ok"})

    async def actions(self, _: web.Request) -> web.Response:
        """List the names of all actions."""
        return web.json_response([{"name": name} for name in self._actions.names])

    async def webhook(self, request: web.Request) -> web.Response:
        """Run one action; 400 when it rejects or the call is malformed, 404 when it is unknown, 500 when it breaks."""
        call = await _read(request)
        if call is None:
            return _error(400, "the body is not an action call")
        name = str(call["next_action"])
        try:
            told = await self._actions.run(name, call["tracker"])
        except ActionNotFoundException:
            return _error(404, "no such action", action=name)
        except ActionExecutionRejection:
            return _error(400, "the action rejected its execution", action=name)
        except TrackerError:
            return _error(400, "the tracker is not one of Rasa's", action=name)
        return web.json_response(told)


async def _read(request: web.Request) -> Mapping[str, Any] | None:
    """Give the call, or None when it is none; Rasa always declares JSON, a form of a web page cannot."""
    if request.content_type != "application/json":
        return None
    try:
        call = parsed(await whole(request, limit=CALL_BYTES))
    except ValueError:
        return None
    complete = isinstance(call, dict) and call.get("next_action") and isinstance(call.get("tracker"), dict)
    return call if complete else None


def _error(status: int, reason: str, *, action: str = "") -> web.Response:
    """Give an error as Rasa reads it: it takes the action's name from a 400 to let another action follow."""
    return web.json_response({"error": reason, "action_name": action}, status=status)
