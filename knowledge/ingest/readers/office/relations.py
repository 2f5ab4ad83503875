"""Which other parts and addresses a part of an office file names (its `.rels` part)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath
from xml.etree import ElementTree as ET

from knowledge.documents.draft import Refusal
from knowledge.ingest.archive import Package

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ID = f"{_R}id"
ADDRESS_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: its kind (last word of its type), and the name of a part or, when external, an address."""

    kind: str
    target: str
    external: bool


def relations(package: Package, part: str) -> Mapping[str, Relation]:
    """Give the relations of a part by their ids; raises `Refusal` when they cannot be read."""
    path = PurePosixPath(part)
    root = root_of(package, str(path.parent / "_rels" / f"{path.name}.rels"))
    return {
        str(one.get("Id")): _relation(path.parent, one)
        for one in (() if root is None else root)
        if one.get("Id")
    }


def root_of(package: Package, part: str) -> ET.Element | None:
    """Give the root of a part, None where there is none; raises `Refusal` when it is no XML."""
    content = package.part(part)
    if content is None:
        return None
    try:
        return ET.fromstring(content)  # noqa: S314 - the package refuses parts that define entities
    except (ET.ParseError, ValueError, LookupError):
        raise Refusal("office_broken") from None


def _relation(folder: PurePosixPath, one: ET.Element) -> Relation:
    target, external = one.get("Target") or "", one.get("TargetMode") == "External"
    kind = (one.get("Type") or "").rpartition("/")[2]
    return Relation(kind, target if external else _part(folder, target), external)


def _part(folder: PurePosixPath, target: str) -> str:
    return normpath(target if target.startswith("/") else str(folder / target)).lstrip("/")


def address(target: str) -> str:
    """Give a web address that may stand beside the words that link to it; empty text for any other target."""
    target = target.strip()
    known = target.lower().startswith(("http://", "https://"))
    return (
        target
        if known and len(target) <= ADDRESS_LETTERS and not any(sign.isspace() for sign in target)
        else ""
    )


def linked(words: str, target: str) -> str:
    """Give the words of a link with its address behind them, unless they say it themselves."""
    found = address(target)
    bare = found.partition("://")[2].rstrip("/")
    return words if not found or not words.strip() or bare in words else f"{words}（{found}）"
