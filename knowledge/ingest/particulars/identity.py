"""Gives a document that came without an id one of its own, the same whenever and however it comes again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knowledge.documents.document import Kind
from knowledge.documents.draft import Draft
from knowledge.documents.fields import ID_LETTERS, NAMES, made_id, to_document
from knowledge.ingest.particulars.emptiness import pointing, refuse_empty
from knowledge.ingest.particulars.propose import propose
from knowledge.ingest.readers.manuscript import ELEMENTS, Manuscript
from knowledge.text import normal_form


def to_draft(manuscript: Manuscript, *, file: str) -> Draft:
    """Give the draft of a manuscript with its proposal.

    Raises `Refusal` for no text, one that is only a picture or an attachment, or a value that is none.
    """
    proposal = propose(manuscript, file=file)
    proposal = replace(proposal, notes=(*proposal.notes, *pointing(manuscript, proposal.value("title"))))
    values: dict[str, str] = {}
    for one in proposal.fields:
        if one.field in NAMES:
            values.setdefault(one.field, one.value)
    values["id"] = identity(manuscript, values)
    refuse_empty(manuscript, values.get("title", ""))
    return Draft(
        to_document(values | _elements(manuscript), manuscript.text, source=file),
        manuscript.text,
        file,
        manuscript.line,
        proposal,
        scan=manuscript.scan,
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


def _without_number(manuscript: Manuscript, values: dict[str, str]) -> str:
    if manuscript.line is not None:
        return values.get("written_on", "") or _keeper(manuscript, values)
    return values.get("written_on", "") + normal_form.bare(manuscript.text).replace(" ", "")


def identity(manuscript: Manuscript, values: dict[str, str]) -> str:
    """Give the index number (索引号) the source states, else a fingerprint of title and number.

    The same document as PDF and as Word file gets the same id; its file's name plays no part. Without a number a
    paper is told by its text as well: two notices of one title are two, and a corrected one is a new paper until a
    person says whose version it is. A row of a table is told by its day or its keeper, as tables come again corrected.
    """
    stated = " ".join(manuscript.stated.get("id", "").split())
    if stated and len(stated) <= ID_LETTERS:
        return stated
    told_by = values.get("number", "") or _without_number(manuscript, values)
    named = "\n".join(normal_form.bare(part).replace(" ", "") for part in (values.get("title", ""), told_by))
    return made_id(named)


def with_id(values: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Give the values of a row, with an id made of title and number where it states none; without a number words tell."""
    if str(values.get("id") or "").strip():
        return dict(values)
    told_by = values.get("number") or f"{values.get('written_on') or ''}{text}"
    parts = [normal_form.bare(str(part or "")).replace(" ", "") for part in (values.get("title"), told_by)]
    return {**values, "id": made_id("\n".join(parts))}
