"""What a file really is, told by its first bytes: one that bears another format's ending is named for what it is."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from knowledge.documents.draft import Refusal

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_BYTES = 1024
_PAGE = re.compile(rb"^\s*(?:<!--.{0,400}?-->\s*)?(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body|table|meta|div)[\s>/]",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_STARTS = (
    (b"%PDF", "is_pdf"), (b"{\\rtf", "is_rich_text"), (b"\x89PNG", "is_picture"), (b"\xff\xd8\xff", "is_picture"),
    (b"GIF8", "is_picture"), (b"BM", "is_picture"), (b"II*\0", "is_picture"), (b"MM\0*", "is_picture"), (b"Rar!", "is_packed"),
    (b"7z\xbc\xaf", "is_packed"), (b"\x1f\x8b", "is_packed"), (b"MZ", "is_program"), (b"\x7fELF", "is_program"),
)  # fmt: skip
_STREAMS = (("EncryptedPackage", "office_encrypted"), ("WordDocument", "is_old_word"), ("Workbook", "is_old_workbook"),
            ("Book", "is_old_workbook"), ("PowerPoint Document", "is_slides"))  # fmt: skip
_PARTS = (("word/", "is_word"), ("xl/", "is_workbook"), ("ppt/", "is_slides"), ("OFD.xml", "is_ofd"),
          ("mimetype", "is_open_document"))  # fmt: skip
# What each format may be; what else it turns out to be is said.
_OWN = {
    "word": {"is_word"}, "workbook": {"is_workbook"}, "pdf": {"is_pdf"}, "ofd": {"is_ofd"},
    "old_word": {"is_old_word"}, "old_workbook": {"is_old_workbook"}, "open_workbook": {"is_open_document"},
    "open_text": {"is_open_document"}, "rich_text": {"is_rich_text"},
}  # fmt: skip
_SHEETS = frozenset({"workbook", "old_workbook", "open_workbook"})
_PLAIN = frozenset({"page", "delimited", "plain"})


def refuse_disguised(form: str, content: bytes, name: str) -> None:
    """Raise `Refusal` for an empty file, and for one whose content is of another format than its name says."""
    if form not in _OWN and form not in _PLAIN:
        return
    if not content.strip(b"\0 \r\n\t") and form != "page":
        raise Refusal("file_empty")
    found = kind_of(content)
    if (
        found is None
        or found in _OWN.get(form, ())
        or (form in _PLAIN and found in {"is_page", "is_text", "is_word_xml"})
    ):
        return
    if found == "is_text" and form in {"pdf", "ofd"}:
        return
    if found == "is_picture" and form in _PLAIN and content.startswith(b"BM"):
        return
    suffix = PurePosixPath(name).suffix.lower()
    sheet = form in _SHEETS
    program, wanted = (" Excel 或 WPS ", " .xlsx ") if sheet else (" Word 或 WPS ", " .docx ")
    raise Refusal(found, suffix=suffix or "没有", program=program, wanted=wanted)


def kind_of(content: bytes) -> str | None:
    """Give the key of what a content is; None when its first bytes do not tell."""
    head = content[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(COMPOUND):
        return _compound(content)
    if head.startswith(b"PK\x03\x04"):
        return _packed(content)
    started = next((key for mark, key in _STARTS if head.startswith(mark)), None)
    if started:
        return started
    return _worded(head)


def _worded(head: bytes) -> str | None:
    """Tell a file of words by how it begins: Office's own XML, an archived page, a page, plain text."""
    tests = (
        ("is_sheet_xml", b"Excel.Sheet" in head or b"urn:schemas-microsoft-com:office:spreadsheet" in head),
        ("is_word_xml", b"Word.Document" in head),
        ("is_archived_page", head[:13].lower() == b"mime-version:"),
        ("is_page", _PAGE.match(head) is not None),
    )
    found = next((key for key, matches in tests if matches), None)
    return found or ("is_text" if _is_text(head) else None)


def _compound(content: bytes) -> str | None:
    """Tell a compound file by the names of its streams, which stand in it as UTF-16."""
    names: Callable[[str], bool] = lambda name: name.encode("utf-16-le") + b"\0\0" in content  # noqa: E731
    return next((key for name, key in _STREAMS if names(name)), None)


def _packed(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    known = next((key for part, key in _PARTS if any(one.startswith(part) for one in names)), None)
    return known if known or "[Content_Types].xml" in names else "is_packed"


def _is_text(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            words = head[: len(head) - 4 if len(head) > 100 else len(head)].decode(encoding)  # noqa: PLR2004
        except UnicodeDecodeError:
            continue
        return words.isprintable() or all(sign.isprintable() or sign in "\r\n\t\f" for sign in words)
    return False
