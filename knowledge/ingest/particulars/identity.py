"""Gives a document that came without an id one of its own, the same whenever and however it comes again."""

import re
from collections.abc import Mapping
from typing import Any

from knowledge.documents.document import Kind
from knowledge.documents.draft import Draft
from knowledge.documents.fields import ID_LETTERS, NAMES, made_id, to_document
from knowledge.ingest.particulars.propose import propose
from knowledge.ingest.readers.manuscript import ELEMENTS, Manuscript
from knowledge.text import normal_form

# What a layout may change without changing what is said.
_NO_LETTER = re.compile(r"[\W_]+")


def to_draft(manuscript: Manuscript, *, file: str) -> Draft:
    """Give the draft of a manuscript with its proposal; raises `Refusal` for no text, or a value that is none."""
    proposal = propose(manuscript, file=file)
    values: dict[str, str] = {}
    for one in proposal.fields:
        if one.field in NAMES:
            values.setdefault(one.field, one.value)
    values["id"] = identity(manuscript, values)
    return Draft(
        to_document(values | _elements(manuscript), manuscript.text, source=file),
        manuscript.text,
        file,
        manuscript.line,
        proposal,
    )


def _elements(manuscript: Manuscript) -> dict[str, Any]:
    stated = {
        name.removeprefix(ELEMENTS): value
        for name, value in manuscript.stated.items()
        if name.startswith(ELEMENTS)
    }
    return {"elements": stated} if manuscript.stated.get("kind") == Kind.CATALOGUE else {}


def _keeper(manuscript: Manuscript, values: dict[str, str]) -> str:
    """Give the unit that keeps it; units publish items of one name in several areas, so an item's area counts as well."""
    if manuscript.stated.get("kind") != Kind.CATALOGUE:
        return values.get("unit", "")
    unit = values.get("unit", "") or manuscript.stated.get(f"{ELEMENTS}subject", "")
    return f"{unit}{manuscript.stated.get('theme', '')}"


def identity(manuscript: Manuscript, values: dict[str, str]) -> str:
    """Give the index number (索引号) the source states, else a fingerprint of title and number.

    The same document as PDF and as Word file gets the same id; its file's name plays no part. Without a number it is
    title, day and the words themselves that tell: two notices of one title are two, and the later one never becomes a
    version of the earlier. A row of a table is told by its day or its unit, so that a changed row stays the same thing.
    """
    stated = " ".join(manuscript.stated.get("id", "").split())
    if stated and len(stated) <= ID_LETTERS:
        return stated
    told_by = values.get("number", "") or values.get("written_on", "") or _keeper(manuscript, values)
    parts = [values.get("title", ""), told_by]
    if not values.get("number", "") and manuscript.line is None:
        parts.append(_NO_LETTER.sub("", manuscript.text))
    return made_id("\n".join(normal_form.bare(part).replace(" ", "") for part in parts))


def with_id(values: Mapping[str, Any], text: str) -> tuple[dict[str, Any], str]:
    """Give the values of a row, with an id made of title, number, day and words where it states none."""
    if str(values.get("id") or "").strip():
        return dict(values), text
    number = str(values.get("number") or "")
    told = (
        values.get("title"),
        number or values.get("written_on"),
        None if number else _NO_LETTER.sub("", text),
    )
    parts = [normal_form.bare(str(part or "")).replace(" ", "") for part in told]
    return {**values, "id": made_id("\n".join(parts))}, text
