"""Other programs register complaints at one address behind the bearer key of the other channels, as JSON, or as a form with photos."""

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence

from aiohttp import web
from multidict import MultiMapping

from adapters.web.access.security import bearer_of, is_same
from adapters.web.api import SECRET_LENGTH
from adapters.web.bodies import whole
from adapters.web.filled_api import (
    BODY_BYTES,
    SHOWN_NAME_LETTERS,
    filled_fields,
    known_fields,
    refused,
    refused_body,
    refused_input,
)
from adapters.web.forms import Value, posted
from adapters.web.pickup import CHANNEL, NAME, PREFIX
from bot.errors import InputError
from bot.message import Wording
from handlers.complaints.case.service import ComplaintOrigin
from handlers.complaints.registration.desk import DoorShownError, FilledRegistration
from handlers.complaints.registration.filled import FIELDS
from handlers.files.picture_file import MOST_BYTES, read_picture
from handlers.pictures.service import FORM, MOST_WITH_ONE, BroughtPicture, PictureService

PATH = "/api/v1/complaints"
TAKEN = frozenset({*FIELDS, "id", "citizen", "insist", "urgent"})
PHOTOS = "photos"
"""The name of each photo's part of a form."""
FORM_BYTES = MOST_WITH_ONE * MOST_BYTES + BODY_BYTES
MULTIPART = "multipart/form-data"


class ComplaintApi:
    """Takes the fields of a complaint with an `id`, and gives its number; the same `id` gives the same number.

    Where a `citizen` is named, what happens to the complaint is fetched as every message is. Photos are checked before anything
    is registered, so that a complaint never lacks one of which nobody was told. Fails closed: without a key of at least 32
    characters the address does not exist.
    """

    def __init__(
        self,
        registration: FilledRegistration,
        *,
        pictures: PictureService,
        key: str,
        address: Callable[[str], str],
        wording: Wording,
    ) -> None:
        self._registration = registration
        self._pictures = pictures
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
            fields, photos = await _brought(request)
            origin = _origin(fields)
            receipt = await self._registration.register(
                fields, origin=origin, urgent=bool(fields.get("urgent"))
            )
            held = await self._keep(photos, origin)
        except DoorShownError as shown:
            told = {"door": shown.door.value, "error": self._wording(shown.text_key)}
            return web.json_response(told, status=409)
        except InputError as error:
            return refused_input(error, self._wording)
        except web.HTTPClientError as refusal:
            return refused_body(refusal, self._wording)
        due = receipt.due_on.isoformat() if receipt.due_on else None
        progress = self._address(receipt.number)
        return web.json_response(
            {"number": receipt.number, "due_on": due, "progress": progress, "photos": held}
        )

    async def _keep(self, photos: Sequence[bytes], origin: ComplaintOrigin) -> int:
        """Keep the photos of a complaint, each once however often it is sent; give how many it has."""
        holder = f"{FORM}{origin.form_id}"
        for content in photos:
            await self._pictures.keep(BroughtPicture(holder, origin.channel, origin.citizen, content))
        return sum(one.kept for one in await self._pictures.pictures(holder))


async def _brought(request: web.Request) -> tuple[Mapping[str, str], Sequence[bytes]]:
    """Give the fields of a request, and the photos that a form brings.

    Raises `InputError` for fields that cannot be so, for a photo that is none, and for too many of them.
    """
    if request.content_type != MULTIPART:
        return _fields(filled_fields(await whole(request, limit=BODY_BYTES), known=TAKEN)), ()
    if (request.content_length or 0) > FORM_BYTES:
        raise web.HTTPRequestEntityTooLarge(max_size=FORM_BYTES, actual_size=request.content_length or 0)
    form = await posted(request.clone(client_max_size=FORM_BYTES))
    photos = await asyncio.to_thread(_photos, form)
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    return _fields(known_fields(said, known=TAKEN)), photos


def _photos(form: MultiMapping[Value]) -> Sequence[bytes]:
    """Give the photos of a form, and close its temporary files."""
    found = []
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file as file:
                if name != PHOTOS:
                    raise InputError("complaints.filled.unknown", field=name[:SHOWN_NAME_LETTERS])
                found.append(file.read())
    if len(found) > MOST_WITH_ONE:
        raise InputError("complaints.filled.photos", most=MOST_WITH_ONE)
    for content in found:
        read_picture(content)
    return found


def _fields(said: Mapping[str, str]) -> Mapping[str, str]:
    """Give the fields again; raises `InputError` where a name cannot be so."""
    if not NAME.fullmatch(said.get("id", "")):
        raise InputError("complaints.filled.id")
    if said.get("citizen") and not NAME.fullmatch(said["citizen"]):
        raise InputError("api.name", field="citizen")
    return said


def _origin(fields: Mapping[str, str]) -> ComplaintOrigin:
    citizen = PREFIX + fields["citizen"] if fields.get("citizen") else ""
    form_id = uuid.uuid5(uuid.NAMESPACE_OID, f"complaint:{citizen}:{fields['id']}")
    return ComplaintOrigin(str(form_id), citizen, CHANNEL, f"a:{citizen}:{fields['id']}")
