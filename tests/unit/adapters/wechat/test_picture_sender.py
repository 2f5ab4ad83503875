"""A picture is uploaded just before it is shown; one that cannot be shown holds nothing up, one that the world failed is tried again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.wechat.api.errcodes import Answered, PlatformError
from adapters.wechat.api.operation import MediaFile
from adapters.wechat.picture_sender import PictureSender
from adapters.wechat.replies.customer_service import image_body, text_body
from bot.errors import ServiceError
from handlers.tickets.files.service import ReadFile

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SHOWN = image_body("o1", "file:p1", automatic=False)


class Platform:
    """Takes messages and files, and refuses what it was told to."""

    def __init__(self, *, upload: Exception | None = None, send: Exception | None = None) -> None:
        self.sent: list[Mapping[str, Any]] = []
        self.files: list[tuple[str, str, bytes, str]] = []
        self._upload, self._send = upload, send

    async def send(self, body: Mapping[str, Any]) -> None:
        if self._send:
            raise self._send
        self.sent.append(body)

    async def upload(self, file: MediaFile, *, kind: str) -> str:
        if self._upload:
            raise self._upload
        self.files.append((file.name, file.content_type, file.octets, kind))
        return "M1"


async def there(name: str) -> ReadFile | None:
    return ReadFile(f"{name}.png", "image/png", b"picture")


async def gone(_: str) -> ReadFile | None:
    return None


def refused(code: int) -> PlatformError:
    return PlatformError(Answered(code), now=NOW)


async def test_the_file_is_uploaded_and_its_id_sent() -> None:
    platform = Platform()
    sender = PictureSender(platform, uploads=platform, files=there)
    await sender.send(SHOWN)
    assert platform.files == [("p1.png", "image/png", b"picture", "image")]
    assert platform.sent == [{**SHOWN, "image": {"media_id": "M1"}}]
    words = text_body("o1", "你好", automatic=False)
    known = image_body("o1", "M0", automatic=False)
    await sender.send(words)
    await sender.send(known)
    assert platform.sent[1:] == [words, known]


@pytest.mark.parametrize("code", [40004, 40009, 45009, 48001, 50001, -1])
async def test_whatever_the_platform_says_of_an_upload_the_words_stand(code: int) -> None:
    platform = Platform(upload=refused(code))
    await PictureSender(platform, uploads=platform, files=there).send(SHOWN)
    assert platform.sent == []


async def test_a_file_that_is_gone_and_one_that_is_refused_are_left_out() -> None:
    platform = Platform()
    await PictureSender(platform, uploads=platform, files=gone).send(SHOWN)
    assert (platform.sent, platform.files) == ([], [])
    platform = Platform(send=refused(40007))
    await PictureSender(platform, uploads=platform, files=there).send(SHOWN)


@pytest.mark.parametrize("code", [45015, 45047, 40200, 48002])
async def test_what_is_said_of_the_window_or_the_citizen_is_heard(code: int) -> None:
    platform = Platform(send=refused(code))
    with pytest.raises(PlatformError):
        await PictureSender(platform, uploads=platform, files=there).send(SHOWN)


async def test_what_the_world_failed_is_tried_again() -> None:
    platform = Platform(upload=ServiceError())
    with pytest.raises(ServiceError):
        await PictureSender(platform, uploads=platform, files=there).send(SHOWN)
