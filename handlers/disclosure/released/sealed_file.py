"""Where the files of documents that were found for a request are sealed."""

from bot.sealed_files import SealedParts
from handlers.disclosure.released.records import FilePartRecord

PARTS = SealedParts(FilePartRecord, kind="disclosure-document")
