"""Shows files in the chat: uploads a picture just before its message goes, since the platform keeps one for three days only.

A picture that cannot be shown holds nothing up: the words that went before it say where it is read.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from adapters.wechat.api.errcodes import PlatformError, Remedy
from adapters.wechat.api.operation import MediaFile
from adapters.wechat.courier import Sender
from adapters.wechat.replies.later import FILE, IMAGE, file_of

log = logging.getLogger(__name__)


class ShownFile(Protocol):
    """A picture as a service keeps it."""

    @property
    def name(self) -> str:
        """A name with an ending, which tells nobody anything."""
        ...

    @property
    def content_type(self) -> str:
        """Its type."""
        ...

    @property
    def content(self) -> bytes:
        """Its bytes."""
        ...


PictureFiles = Callable[[str], Awaitable[ShownFile | None]]
"""Gives the picture of a name; None for one that is not there any more."""


class MediaUploads(Protocol):
    """Whoever brings a file to the platform; `adapters.wechat.api.media.MediaCalls` is one."""

    async def upload(self, file: MediaFile, *, kind: str) -> str:
        """Give the platform's id of it; raises PlatformError or ServiceError."""
        ...


class PictureSender:
    """Sends messages, and puts the platform's id in the place of a file's name."""

    def __init__(self, sender: Sender, *, uploads: MediaUploads, files: PictureFiles) -> None:
        self._sender = sender
        self._uploads = uploads
        self._files = files

    async def send(self, body: Mapping[str, Any]) -> None:
        """Send a message; raises PlatformError or ServiceError, but for a picture that the platform will never take."""
        if body.get("msgtype") != IMAGE or not str(body[IMAGE]["media_id"]).startswith(FILE):
            await self._sender.send(body)
            return
        media = await self._uploaded(file_of(dict(body)))
        if not media:
            return
        try:
            await self._sender.send({**body, IMAGE: {"media_id": media}})
        except PlatformError as error:
            if error.remedy is not Remedy.INPUT:
                raise
            log.warning("picture not shown", extra={"reason": f"errcode {error.code}"})

    async def _uploaded(self, name: str) -> str:
        """Give the platform's id of a picture, or nothing where it is gone or not taken; raises ServiceError to try again."""
        file = await self._files(name)
        if file is None:
            return ""
        try:
            return await self._uploads.upload(
                MediaFile(file.name, file.content_type, file.content), kind=IMAGE
            )
        except PlatformError as error:
            # Nothing of what the platform says of an upload is worth keeping the citizen's next messages back.
            log.warning("picture not uploaded", extra={"reason": f"errcode {error.code}"})
            return ""
