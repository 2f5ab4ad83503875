"""The documents of a request: copies as they left, with the grounds; originals where the bundle holds clear values."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy import Vault
from handlers.disclosure.bundle.paper import BundlePaper, told
from handlers.disclosure.released import store
from handlers.disclosure.released.found_document import DrawnBox, copy_of, drawn_of
from handlers.disclosure.released.records import FoundDocumentRecord, ReleasedCopyRecord
from handlers.disclosure.released.sealed_file import PARTS
from knowledge.text.persons import mask_question


async def released_papers(tx: AsyncSession, number: str, *, vault: Vault, clear: bool) -> list[BundlePaper]:
    """Give the list of documents and the files; raises `ServiceError` when one was changed."""
    listed, files = [], []
    for place, document in enumerate(await store.documents(tx, number), start=1):
        copies = []
        for row in await store.copies(tx, [document.id]):
            path = f"documents/{place:03d}-copy-{row.serial}.pdf"
            content = await PARTS.taken_out(tx, row.id, vault=vault, expected=row.digest)
            files.append(BundlePaper(path, content))
            copies.append(_copy(row, path))
        original = None
        if clear:
            original = f"documents/{place:03d}-original.{document.form}"
            content = await PARTS.taken_out(tx, document.id, vault=vault, expected=document.digest)
            files.append(BundlePaper(original, content))
        boxes = [_box(drawn_of(row)) for row in await store.boxes(tx, document.id)]
        listed.append({**_document(document), "original": original, "boxes": boxes, "copies": copies})
    return [told("documents.json", listed), *files]


def _document(row: FoundDocumentRecord) -> dict[str, Any]:
    names = ("form", "pages", "digest", "octets", "added_at", "added_by", "stays")
    return {name: getattr(row, name) for name in names}


def _copy(row: ReleasedCopyRecord, path: str) -> dict[str, Any]:
    copy = copy_of(row)
    told_of = {name: getattr(copy, name) for name in ("serial", "digest", "made_at", "made_by")}
    checked = {name: getattr(copy, name) for name in ("checked_at", "checked_by", "proposed")}
    gone = {name: getattr(copy, name) for name in ("left_at", "opened_at")}
    return {"file": path, **told_of, **checked, **gone, "boxes": [_box(one) for one in copy.boxes]}


def _box(drawn: DrawnBox) -> dict[str, Any]:
    kept = {**asdict(drawn.box), "ground": drawn.ground.value, "article": drawn.article}
    return {**kept, "note": mask_question(drawn.note)}
