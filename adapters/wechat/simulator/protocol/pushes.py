"""The messages and events of one account as the platform words them (protocol §§5–6), each with the rules for its answer."""

import itertools
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.wechat.simulator.protocol.allowance import Row
from adapters.wechat.simulator.protocol.markup import Field, write

_MOST_ARTICLES = 8
_ANSWERABLE = frozenset(
    {
        "subscribe",
        "scan",
        "click",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    }
)
_ROW_OF_EVENT: dict[str, Row] = {
    "subscribe": "follow",
    "scan": "scan",
    "click": "click",
    "scancode_push": "click",
    "scancode_waitmsg": "click",
}
EVENTS = {
    name.lower(): name
    for name in (
        "subscribe",
        "unsubscribe",
        "SCAN",
        "LOCATION",
        "CLICK",
        "VIEW",
        "scancode_push",
        "scancode_waitmsg",
    )
}

SAMPLE_MEDIA = {"image": "SIMULATED_IMAGE_1", "voice": "SIMULATED_VOICE_1", "video": "SIMULATED_VIDEO_1"}
SAMPLES: dict[str, tuple[Field, ...]] = {
    "image": (("PicUrl", "http://mmbiz.qpic.cn/simulated/0"), ("MediaId", SAMPLE_MEDIA["image"])),
    "voice": (("MediaId", SAMPLE_MEDIA["voice"]), ("Format", "amr")),
    "video": (("MediaId", SAMPLE_MEDIA["video"]), ("ThumbMediaId", SAMPLE_MEDIA["image"])),
    "shortvideo": (("MediaId", SAMPLE_MEDIA["video"]), ("ThumbMediaId", SAMPLE_MEDIA["image"])),
    "location": (
        ("Location_X", 27.204518), ("Location_Y", 119.536277), ("Scale", 16), ("Label", "青岚县青溪街道人民路1号（示例）"),
    ),
    "link": (
        ("Title", "一个网页（示例）"), ("Description", "市民转发来的链接"), ("Url", "https://qinglan.example/notice"),
    ),
}  # fmt: skip

_number = itertools.count(secrets.randbelow(1 << 40))


@dataclass(frozen=True, slots=True)
class SimulatedPush:
    """What is to be delivered: XML, the key that stays equal over repeats, and what may be answered.

    `kind` is the message type, or `event/<name in lower case>`; `row` is the quota window that it opens.
    """

    kind: str
    key: str
    xml: str
    row: Row | None
    answerable: bool
    most_articles: int


@dataclass(frozen=True, slots=True)
class PushWriter:
    """Words pushes for one account."""

    account: str
    menu_message_click_is_a_menu_click: bool = True

    def text(self, openid: str, content: str, *, at: datetime, menu_id: str | None = None) -> SimulatedPush:
        """Give a text message; `menu_id` when the citizen tapped an item of a menu message."""
        fields: list[Field] = [("Content", content)]
        if menu_id is not None:
            fields.append(("bizmsgmenuid", menu_id))
        tapped = menu_id is not None and self.menu_message_click_is_a_menu_click
        return self._message(openid, "text", fields, at=at, row="click" if tapped else "message")

    def sample(
        self, openid: str, kind: str, *, at: datetime, own: Mapping[str, str] | None = None
    ) -> SimulatedPush:
        """Give an image, voice, video, shortvideo, location or link with sample values, or with those given."""
        given = own or {}
        fields: list[Field] = [(name, given.get(name, value)) for name, value in SAMPLES[kind]]
        return self._message(openid, kind, fields, at=at, row="message")

    def event(self, openid: str, name: str, *, at: datetime, fields: Sequence[Field] = ()) -> SimulatedPush:
        """Give an event; it has no MsgId, so citizen, second, name and key tell it apart."""
        lower = name.lower()
        key = next((str(value) for tag, value in fields if tag in {"EventKey", "MsgID", "OpenID"}), "")
        head = self._head(openid, at, "event")
        return SimulatedPush(
            kind=f"event/{lower}",
            key=f"e:{openid}:{int(at.timestamp())}:{lower}:{key}",
            xml=write([*head, ("Event", name), *fields]),
            row=_ROW_OF_EVENT.get(lower),
            answerable=lower in _ANSWERABLE,
            most_articles=_MOST_ARTICLES,
        )

    def _message(
        self, openid: str, kind: str, fields: Sequence[Field], *, at: datetime, row: Row
    ) -> SimulatedPush:
        number = 7_480_000_000_000_000_000 + next(_number)
        return SimulatedPush(
            kind=kind,
            key=f"m:{number}",
            xml=write([*self._head(openid, at, kind), *fields, ("MsgId", number)]),
            row=row,
            answerable=True,
            most_articles=1,
        )

    def _head(self, openid: str, at: datetime, kind: str) -> list[Field]:
        return [
            ("ToUserName", self.account),
            ("FromUserName", openid),
            ("CreateTime", int(at.timestamp())),
            ("MsgType", kind),
        ]
