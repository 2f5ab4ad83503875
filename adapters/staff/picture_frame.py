"""The page of one picture that a citizen sent, whatever case it stands with: each view is noted with who looked."""

import base64
from dataclasses import dataclass

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from bot.errors import InputError
from handlers.pictures.service import PictureService


@dataclass(frozen=True, slots=True)
class PictureFrame:
    """What the page of one picture stands in: the number it belongs to, and the way back."""

    number: str
    holder: str
    back: str


async def picture_page(request: web.Request, pictures: PictureService, frame: PictureFrame) -> web.Response:
    """Give the page of one picture, and note who looked; one that is not there is told as missing (404)."""
    identifier = request.match_info["id"]
    try:
        seen = await pictures.view(
            identifier, holder=frame.holder, subject=frame.number, actor=visitor_of(request).login
        )
    except InputError as missing:
        raise RefusedError(missing.text_key, status=404) from None
    held = await pictures.pictures(frame.holder)
    data = base64.b64encode(seen.content).decode()
    page = render(
        request,
        "staff/picture.html",
        number=frame.number,
        back=frame.back,
        place=next(place for place, each in enumerate(held, start=1) if each.id == identifier),
        count=len(held),
        sent_at=seen.sent_at,
        source=f"data:{seen.content_type};base64,{data}",
        turn=seen.turn,
    )
    # A view that the browser repeats from its own memory would not be noted.
    page.headers["Cache-Control"] = "no-store"
    return page
