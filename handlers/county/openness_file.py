"""The county's plan of openness from one checked file: what is wrong is told by file, entry and field."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.text.plain_yaml import read_yaml
from handlers.county.openness_plan import (
    BoardPart,
    KeyArea,
    OpennessPlan,
    PublicChannel,
    Rubric,
    RubricPlace,
    Village,
    VillageBoard,
)
from knowledge.documents.document import Kind

FILE = "openness.yml"
LONGEST_NAME_LETTERS = 40


def load(path: Path) -> OpennessPlan:
    """Read the file; raises `ValueError` naming file, entry and field where something is missing or wrong."""
    try:
        tree = read_yaml(path.read_text("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name} 读不出来：{str(error).splitlines()[0]}") from None
    return of(tree, origin=path.name)


def of(tree: Any, *, origin: str) -> OpennessPlan:
    """Give the plan that a file's fields tell of; raises `ValueError` as `load` does."""
    fields = _mapping(tree, origin)
    areas = tuple(
        _area(one, number, f"{origin}: areas[{number}]")
        for number, one in enumerate(_list(fields, "areas", origin), start=1)
    )
    rubrics = tuple(
        rubric
        for at, parent in enumerate(_list(fields, "rubrics", origin), start=1)
        for rubric in _rubrics(parent, f"{origin}: rubrics[{at}]")
    )
    plan = OpennessPlan(
        areas=areas,
        rubrics=rubrics,
        channels=tuple(
            _channel(one, f"{origin}: channels[{at}]")
            for at, one in enumerate(_list(fields, "channels", origin), start=1)
        ),
        boards=tuple(
            _board(one, f"{origin}: boards[{at}]")
            for at, one in enumerate(_list(fields, "boards", origin), start=1)
        ),
        villages=tuple(
            Village(_text(one, "name", place), _text(one, "township", place))
            for at, one in enumerate(_list(fields, "villages", origin), start=1)
            for place in [f"{origin}: villages[{at}]"]
        ),
        sample=fields.get("sample") is True,
    )
    _require_once([area.name for area in plan.areas], f"{origin}: areas")
    _require_once([f"{one.parent}/{one.name}" for one in plan.rubrics], f"{origin}: rubrics")
    _require_once([village.name for village in plan.villages], f"{origin}: villages")
    return plan


def _area(one: Any, number: int, origin: str) -> KeyArea:
    tree = _mapping(one, origin)
    special = tree.get("special") is True
    return KeyArea(
        number,
        _text(tree, "name", origin),
        _text(tree, "group", origin),
        _texts(tree, "words", origin),
        special=special,
        front=tree.get("front", not special) is True,
    )


def _rubrics(one: Any, origin: str) -> list[Rubric]:
    tree = _mapping(one, origin)
    parent = _text(tree, "name", origin)
    children = _list(tree, "children", origin)
    if not children:
        raise ValueError(f"{origin}: children 要写二级栏目，至少一个")
    return [_rubric(child, parent, f"{origin}.children[{at}]") for at, child in enumerate(children, start=1)]


def _rubric(one: Any, parent: str, origin: str) -> Rubric:
    tree = {"name": one} if isinstance(one, str) else _mapping(one, origin)
    kind = tree.get("kind")
    if kind is not None and kind not in set(Kind):
        raise ValueError(f"{origin}: kind 只能是 {'、'.join(Kind)}")
    place = tree.get("place")
    if place is not None and place not in set(RubricPlace):
        raise ValueError(f"{origin}: place 只能是 {'、'.join(RubricPlace)}")
    return Rubric(
        _text(tree, "name", origin),
        parent,
        Kind(kind) if kind else None,
        _texts(tree, "themes", origin),
        _texts(tree, "genres", origin),
        RubricPlace(place) if place else None,
    )


def _channel(one: Any, origin: str) -> PublicChannel:
    tree = _mapping(one, origin)
    unit = tree.get("unit", "")
    if not isinstance(unit, str):
        raise ValueError(f"{origin}: unit 要写一个名称")  # noqa: TRY004 - a file is wrong, not a call
    return PublicChannel(
        _text(tree, "name", origin), _text(tree, "kind", origin), _text(tree, "where", origin), unit
    )


def _board(one: Any, origin: str) -> VillageBoard:
    tree = _mapping(one, origin)
    parts = tuple(
        _part(one, f"{origin}.parts[{at}]") for at, one in enumerate(_list(tree, "parts", origin), start=1)
    )
    if not parts:
        raise ValueError(f"{origin}: parts 要写这块公开栏有哪几项")
    return VillageBoard(
        _text(tree, "name", origin),
        parts,
        _texts(tree, "words", origin),
        communities_only=tree.get("communities_only") is True,
    )


def _part(one: Any, origin: str) -> BoardPart:
    tree = {"name": one} if isinstance(one, str) else _mapping(one, origin)
    return BoardPart(_text(tree, "name", origin), _texts(tree, "words", origin))


def _mapping(tree: Any, origin: str) -> Mapping[str, Any]:
    if not isinstance(tree, Mapping):
        raise ValueError(f"{origin}: 要写成“名称: 内容”的样子")  # noqa: TRY004 - a file is wrong, not a call
    return tree


def _list(tree: Mapping[str, Any], name: str, origin: str) -> list[Any]:
    listed = tree.get(name) or []
    if not isinstance(listed, list):
        raise ValueError(f"{origin}: {name} 要写成列表")  # noqa: TRY004 - a file is wrong, not a call
    return listed


def _text(tree: Any, name: str, origin: str) -> str:
    value = _mapping(tree, origin).get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME_LETTERS:
        raise ValueError(f"{origin}: {name} 要写一个名称，不超过{LONGEST_NAME_LETTERS}字")
    return value.strip()


def _texts(tree: Mapping[str, Any], name: str, origin: str) -> tuple[str, ...]:
    listed = _list(tree, name, origin)
    if not all(isinstance(one, str) and one.strip() for one in listed):
        raise ValueError(f"{origin}: {name} 要写成词的列表")
    return tuple(one.strip() for one in listed)


def _require_once(names: list[str], origin: str) -> None:
    if repeated := next((name for name in names if names.count(name) > 1), ""):
        raise ValueError(f"{origin}: “{repeated}”写了两次")
