"""Documents as offices write them: what kind one is, and that nothing in it runs."""

import io
import zipfile
from enum import StrEnum

from bot.errors import InputError

MEGABYTE = 2**20
DOCUMENT_BYTES = 20 * MEGABYTE
HEAD_BYTES = 1024
PACKAGE_MEMBERS = 5_000
PACKAGE_BYTES = 256 * MEGABYTE
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = "vbaproject.bin"


class DocumentForm(StrEnum):
    """The kinds that are taken; the value is the ending of such a file."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    WORD = "docx"
    SHEETS = "xlsx"
    SLIDES = "pptx"

    @property
    def needs_office(self) -> bool:
        """Whether an office suite has to make pages of it."""
        return self in OFFICE.values()


# The type under which a file of each kind is given.
CONTENT_TYPES = {
    DocumentForm.PDF: "application/pdf",
    DocumentForm.PNG: "image/png",
    DocumentForm.JPEG: "image/jpeg",
    DocumentForm.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentForm.SHEETS: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentForm.SLIDES: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OFFICE = {
    "word/document.xml": DocumentForm.WORD,
    "xl/workbook.xml": DocumentForm.SHEETS,
    "ppt/presentation.xml": DocumentForm.SLIDES,
}


def form_of(content: bytes) -> DocumentForm:
    """Give what a file is.

    Raises `InputError`: empty, too large, a kind that is not taken, or an office file that holds macros, is damaged or
    grows beyond all measure when unpacked.
    """
    if not content:
        raise InputError("released.refused.empty")
    if len(content) > DOCUMENT_BYTES:
        raise InputError("released.refused.too_large", limit=DOCUMENT_BYTES // MEGABYTE)
    if b"%PDF-" in content[:HEAD_BYTES]:
        return DocumentForm.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return DocumentForm.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return DocumentForm.JPEG
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise InputError(
        "released.refused.old_office" if content.startswith(OLD_OFFICE) else "released.refused.kind"
    )


def _office(content: bytes) -> DocumentForm:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise InputError("released.refused.broken") from None
    names = {member.filename.lower() for member in members}
    if len(members) > PACKAGE_MEMBERS or sum(member.file_size for member in members) > PACKAGE_BYTES:
        raise InputError("released.refused.unpacks")
    if any(name.endswith(MACROS) for name in names):
        raise InputError("released.refused.macros")
    found = next((form for part, form in OFFICE.items() if part in names), None)
    if found is None:
        raise InputError("released.refused.kind")
    return found
