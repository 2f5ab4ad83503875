"""The sample county's guides in a real index."""

from pathlib import Path

from adapters.county import SAMPLE
from handlers.published.library import Library
from knowledge.documents.draft import Draft
from knowledge.index.generations import Index
from knowledge.ingest.read import read


def sample_library(directory: Path) -> Library:
    """Give a library over the sample county's guides alone."""
    drafts = [item for item in read([SAMPLE / "guides"]) if isinstance(item, Draft)]
    index = Index(directory)
    index.build([(draft.document, draft.text) for draft in drafts])
    index.reload()
    return Library(index)
