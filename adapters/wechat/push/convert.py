"""A parsed push becomes a `Push` with everything it brought, and from that the engine's `Inbound`.

wechatpy's message and event classes give the typed view of the push; they are filled here from what our strict
reader let through, never by wechatpy's own parser (docs/decisions/wechatpy.md).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from adapters.wechat.push.kinds import EVENTS, MESSAGES, OPENID, ElementRule, Listing, MessageKind
from adapters.wechat.push.parser import Element
from adapters.wechat.push.refusal import PushRefusal
from adapters.wechat.push.wechatpy_classes import EVENT_TYPES, MESSAGE_TYPES, BaseEvent, UnknownMessage
from bot.message import Inbound

Value = str | tuple[str, ...] | tuple[Mapping[str, str], ...]

_SCENE_PREFIX = "qrscene_"
_EVENT_SUBJECTS = ("EventKey", "MsgID", "OpenID", "PublishEventInfo/publish_id")
_CREATE_TIME = re.compile(r"[0-9]{1,10}")
_MSG_ID = re.compile(r"[0-9]{1,20}")
_KIND = re.compile(r"[A-Za-z0-9_]{1,64}")
_OPENID = re.compile(OPENID)
# These stand in places of their own in an Inbound.
_PLACED = {"text": frozenset({"content", "menu_id"}), "voice": frozenset({"recognition"})}


@dataclass(frozen=True, slots=True)
class Push:
    """One authentic push, read completely; `outcome` is `ignore` for kinds we do not know.

    `key` is the de-duplication key of protocol §3, `fields` has our names, repeated elements as tuples, and
    `message` is wechatpy's typed object of the same push.
    """

    outcome: Literal["ok", "ignore"]
    kind: str
    key: str
    msg_id: str | None
    fields: Mapping[str, Value]
    message: Any
    answerable: bool = False


def _required(root: Element, path: str, pattern: re.Pattern[str]) -> str:
    value = root.value(path)
    if not value:
        raise PushRefusal("missing")
    if not pattern.fullmatch(value):
        raise PushRefusal("field")
    return value


def _read(element: Element, fields: tuple[ElementRule, ...]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for field in fields:
        value = element.value(field.path)
        if value is None:
            if field.required:
                raise PushRefusal("missing")
            continue
        if field.pattern and not re.fullmatch(field.pattern, value):
            raise PushRefusal("field")
        values[field.name] = value
    return values


def _rows(root: Element, listing: Listing) -> Value:
    sections = [found for path in listing.sections if (found := root.section(path)) is not None]
    if not sections:
        raise PushRefusal("missing")
    items = [item for section in sections for item in section.every(listing.item)]
    if listing.columns:
        return tuple(_strings(_read(item, listing.columns)) for item in items)
    return tuple(value for item in items if (value := item.value(listing.leaf)) is not None)


def _strings(values: Mapping[str, Value]) -> dict[str, str]:
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _fields(root: Element, kind: MessageKind) -> dict[str, Value]:
    values = _read(root, kind.fields)
    if kind.listing is not None:
        values[kind.listing.name] = _rows(root, kind.listing)
    return values


def _flat(element: Element) -> dict[str, Any]:
    """Give the mapping that wechatpy's classes expect: text, a mapping for a section, a list where one repeats."""
    flat: dict[str, Any] = {}
    for child in element.children:
        value = _flat(child) if child.children else child.text
        if child.tag not in flat:
            flat[child.tag] = value
        elif isinstance(flat[child.tag], list):
            flat[child.tag].append(value)
        else:
            flat[child.tag] = [flat[child.tag], value]
    return flat


def _check_address(root: Element, account: str) -> None:
    recipient = root.value("ToUserName")
    if not recipient:
        raise PushRefusal("missing")
    if recipient != account:
        raise PushRefusal("recipient")


