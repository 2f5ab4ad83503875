"""The county's credentials from one checked file beside its places: what is wrong is told by file, credential and field."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml
from handlers.guides.eligibility.catalogue import Credential, KnownCredentials, ProvenMatter

FILE = "credentials.yml"
FIELDS = {"key", "name", "words", "matters"}
MATTER_FIELDS = {"guide", "proves"}


def load(path: Path) -> KnownCredentials:
    """Read the file; raises `ValueError` naming file, credential and field where something is missing or wrong."""
    tree = read_yaml(path.read_text("utf-8"))
    rows = tree.get("credentials") if isinstance(tree, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"{path.name}: credentials is no list")
    listed = tuple(_credential(row, path.name) for row in rows)
    if len({one.key for one in listed}) < len(listed):
        raise ValueError(f"{path.name}: a key stands twice")
    return KnownCredentials(listed)


def _credential(row: Any, name: str) -> Credential:
    fields = _fields(row, FIELDS, name)
    origin = f"{name}: {fields.get('key')}"
    for field in ("key", "name"):
        if not isinstance(fields.get(field), str) or not fields[field].strip():
            raise ValueError(f"{origin}: {field} is missing or no text")
    matters = fields.get("matters")
    if not isinstance(matters, list) or not matters:
        raise ValueError(f"{origin}: matters is no list")
    return Credential(
        fields["key"],
        fields["name"],
        _texts(fields.get("words"), f"{origin}: words"),
        tuple(_matter(one, origin) for one in matters),
    )


def _matter(row: Any, origin: str) -> ProvenMatter:
    fields = _fields(row, MATTER_FIELDS, origin)
    guide = fields.get("guide")
    if not isinstance(guide, str) or not guide:
        raise ValueError(f"{origin}: a matter names no guide")
    proves = fields.get("proves")
    return ProvenMatter(guide, _texts(proves, f"{origin}: proves") if proves is not None else ())


def _fields(row: Any, known: set[str], origin: str) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise ValueError(f"{origin}: what stands there holds no fields")  # noqa: TRY004 - a file is wrong, not a call
    if unknown := set(row) - known:
        raise ValueError(f"{origin} has the unknown field {min(map(str, unknown))}")
    return row


def _texts(value: Any, origin: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
        raise ValueError(f"{origin} is no list of texts")
    return tuple(value)
