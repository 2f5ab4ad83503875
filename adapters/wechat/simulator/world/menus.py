"""The menu under the chat: the sizes that the platform allows, and the sample shown until the account makes its own (§10)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml

from adapters.wechat.simulator.protocol.refusals import RefusalError

_SAMPLE = Path(__file__).with_name("menu.yml")
_KEYED = frozenset({
    "click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
})  # fmt: skip
_TYPES = _KEYED | {"view", "miniprogram", "media_id", "article_id", "article_view_limited"}
_KEY_BYTES = 128
_URL_BYTES = 1024


class _Level(NamedTuple):
    """The limits of one level, each with the code of its breach."""

    most: int
    name_bytes: int
    count_code: int
    type_code: int
    name_code: int
    key_code: int
    url_code: int


_TOP = _Level(3, 16, 40016, 40017, 40018, 40019, 40020)
_SUB = _Level(5, 60, 40023, 40024, 40025, 40026, 40027)


def checked(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give the menu as it is kept; raises RefusalError with the code of the first breach."""
    return {"button": _buttons(body.get("button"), _TOP)}


def sample(path: Path | None = None) -> dict[str, Any]:
    """Read the menu file that stands in for a menu of the account; raises RefusalError when it is over size."""
    return checked(cast("Mapping[str, Any]", yaml.safe_load((path or _SAMPLE).read_text(encoding="utf-8"))))


def _buttons(value: object, level: _Level) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not 1 <= len(value) <= level.most:
        raise RefusalError(level.count_code)
    return [_button(each, level) for each in value]


def _button(value: object, level: _Level) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RefusalError(47001)
    _sized(value.get("name"), level.name_bytes, level.name_code)
    subs = value.get("sub_button")
    if level is _TOP and subs:
        return {"name": value["name"], "sub_button": _buttons(subs, _SUB)}
    kind = value.get("type")
    if kind not in _TYPES:
        raise RefusalError(level.type_code)
    if kind in _KEYED:
        _sized(value.get("key"), _KEY_BYTES, level.key_code)
    if kind in {"view", "miniprogram"}:
        _sized(value.get("url"), _URL_BYTES, level.url_code)
        if not str(value["url"]).startswith(("http://", "https://")):
            raise RefusalError(level.url_code)
    return {str(name): each for name, each in value.items() if name != "sub_button"}


def _sized(value: object, most: int, code: int) -> None:
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= most:
        raise RefusalError(code)
