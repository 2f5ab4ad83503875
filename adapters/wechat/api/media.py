"""Temporary media: what citizens sent, and what is shown to them (protocol §12)."""

import json

from adapters.wechat.api.caller import Caller
from adapters.wechat.api.errcodes import PlatformError, Remedy
from adapters.wechat.api.operation import Fetched, MediaFile, Operation
from bot.errors import ServiceError

MEDIA_BYTES = 10 * 1024 * 1024
GET = Operation("/cgi-bin/media/get", "GET", by_itself=True, most_bytes=MEDIA_BYTES)
UPLOAD = Operation("/cgi-bin/media/upload")


class MediaCalls:
    """Files up and down; an id lives three days."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get(self, media_id: str) -> Fetched:
        """Give the file of an id; of a video the platform gives an address, which is fetched by nobody here."""
        return await self._caller.fetch(GET, {"media_id": media_id})

    async def octets(self, media_id: str) -> bytes:
        """Give the bytes of an id; raises `ServiceError`, `permanent` only where the platform has no such file."""
        try:
            return (await self.get(media_id)).octets
        except PlatformError as error:
            # What the operator can mend, a missing right or a wrong address, is tried again while the id lives.
            raise ServiceError(permanent=error.remedy is Remedy.INPUT) from error

    async def upload(self, file: MediaFile, *, kind: str) -> str:
        """Give the id of a file for messages; `kind` is image, voice, video or thumb."""
        answer = await self._caller.call(UPLOAD, file, query={"type": kind})
        return str(answer.get("media_id") or answer.get("thumb_media_id") or "")


def video_address(file: Fetched) -> str:
    """Give the address that stands for a video, or nothing when it is a file."""
    if file.content_type not in {"application/json", "text/plain"}:
        return ""
    return str(json.loads(file.octets).get("video_url", ""))
