"""What every page about one document works with: the document, the procedure it is in, and words for both."""

from dataclasses import dataclass

from adapters.operators.wording import ProcedureWording
from adapters.web.errors import RefusedError
from bot.errors import InputError
from handlers.texts import Texts
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
