"""Reads Markdown with a YAML front matter: one document a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.text.plain_yaml import LOADER, read_foreign_yaml
from knowledge.documents.draft import Draft, Refusal
from knowledge.documents.fields import clean, to_entry

FILE_BYTES = 8 * 2**20
FRONT_MATTER_LETTERS = 32_768
_FENCE = "---"


class _Loader(LOADER):  # type: ignore[misc]
    """Builds plain values only."""


# A date stays as written, so that a wrong one is named like any other wrong field.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_markdown(path: Path, phones: Mapping[str, str], *, file_bytes: int = FILE_BYTES) -> Draft:
    """Give the document of a file; `phones` gives the telephone number of a responsible unit.

    Raises `Refusal` as `to_draft` does; a file of more than `file_bytes` is not opened.
    """
    if path.stat().st_size > file_bytes:
        raise Refusal("file_too_large", limit=file_bytes // 2**20)
    return to_draft(path.read_bytes(), path.name, phones)


def to_draft(content: bytes, name: str, phones: Mapping[str, str]) -> Draft:
    """Give the document of a file's content.

    Raises `Refusal`: too large, not UTF-8, no front matter or a broken one, or a field that cannot be understood.
    """
    if len(content) > FILE_BYTES:
        raise Refusal("file_too_large", limit=FILE_BYTES // 2**20)
    try:
        text = clean(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal("encoding") from None
    front, body = _split(text)
    values = _front_matter(front)
    if values.get("unit") in phones and not values.get("unit_phone"):
        values["unit_phone"] = phones[values["unit"]]
    document, body = to_entry(values, body, source=name)
    return Draft(document, body, name)


def bears_front_matter(content: bytes) -> bool:
    """Whether a file begins with the line that opens a front matter; without it it is a text like any other."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_FENCE.encode())


def load_plain(text: str) -> Any:
    """Give the plain values of a YAML text; raises `yaml.YAMLError`, also for aliases."""
    return read_foreign_yaml(text, _Loader)


def _split(text: str) -> tuple[str, str]:
    lines = text.lstrip("\n").split("\n")
    if lines[0].rstrip() != _FENCE:
        raise Refusal("front_matter_missing")
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise Refusal("front_matter_missing")
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]).strip("\n") + "\n"


def _front_matter(front: str) -> dict[str, Any]:
    if len(front) > FRONT_MATTER_LETTERS:
        raise Refusal("front_matter_too_large")
    try:
        values = load_plain(front)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise Refusal("front_matter_broken", at=mark.line + 2 if mark else 2) from None
    if not isinstance(values, dict):
        raise Refusal("front_matter_broken", at=2)
    return {str(name): value for name, value in values.items()}
