"""Photos that a form of the desk sends along: taken out of it, and checked before anything is kept."""

from collections.abc import Sequence

from aiohttp import web
from multidict import MultiMapping

from adapters.web.forms import Value
from bot.errors import InputError
from handlers.files.picture_file import read_picture
from handlers.pictures.service import MOST_WITH_ONE

PHOTOS = "photos"


def photo_contents(form: MultiMapping[Value]) -> Sequence[bytes]:
    """Give the photos of a form, and close its temporary files."""
    found = []
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file as file:
                if name == PHOTOS and value.filename:
                    found.append(file.read())
    return found


def require_photos(photos: Sequence[bytes]) -> None:
    """Raise `InputError` for none, for too many, and for what is no photo."""
    if not 1 <= len(photos) <= MOST_WITH_ONE:
        raise InputError("care.evidence.many", most=MOST_WITH_ONE)
    for content in photos:
        read_picture(content)
