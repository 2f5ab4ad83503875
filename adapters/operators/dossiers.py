"""What every page about one document works with: the document, the procedure it is in, and words for both."""

from dataclasses import dataclass
from typing import Any

from adapters.operators.wording import ProcedureWording
from adapters.web.errors import RefusedError
from adapters.web.press import apart
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.documents import differences
from knowledge.documents.store import Version
from knowledge.library.service import DocumentService, DocumentView
from knowledge.publication.reviews import Reviews


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Opens documents for the desk."""

    documents: DocumentService
    reviews: Reviews
    wording: ProcedureWording
    texts: Texts

    async def open(self, identifier: str, *, number: int | None = None) -> DocumentView:
        """Give a document with its newest wording, or another version's.

        Raises `RefusedError` (404) when there is none.
        """
        try:
            return await self.documents.read(identifier, number=number)
        except InputError:
            raise RefusedError("operators.document.missing", status=404) from None

    async def changes(self, version: Version, *, public: int | None) -> dict[str, Any]:
        """Give what differs from the version citizens see now, for `operators/difference.html`; `against` is its number, or 0."""
        if public is None or public == version.number:
            return {"altered": (), "lines": (), "against": 0}
        before = (await self.documents.read(version.document.id, number=public)).version
        lines = await apart(lambda: differences.changed_only(differences.texts(before.text, version.text)))
        return {
            "altered": differences.particulars(before.document, version.document),
            "lines": lines,
            "against": public,
        }
