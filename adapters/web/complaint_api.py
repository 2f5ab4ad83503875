"""Other programs register complaints at one JSON address behind the bearer key of the other channels."""

import uuid
from collections.abc import Callable, Mapping

from aiohttp import web

from adapters.web.access.security import bearer_of, is_same
from adapters.web.api import SECRET_LENGTH
from adapters.web.bodies import whole
from adapters.web.filled_api import BODY_BYTES, filled_fields, refused, refused_body, refused_input
from adapters.web.pickup import CHANNEL, NAME, PREFIX
from bot.errors import InputError
from bot.message import Wording
from handlers.complaints.case.service import ComplaintOrigin
from handlers.complaints.registration.desk import DoorShownError, FilledRegistration
from handlers.complaints.registration.filled import FIELDS

PATH = "/api/v1/complaints"
TAKEN = frozenset({*FIELDS, "id", "citizen", "insist", "urgent"})


class ComplaintApi:
    """Takes the fields of a complaint with an `id`, and gives its number; the same `id` gives the same number.

    Where a `citizen` is named, what happens to the complaint is fetched as every message is. Fails closed: without a key of
    at least 32 characters the address does not exist.
    """

    def __init__(
        self,
        registration: FilledRegistration,
        *,
        key: str,
        address: Callable[[str], str],
        wording: Wording,
    ) -> None:
        self._registration = registration
        self._key = key
        self._address = address
        self._wording = wording

    def routes(self) -> list[web.RouteDef]:
        """Give the route, or none while the address is closed."""
        return [web.post(PATH, self.register)] if len(self._key) >= SECRET_LENGTH else []

    async def register(self, request: web.Request) -> web.Response:
        """Register a complaint: 200 with its number, 409 with the door where another one is the right one."""
        if not is_same(bearer_of(request), self._key):
            return refused(401, self._wording("api.key"))
        try:
            fields = _fields(await whole(request, limit=BODY_BYTES))
            receipt = await self._registration.register(
                fields, origin=_origin(fields), urgent=bool(fields.get("urgent"))
            )
        except DoorShownError as shown:
            told = {"door": shown.door.value, "error": self._wording(shown.text_key)}
            return web.json_response(told, status=409)
        except InputError as error:
            return refused_input(error, self._wording)
        except web.HTTPClientError as refusal:
            return refused_body(refusal, self._wording)
        due = receipt.due_on.isoformat() if receipt.due_on else None
        return web.json_response(
            {"number": receipt.number, "due_on": due, "progress": self._address(receipt.number)}
        )


def _fields(body: bytes) -> Mapping[str, str]:
    """Give the fields of a body; raises `InputError` where it is no object of texts, or a name cannot be so."""
    said = filled_fields(body, known=TAKEN)
    if not NAME.fullmatch(said.get("id", "")):
        raise InputError("complaints.filled.id")
    if said.get("citizen") and not NAME.fullmatch(said["citizen"]):
        raise InputError("api.name", field="citizen")
    return said


def _origin(fields: Mapping[str, str]) -> ComplaintOrigin:
    citizen = PREFIX + fields["citizen"] if fields.get("citizen") else ""
    form_id = uuid.uuid5(uuid.NAMESPACE_OID, f"complaint:{citizen}:{fields['id']}")
    return ComplaintOrigin(str(form_id), citizen, CHANNEL, f"a:{citizen}:{fields['id']}")
