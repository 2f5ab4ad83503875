"""The menu under the chat: what is shown on the platform, and what a tap on each item says."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml

FILE = Path(__file__).with_name("menu.yml")


@cache
def _file() -> Mapping[str, Any]:
    tree: Mapping[str, Any] = read_yaml(FILE.read_text("utf-8"))
    return tree


def _buttons(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for button in tree["button"]:
        yield from button.get("sub_button") or (button,)


def sayings() -> dict[str, str]:
    """Give the words that a tap on each menu key stands for."""
    return {button["key"]: button["says"] for button in _buttons(_file()) if "key" in button}


def for_platform() -> dict[str, Any]:
    """Give the menu as the platform takes it (protocol §10)."""

    def shown(button: Mapping[str, Any]) -> dict[str, Any]:
        plain = {name: value for name, value in button.items() if name not in {"says", "sub_button"}}
        inside = button.get("sub_button")
        return plain | ({"sub_button": [shown(each) for each in inside]} if inside else {})

    return {"button": [shown(button) for button in _file()["button"]]}
