"""The county's events from one checked file beside its places: what is wrong is told by file, event and field."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml
from handlers.guides.bundles.catalogue import LifeEvent, LifeEvents

FILE = "bundles.yml"
TEXTS = ("key", "name", "stage", "window", "hours", "phone")
LISTS = ("words", "guides")
FIELDS = {*TEXTS, *LISTS, "online"}
FEWEST_GUIDES = 2


def load(path: Path) -> LifeEvents:
    """Read the file; raises `ValueError` naming file, event and field where something is missing or wrong."""
    tree = read_yaml(path.read_text("utf-8"))
    rows = tree.get("bundles") if isinstance(tree, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"{path.name}: bundles is no list")
    listed = tuple(_bundle(row, path.name) for row in rows)
    for field in ("key", "name"):
        if len({getattr(bundle, field) for bundle in listed}) < len(listed):
            raise ValueError(f"{path.name}: a {field} stands twice")
    return LifeEvents(listed, sample=tree.get("sample") is True)


def _bundle(row: Any, name: str) -> LifeEvent:
    if not isinstance(row, Mapping):
        raise ValueError(f"{name}: an event holds no fields")  # noqa: TRY004 - a file is wrong, not a call
    origin = f"{name}: {row.get('key')}"
    if unknown := set(row) - FIELDS:
        raise ValueError(f"{origin} has the unknown field {min(map(str, unknown))}")
    for field in TEXTS:
        if not isinstance(row.get(field), str) or not row[field].strip():
            raise ValueError(f"{origin}: {field} is missing or no text")
    for field in LISTS:
        value = row.get(field)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
            raise ValueError(f"{origin}: {field} is no list of texts")
    if len(set(row["guides"])) < max(FEWEST_GUIDES, len(row["guides"])):
        raise ValueError(f"{origin}: guides names fewer than {FEWEST_GUIDES} matters, or one twice")
    if not isinstance(row.get("online", ""), str):
        raise ValueError(f"{origin}: online is no text")  # noqa: TRY004 - a file is wrong, not a call
    return LifeEvent(
        **{field: row[field].strip() for field in TEXTS},
        words=tuple(row["words"]),
        guides=tuple(row["guides"]),
        online=row.get("online", "").strip(),
    )
