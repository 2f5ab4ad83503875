"""Which reader a file's name calls for, and what to do with the kinds that have none."""

from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import PurePosixPath

from bot.text.plain_yaml import read_yaml
from knowledge.documents.draft import Refusal
from knowledge.ingest.readers.manuscript import Manuscript

ROWS = "jsonl"
MARKDOWN = "markdown"
ARCHIVE = "zip"
IGNORED = frozenset({".yml", ".yaml", ".ini", ".db", ".lnk", ".py", ".pyc", ".css", ".js"})
FOREIGN = {
    ".html": "page", ".htm": "page", ".xhtml": "page", ".docx": "word", ".pdf": "pdf", ".xlsx": "workbook",
    ".doc": "old_word", ".wps": "old_word", ".xls": "old_workbook", ".et": "old_workbook", ".ods": "open_workbook",
    ".odt": "open_text", ".rtf": "rich_text",
    ".csv": "delimited", ".tsv": "delimited", ".txt": "plain",
    ".jpg": "picture", ".jpeg": "picture", ".png": "picture",
}  # fmt: skip
ENDINGS = (".jsonl", ".jsonl.gz", ".md", ".markdown", ".zip", *FOREIGN)

Reader = Callable[[bytes, str], list[Manuscript]]


def format_of(name: str) -> str | None:
    """Give the format a file's name tells, or None for one that is not read."""
    name = name.lower()
    if name.endswith((".jsonl", ".jsonl.gz")):
        return ROWS
    if name.endswith((".md", ".markdown")):
        return MARKDOWN
    suffix = PurePosixPath(name).suffix
    return ARCHIVE if suffix == ".zip" else FOREIGN.get(suffix)


def is_ours(name: str) -> bool:
    """Whether a file in a folder was put there to be read, and not by a program for itself."""
    return not name.startswith((".", "~$")) and PurePosixPath(name.lower()).suffix not in IGNORED


def unread(name: str) -> Refusal:
    """Give the reason why a kind of file is not read, with what to do instead."""
    suffix = PurePosixPath(name).suffix
    return Refusal(_advice().get(suffix.lower(), "file_kind"), suffix=suffix or name)


@cache
def _advice() -> dict[str, str]:
    text = resources.files("knowledge").joinpath("data/unread.yml").read_text(encoding="utf-8")
    kinds: dict[str, list[str]] = read_yaml(text)
    return {suffix: key for key, suffixes in kinds.items() for suffix in suffixes}


def reader(form: str) -> Reader:
    """Give the reader of a foreign format; its library is loaded only when a file needs it."""
    return _READERS[form]


def _page(content: bytes, _: str) -> list[Manuscript]:
    from knowledge.ingest.readers.webpage import read_page

    return read_page(content)


def _word(content: bytes, _: str) -> list[Manuscript]:
    from knowledge.ingest.readers.word import read_word

    return read_word(content)


def _pdf(content: bytes, _: str) -> list[Manuscript]:
    from knowledge.ingest.readers.pdf import read_pdf

    return read_pdf(content)


def _workbook(content: bytes, name: str) -> list[Manuscript]:
    from knowledge.ingest.readers.spreadsheet import read_workbook

    return read_workbook(content, name)


def _old_word(content: bytes, _: str) -> list[Manuscript]:
    from knowledge.ingest.readers.old.word import read_old_word

    return read_old_word(content)


def _old_workbook(content: bytes, name: str) -> list[Manuscript]:
    from knowledge.ingest.readers.old.workbook import read_old_workbook

    return read_old_workbook(content, name)


def _open_workbook(content: bytes, name: str) -> list[Manuscript]:
    from knowledge.ingest.readers.open_document.workbook import read_open_workbook

    return read_open_workbook(content, name)


def _open_text(content: bytes, _: str) -> list[Manuscript]:
    from knowledge.ingest.readers.open_document.document import read_open_text

    return read_open_text(content)


def _rich_text(content: bytes, _: str) -> list[Manuscript]:
    from knowledge.ingest.readers.rich_text.document import read_rich_text

    return read_rich_text(content)


def _delimited(content: bytes, name: str) -> list[Manuscript]:
    from knowledge.ingest.readers.delimited import read_delimited

    return read_delimited(content, name)


def _plain(content: bytes, _: str) -> list[Manuscript]:
    from knowledge.ingest.readers.decoding import decode

    return [Manuscript(decode(content))]


def _picture(_content: bytes, _: str) -> list[Manuscript]:
    """Refuse: the text of a picture is read off it by whoever can, in another process."""
    raise Refusal("picture_scanned")


_READERS: dict[str, Reader] = {
    "page": _page, "word": _word, "pdf": _pdf, "workbook": _workbook, "delimited": _delimited, "plain": _plain,
    "picture": _picture, "old_word": _old_word, "old_workbook": _old_workbook,
    "open_workbook": _open_workbook, "open_text": _open_text, "rich_text": _rich_text,
}  # fmt: skip
