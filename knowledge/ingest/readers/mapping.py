"""Which field of a foreign row is which of ours: named by the operator, or recognised by the fields a row has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from bot.errors import InputError
from bot.text.plain_yaml import read_yaml
from knowledge.documents.draft import Refusal
from knowledge.documents.fields import ENTRY
from knowledge.documents.guide_text import PARTS

TEXT = "text"
# What a row has to hold one of: words of its own, or what words can be made of.
SUBSTANCE = frozenset({TEXT, "elements", *PARTS})


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """Our field names with the source's beside them, and values that hold for every row."""

    fields: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)

    def apply(self, row: Mapping[str, Any]) -> tuple[dict[str, Any], object]:
        """Give the values by our names and the text of a row."""
        values: dict[str, Any] = dict(self.fixed)
        values.update(
            {ours: row[theirs] for ours, theirs in self.fields.items() if theirs in row and ours != TEXT}
        )
        return values, row.get(self.fields.get(TEXT, TEXT), "")


def parse(written: str) -> FieldMapping:
    """Read a mapping such as `id=docid,title=title,text=text`.

    Raises `InputError` (`knowledge.bad_mapping`) naming the part that is wrong.
    """
    fields: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in written.split(","))):
        ours, equals, theirs = (side.strip() for side in part.partition("="))
        if not equals or not theirs or ours not in ENTRY | {TEXT}:
            raise InputError("knowledge.bad_mapping", part=part)
        fields[ours] = theirs
    if "id" not in fields or not fields.keys() & SUBSTANCE:
        raise InputError("knowledge.bad_mapping", part=written)
    return FieldMapping(fields)


def recognise(row: Mapping[str, Any]) -> FieldMapping:
    """Give the mapping for a row by the fields it has: our own names, or a source we know.

    Raises `Refusal` when the row is like none of them.
    """
    for keys, known in _known():
        if keys == row.keys():
            return known
    if row.keys() & (SUBSTANCE | {"title"}) and row.keys() <= ENTRY | {TEXT}:
        return FieldMapping({name: name for name in row})
    for keys, known in _known():
        if keys <= row.keys():
            return known
    raise Refusal("fields_unknown")


@cache
def _known() -> tuple[tuple[frozenset[str], FieldMapping], ...]:
    text = resources.files("knowledge").joinpath("data/mappings.yml").read_text(encoding="utf-8")
    return tuple(
        (frozenset(entry["keys"]), FieldMapping(entry["fields"], entry.get("fixed", {})))
        for entry in read_yaml(text)
    )