def _message_push(root: Element, name: str) -> Push:
    msg_id = _required(root, "MsgId", _MSG_ID)
    kind = MESSAGES.get(name)
    known = MESSAGE_TYPES.get(name, UnknownMessage)
    return Push(
        outcome="ok" if kind else "ignore",
        kind=name,
        key=f"m:{msg_id}",
        msg_id=msg_id,
        fields=_fields(root, kind) if kind else {},
        message=known(_flat(root)),
        answerable=kind is not None and kind.answerable,
    )


def _event_key(root: Element, name: str) -> str:
    subject = next((value for path in _EVENT_SUBJECTS if (value := root.value(path))), "")
    return f"e:{root.value('FromUserName')}:{root.value('CreateTime')}:{name}:{subject}"


def _event_push(root: Element) -> Push:
    name = _required(root, "Event", _KIND).lower()
    kind = EVENTS.get(name)
    fields = _fields(root, kind) if kind else {}
    data, known = _flat(root), name
    key = root.value("EventKey") or ""
    if name == "subscribe" and key.startswith(_SCENE_PREFIX):
        # A follower who came by a code: the scene loses its prefix once, and wechatpy has its own class for it.
        fields["scene"] = data["EventKey"] = key.removeprefix(_SCENE_PREFIX)
        known = "subscribe_scan"
    return Push(
        outcome="ok" if kind else "ignore",
        kind=f"event/{name}",
        key=_event_key(root, name),
        msg_id=None,
        fields=fields,
        message=EVENT_TYPES.get(known, BaseEvent)(data),
        answerable=kind is not None and kind.answerable,
    )


def push_of(root: Element, account: str) -> Push:
    """Give the push a parsed body stands for, addressed to our `account` (gh id).

    Raises Refusal `missing`, `field` or `recipient` (protocol §4).
    """
    _check_address(root, account)
    _required(root, "FromUserName", _OPENID)
    _required(root, "CreateTime", _CREATE_TIME)
    name = _required(root, "MsgType", _KIND).lower()
    return _event_push(root) if name == "event" else _message_push(root, name)


def _words(push: Push) -> str:
    if push.kind == "text":
        return str(push.message.content)
    # Recognised speech has been arriving empty since 2023; an empty text lets the engine ask for typing.
    return str(push.message.recognition or "") if push.kind == "voice" else ""


def _citizen(push: Push) -> str:
    # Events about a withdrawn consent come from the platform; the person they are about is named inside.
    return str(push.fields.get("openid") or push.message.source)


def inbound_of(push: Push) -> Inbound:
    """Give the engine's value of a push of a known kind; a repeated value becomes its JSON text in `fields`."""
    placed = _PLACED.get(push.kind, frozenset())
    fields = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in push.fields.items()
        if name not in placed
    }
    menu_id = push.fields.get("menu_id") if push.kind == "text" else None
    return Inbound(
        channel="wechat",
        citizen=_citizen(push),
        key=push.key,
        kind=push.kind,
        sent_at=datetime.fromtimestamp(push.message.time, UTC),
        text=_words(push),
        choice_id=menu_id if isinstance(menu_id, str) and menu_id else None,
        fields=fields,
    )


def reports_of(push: Push) -> list[tuple[str, str]]:
    """Give the numbers of the notices that a push reports on, each with what became of it (protocol §6); mostly none."""
    if push.kind == "event/templatesendjobfinish":
        return [(str(push.fields["job_id"]), str(push.fields["status"]))]
    if push.kind == "event/subscribe_msg_sent_event":
        items = push.fields.get("items", ())
        return [
            (str(each.get("msg_id", "")), _sent_words(each))
            for each in (items if isinstance(items, tuple) else ())
            if isinstance(each, Mapping)
        ]
    return []


def _sent_words(item: Mapping[str, str]) -> str:
    words = item.get("error_status", "")
    return "success" if item.get("error_code", "0") in {"", "0"} else words or item["error_code"]
