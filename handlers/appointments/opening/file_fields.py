"""The fields of a county's file of appointments, read with a name for what is wrong."""

from collections.abc import Mapping
from typing import Any


def group(tree: Any, origin: str) -> Mapping[str, Any]:
    """Give a part of the file that holds fields; raises `ValueError` for anything else."""
    if isinstance(tree, Mapping):
        return tree
    raise ValueError(f"{origin} holds no fields")


def rows(fields: Mapping[str, Any], name: str, origin: str) -> list[Any]:
    """Give a list that is not empty; raises `ValueError` for anything else."""
    listed = fields.get(name)
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"{origin}: {name} is no list")
    return listed


def text(fields: Mapping[str, Any], name: str, origin: str) -> str:
    """Give a text; raises `ValueError` where it is missing or none."""
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{origin}: {name} is missing or no text")
    return value.strip()


def texts(fields: Mapping[str, Any], name: str, origin: str) -> tuple[str, ...]:
    """Give a list of texts, empty where it is missing; raises `ValueError` for anything else."""
    values = fields.get(name) or []
    if isinstance(values, list) and all(isinstance(value, str) for value in values):
        return tuple(values)
    raise ValueError(f"{origin}: {name} is no list of texts")


def count(
    fields: Mapping[str, Any], name: str, origin: str, *, default: int, least: int = 1, most: int
) -> int:
    """Give a whole number within its bounds; raises `ValueError` for anything else."""
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{origin}: {name} is no number from {least} to {most}")
    return value
