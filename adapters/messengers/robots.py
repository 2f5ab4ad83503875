"""Messages into the groups of an office: robots of DingTalk and WeCom, each called as its platform asks.

DingTalk wants every call signed: HMAC-SHA256 of the time in milliseconds and the secret, with the secret. WeCom knows a robot
by the key in the address. Both answer 200 and say in `errcode` what became of it; what else they say is never read out.
"""

import asyncio
import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from bot.clock import Clock
from handlers.staff_notices.channels import NoticeChannel, NoticeTarget
from handlers.staff_notices.door import NoticeMessage, NoticeRefusedError

SECONDS = 10.0
ANSWER_BYTES = 16 * 1024
TOO_MANY_REQUESTS = 429
CLIENT_FAULTS = range(400, 500)
# Twenty messages a minute are let through; whoever sends more is not heard for ten minutes.
DINGTALK_WAIT_SECONDS, WECOM_WAIT_SECONDS = 600.0, 60.0


@dataclass(frozen=True, slots=True)
class RobotPlatform:
    """Where robots of a platform are called, and what its codes ask for; one that is not named is tried again."""

    path: str
    busy: Mapping[int, float]
    lasting: frozenset[int]


PLATFORMS: Mapping[NoticeChannel, RobotPlatform] = {
    NoticeChannel.DINGTALK: RobotPlatform(
        "/robot/send",
        {130101: DINGTALK_WAIT_SECONDS, 410100: DINGTALK_WAIT_SECONDS},
        frozenset(
            {
                *(300001, 300005, 310000, 400013, 400101, 400102, 400105, 400106),
                *(430101, 430102, 430103, 430104, 460101),
            }
        ),
    ),
    NoticeChannel.WECOM: RobotPlatform(
        "/cgi-bin/webhook/send",
        {45009: WECOM_WAIT_SECONDS, 45033: WECOM_WAIT_SECONDS},
        frozenset({93000, 40008, 40058, 44004, 45002}),
    ),
}


def signature(secret: str, *, at: datetime) -> dict[str, str]:
    """Give the time and the signature that DingTalk wants in the address."""
    timestamp = str(int(at.timestamp() * 1000))
    mark = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), "sha256")
    return {"timestamp": timestamp, "sign": base64.b64encode(mark).decode()}


class RobotClient:
    """Calls robots; `bases` are the addresses of the platforms that are set up. Neither addresses nor texts are logged."""

    def __init__(
        self, session: aiohttp.ClientSession, *, bases: Mapping[NoticeChannel, str], clock: Clock
    ) -> None:
        self._session = session
        self._bases = bases
        self._clock = clock

    async def send(self, target: NoticeTarget, message: NoticeMessage) -> None:
        """Have a robot say a message; raises `NoticeRefusedError` unless its platform says that it did."""
        body = json.dumps({"msgtype": "text", "text": {"content": message.text}}, ensure_ascii=False).encode()
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._session.post(
                    self._address(target),
                    data=body,
                    headers={"Content-Type": "application/json; charset=utf-8"},
                    allow_redirects=False,
                ) as answer,
            ):
                self._require_ok(answer.status)
                told = await answer.content.read(ANSWER_BYTES)
                while len(told) <= ANSWER_BYTES and (more := await answer.content.read(ANSWER_BYTES)):
                    told += more
        except TimeoutError as error:
            raise NoticeRefusedError("timeout") from error
        except (aiohttp.ClientError, OSError) as error:
            raise NoticeRefusedError("unreachable") from error
        self._require_done(target.channel, told)

    def _address(self, target: NoticeTarget) -> URL:
        if target.channel is NoticeChannel.DINGTALK:
            query = {"access_token": target.name, **signature(target.secret, at=self._clock.now())}
        else:
            query = {"key": target.name}
        place = self._bases[target.channel] + PLATFORMS[target.channel].path
        return URL(f"{place}?{urlencode(query)}", encoded=True)

    @staticmethod
    def _require_ok(status: int) -> None:
        if status == TOO_MANY_REQUESTS:
            raise NoticeRefusedError(f"http:{status}", retry_after=WECOM_WAIT_SECONDS)
        if status != 200:  # noqa: PLR2004 - what both platforms answer whatever became of it
            raise NoticeRefusedError(f"http:{status}", permanent=status in CLIENT_FAULTS)

    @staticmethod
    def _require_done(channel: NoticeChannel, told: bytes) -> None:
        code = _code_of(told)
        if code == 0:
            return
        if code is None:
            raise NoticeRefusedError("unreadable")
        platform = PLATFORMS[channel]
        raise NoticeRefusedError(
            f"{channel.value}:{code}",
            permanent=code in platform.lasting,
            retry_after=platform.busy.get(code),
        )


def _code_of(told: bytes) -> int | None:
    """Give the code of an answer; None for one that is too long, or no answer of such a platform."""
    if len(told) > ANSWER_BYTES:
        return None
    try:
        fields = json.loads(told)
    except (ValueError, RecursionError):
        return None
    code = fields.get("errcode") if isinstance(fields, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) and abs(code) < 10**9 else None
