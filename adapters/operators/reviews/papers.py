"""Which papers are official: they have a review sheet of their own (disclosure rules §11)."""

from knowledge.documents.document import Document, Kind


def is_official(document: Document) -> bool:
    """Whether a document is an official paper (公文): it has a number, or is a policy."""
    return bool(document.number) or document.kind is Kind.POLICY
