"""A file that somebody of the staff brings for a citizen: its kind, its name without anything odd, a photo without its notes. Pure."""

import re
import struct
from dataclasses import dataclass

from bot.errors import InputError
from bot.text.characters import clean
from handlers.files.document_form import CONTENT_TYPES, MEGABYTE, DocumentForm, form_of
from handlers.files.picture_file import UPRIGHT, read_picture

MOST_BYTES = 10 * MEGABYTE
LONGEST_NAME_LETTERS = 80
PICTURES = frozenset({DocumentForm.PNG.value, DocumentForm.JPEG.value})
_PATH_OR_QUOTE = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|;]+')
# How the camera was held, and nothing else: where the list begins, one entry, its tag, one short number, no further list.
_HELD, _HELD_TAG = ">4sIHHHIHHI", 0x0112


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file as it is kept: `form` is the ending that its content has."""

    name: str
    form: DocumentForm
    content: bytes


def read_file(name: str, content: bytes) -> BroughtFile:
    """Give a file as it is kept, a photo without place, time and owner.

    Raises `InputError`: nothing, too large, a kind that is not taken, macros, or damaged.
    """
    if len(content) > MOST_BYTES:
        raise InputError("tickets.refused.large_file", most=MOST_BYTES // MEGABYTE)
    form = form_of(content)
    if form.value in PICTURES:
        picture = read_picture(content)
        content = _held(picture.content, picture.turn) if form is DocumentForm.JPEG else picture.content
    return BroughtFile(named(name, form), form, content)


def named(name: str, form: DocumentForm) -> str:
    """Give a name that any system takes, with the ending that the content has."""
    bare = _PATH_OR_QUOTE.sub(" ", clean(name.replace("\\", "/").rpartition("/")[2])).strip(" .")
    stem = bare.rpartition(".")[0] if "." in bare else bare
    return f"{stem[:LONGEST_NAME_LETTERS].strip() or '附件'}.{form.value}"


def content_type(form: str) -> str:
    """Give the type under which a file is given."""
    return CONTENT_TYPES[DocumentForm(form)]


def _held(content: bytes, turn: int) -> bytes:
    """Give a photo that says how the camera was held, since it would lie on its side without."""
    if turn == UPRIGHT:
        return content
    body = b"Exif\0\0" + struct.pack(_HELD, b"MM\0*", 8, 1, _HELD_TAG, 3, 1, turn, 0, 0)
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + content[2:]
