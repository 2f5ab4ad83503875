"""Where the files of documents that were found for a request are sealed."""

from handlers.disclosure.released.records import FilePartRecord
from handlers.sealed_files import SealedParts

PARTS = SealedParts(FilePartRecord, kind="disclosure-document")
