"""What a citizen can do with a phone in hand: write, send things, tap the menu, follow and unfollow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.wechat.simulator.delivery.pusher import Pusher
from adapters.wechat.simulator.protocol.markup import Field
from adapters.wechat.simulator.protocol.pushes import EVENTS, SAMPLES, SimulatedPush
from adapters.wechat.simulator.world.citizens import Citizen
from adapters.wechat.simulator.world.traces import Trace
from adapters.wechat.simulator.world.world import World

_TEXT_CHARACTERS = 10_000
_SHOWN_KINDS = {
    "image": "[图片]",
    "voice": "[语音]",
    "video": "[视频]",
    "shortvideo": "[小视频]",
    "link": "[链接]",
}
_LOCATION: Mapping[str, Any] = {"Latitude": 27.204518, "Longitude": 119.536277, "Precision": 40.0}


class DeedError(ValueError):
    """A deed that a phone would not allow; the message says why."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """Turns deeds into pushes and keeps the citizen's own side of the window."""

    world: World
    pusher: Pusher

    async def say(self, citizen: Citizen, content: str, *, menu_id: str | None = None) -> Trace:
        """Send a text; `menu_id` when it comes from a tap on a menu message.

        Raises DeedError, or PushRefusedError before the endpoint is verified.
        """
        if not content.strip() or len(content) > _TEXT_CHARACTERS:
            raise DeedError(f"消息不能为空，也不能超过{_TEXT_CHARACTERS}字")
        push = self.world.writer.text(citizen.openid, content, at=self.world.clock.now(), menu_id=menu_id)
        return await self._send(citizen, push, text=content)

    async def hand(self, citizen: Citizen, kind: str, own: Mapping[str, str] | None = None) -> Trace:
        """Send a picture, voice, video, location or link with sample values, or with `own` by their XML names.

        Raises `DeedError` for an unknown kind.
        """
        if kind not in SAMPLES:
            raise DeedError(f"type 只能是：text、{'、'.join(SAMPLES)}")
        values = {str(name): str(value) for name, value in (own or {}).items()}
        push = self.world.writer.sample(citizen.openid, kind, at=self.world.clock.now(), own=values)
        text = values.get("Label") or str(dict(SAMPLES[kind]).get("Label", "")) or _SHOWN_KINDS[kind]
        return await self._send(citizen, push, text=text)

    async def cause(self, citizen: Citizen, name: str, *, key: str = "", label: str = "") -> Trace:
        """Cause an event; `key` is its EventKey or scene, `label` what the window notes of it.

        Raises `DeedError` for an unknown event, or one that cannot happen now.
        """
        event = EVENTS.get(name.lower())
        if event is None:
            raise DeedError(f"event 只能是：{'、'.join(EVENTS.values())}")
        if event == "subscribe" and citizen.follows:
            raise DeedError("已经关注了")
        if event == "subscribe":
            citizen.scene = key
        push = self.world.writer.event(
            citizen.openid, event, at=self.world.clock.now(), fields=_event_fields(event, key)
        )
        return await self._send(
            citizen, push, text=_event_words(event, label or key), side_event=event, key=key
        )

    async def scan(self, citizen: Citizen, ticket: str) -> Trace:
        """Hold the phone over a code: who does not follow yet follows by it. Raises DeedError once it has ended."""
        code = self.world.codes.scanned(ticket, now=self.world.clock.now())
        if code is None:
            raise DeedError("这个二维码不存在或者已经过期")
        return await self.cause(citizen, "SCAN" if citizen.follows else "subscribe", key=code.scene)

    async def _send(
        self, citizen: Citizen, push: SimulatedPush, *, text: str, side_event: str = "", key: str = ""
    ) -> Trace:
        if not citizen.follows and side_event != "subscribe":
            raise DeedError("这位市民没有关注公众号")
        self.pusher.ready()
        self.world.add(
            citizen,
            side="event" if side_event else "citizen",
            kind=side_event or push.kind,
            text=text,
            row=push.row,
            key=key,
        )
        return await self.pusher.push(citizen, push)


def _event_fields(event: str, key: str) -> list[Field]:
    if event == "LOCATION":
        return list(_LOCATION.items())
    if event == "subscribe" and key:
        return [("EventKey", f"qrscene_{key}"), ("Ticket", "SIMULATED_TICKET")]
    if event == "SCAN":
        return [("EventKey", key), ("Ticket", "SIMULATED_TICKET")]
    fields: list[Field] = [("EventKey", key)]
    if event.startswith("scancode"):
        fields.append(("ScanCodeInfo", [("ScanType", "qrcode"), ("ScanResult", "SIMULATED_SCAN")]))
    return fields


def _event_words(event: str, label: str) -> str:
    words = {
        "subscribe": "关注了公众号",
        "unsubscribe": "取消了关注",
        "SCAN": "扫了二维码",
        "LOCATION": "上报了位置",
        "VIEW": "打开了网页",
    }
    return words.get(event) or f"点了菜单：{label}"
