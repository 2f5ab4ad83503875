"""Parametric QR codes: made by the API, shown as a real picture, scanned by the simulated phone (protocol §12)."""

from collections.abc import Mapping
from typing import Any

from adapters.qr_code import png
from adapters.wechat.simulator.api.endpoints import ApiAnswer, ApiCall, Endpoint, FileAnswer, PageAnswer
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.rights import Right
from adapters.wechat.simulator.world.world import World

_LONGEST_SECONDS = 2_592_000
_DEFAULT_SECONDS = 30
_SCENE_LETTERS = 64
_MOST_PERMANENT = 100_000
_TEMPORARY = {"QR_SCENE", "QR_STR_SCENE"}
_PERMANENT = {"QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE"}
_UINT32 = range(1, 2**32)


class CodeApi:
    """The call that makes a code, and the address that shows it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def endpoints(self) -> list[Endpoint]:
        """Give the paths of the API."""
        return [
            Endpoint(
                method="POST", path="/cgi-bin/qrcode/create", answer=self.create, right=Right.CODES,
                daily=(100_000, 10_000),
            ),
            Endpoint(method="GET", path="/cgi-bin/showqrcode", answer=self.show, needs_token=False),
        ]  # fmt: skip

    def create(self, call: ApiCall) -> Mapping[str, Any]:
        """Make a code; raises RefusalError with the platform's code."""
        kind = call.body.get("action_name")
        if kind not in _TEMPORARY | _PERMANENT:
            raise RefusalError(40053)
        scene = _scene(call.body, kind)
        codes = self._world.codes
        if kind in _PERMANENT:
            if codes.permanent() >= _MOST_PERMANENT:
                raise RefusalError(45029)
            made = codes.make(scene, now=call.now, seconds=None)
            return {"ticket": made.ticket, "url": made.address}
        seconds = call.body.get("expire_seconds", _DEFAULT_SECONDS)
        if not isinstance(seconds, int) or not 1 <= seconds <= _LONGEST_SECONDS:
            raise RefusalError(40053)
        made = codes.make(scene, now=call.now, seconds=seconds)
        return {"ticket": made.ticket, "expire_seconds": seconds, "url": made.address}

    def show(self, call: ApiCall) -> ApiAnswer:
        """Give the picture; a ticket that nobody knows gives the page 404."""
        found = self._world.codes.of_ticket(call.query.get("ticket", ""))
        if found is None:
            return PageAnswer("<p>模拟器，不是微信：没有这个二维码</p>", status=404)
        return FileAnswer(png(found.address), "image/png")


def _scene(body: Mapping[str, Any], kind: str) -> str:
    try:
        scene = body["action_info"]["scene"]
        text, number = scene.get("scene_str"), scene.get("scene_id")
    except (KeyError, TypeError, AttributeError) as error:
        raise RefusalError(40035) from error
    if "STR" in kind:
        if not isinstance(text, str) or not 1 <= len(text) <= _SCENE_LETTERS:
            raise RefusalError(40053)
        return text
    if not isinstance(number, int) or number not in (range(1, 100_001) if kind in _PERMANENT else _UINT32):
        raise RefusalError(40053)
    return str(number)
