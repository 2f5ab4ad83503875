"""Papers and photos that a form of the desk sends along: taken out of it, made pictures, and checked before anything is kept."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import islice

from aiohttp import web
from multidict import MultiMapping

from adapters.web.forms import Value
from bot.errors import InputError
from handlers.disclosure.released.darkroom import Darkroom
from handlers.files.document_form import DocumentForm
from handlers.files.picture_file import read_picture
from handlers.pictures.service import MOST_WITH_ONE, BroughtPicture, PictureOutcome, PictureService

PHOTOS = "photos"
CHANNEL = "desk"
SCANNED = b"%PDF-"
PAGES_SECONDS = 30.0


def handed_in(form: MultiMapping[Value]) -> Sequence[bytes]:
    """Give the files of a form, and close its temporary ones; it reads from the disk."""
    found = []
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file as file:
                if name == PHOTOS and value.filename:
                    found.append(file.read())
    return found


def page_darkroom() -> Darkroom:
    """Give what makes pages pictures, once for whoever takes files: it lets only so many processes run at once."""
    return Darkroom(seconds=PAGES_SECONDS)


async def photos_of(files: Sequence[bytes], darkroom: Darkroom) -> Sequence[bytes]:
    """Give the photos among files that were handed in, of a PDF each page as a picture.

    Raises `InputError` for none, for too many, and for what is neither a photo nor a PDF that can be opened.
    """
    found = [page async for page in _pages(files, darkroom)]
    if not 1 <= len(found) <= MOST_WITH_ONE:
        raise InputError("care.evidence.many", most=MOST_WITH_ONE)
    await asyncio.to_thread(_require, found)
    return found


async def keep_all(photos: Sequence[bytes], *, holder: str, service: PictureService) -> None:
    """Keep photos that were handed in at the desk; raises `InputError` where the holder has as many as it may."""
    for content in photos:
        outcome = await service.keep(BroughtPicture(holder, CHANNEL, "", content))
        if outcome is PictureOutcome.TOO_MANY:
            raise InputError("care.evidence.many", most=MOST_WITH_ONE)


async def _pages(files: Sequence[bytes], darkroom: Darkroom) -> AsyncIterator[bytes]:
    """Give the pictures; what a PDF holds besides its pages' looks is not kept, and it is read in a process of its own."""
    for content in islice(files, MOST_WITH_ONE + 1):
        if not content.startswith(SCANNED):
            yield content
            continue
        count, pages = await darkroom.pages(DocumentForm.PDF, content)
        if count > MOST_WITH_ONE:
            raise InputError("care.evidence.many", most=MOST_WITH_ONE)
        for number in range(1, count + 1):
            yield await darkroom.picture(pages, number)


def _require(photos: Sequence[bytes]) -> None:
    for content in photos:
        read_picture(content)
