"""Parametric QR codes: whoever scans one brings its scene with them (protocol §12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.wechat.api.caller import Caller
from adapters.wechat.api.operation import Fetched, Operation, PlatformHost

CREATE = Operation("/cgi-bin/qrcode/create")
PICTURE = Operation(
    "/cgi-bin/showqrcode", "GET", host=PlatformHost.PICTURES, with_token=False, most_bytes=2 * 1024 * 1024
)
LONGEST_SECONDS = 2_592_000
SCENE_LETTERS = 64
_PERMANENT_NUMBERS = range(1, 100_001)
_NUMBERS = range(1, 2**32)


@dataclass(frozen=True, slots=True)
class CodeTicket:
    """A code that was made: the ticket by which its picture is fetched, and the address inside it."""

    ticket: str
    address: str


class QrCodeCalls:
    """Makes codes and fetches their pictures."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def temporary(self, scene: str | int, *, seconds: int) -> CodeTicket:
        """Make a code that ends; the time is always told, since without one it ends after thirty seconds.

        Raises ValueError for a scene or a time that the platform does not take.
        """
        if not 1 <= seconds <= LONGEST_SECONDS:
            raise ValueError(f"a temporary code lasts 1 to {LONGEST_SECONDS} seconds")
        name = "QR_SCENE" if isinstance(scene, int) else "QR_STR_SCENE"
        return await self._made(name, _scene(scene, _NUMBERS), {"expire_seconds": seconds})

    async def permanent(self, scene: str | int) -> CodeTicket:
        """Make a code that never ends, one of a hundred thousand; raises ValueError for a wrong scene."""
        name = "QR_LIMIT_SCENE" if isinstance(scene, int) else "QR_LIMIT_STR_SCENE"
        return await self._made(name, _scene(scene, _PERMANENT_NUMBERS), {})

    async def picture(self, ticket: str) -> Fetched:
        """Give the picture of a code."""
        return await self._caller.fetch(PICTURE, {"ticket": ticket})

    async def _made(self, name: str, scene: Mapping[str, Any], more: Mapping[str, Any]) -> CodeTicket:
        body = {**more, "action_name": name, "action_info": {"scene": scene}}
        answer = await self._caller.call(CREATE, body)
        return CodeTicket(str(answer.get("ticket", "")), str(answer.get("url", "")))


def _scene(scene: str | int, numbers: range) -> Mapping[str, Any]:
    if isinstance(scene, int):
        if scene not in numbers:
            raise ValueError(f"a numbered scene is {numbers.start} to {numbers.stop - 1}")
        return {"scene_id": scene}
    if not 1 <= len(scene) <= SCENE_LETTERS:
        raise ValueError(f"a scene has 1 to {SCENE_LETTERS} characters")
    return {"scene_str": scene}
