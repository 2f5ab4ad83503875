"""The codes that a screen shows for a phone: each leads to a page of this site, and to no other."""

import asyncio
import re

from aiohttp import web

from adapters import qr_code
from adapters.web.errors import RefusedError

LEADS_TO = re.compile(
    r"/chat/carry/[A-Za-z0-9_.~%-]{1,400}"
    r"|/m/(?:documents|materials|bundles|activities|catalogue|columns|projects|figures|opinions|questionnaires)"
    r"(?:/[A-Za-z0-9_.~%/-]{1,400})?(?:\?[A-Za-z0-9_.~%=&+-]{1,300})?"
)
CODE_SCALE = 8


def is_open_page(path: str) -> bool:
    """Whether a path is that of a page which anybody may open on a phone, or which goes on with what was asked here."""
    return bool(LEADS_TO.fullmatch(path)) and ".." not in path


class CodePictures:
    """Draws them."""

    def __init__(self, public_url: str) -> None:
        self._public = public_url.rstrip("/")

    async def show(self, request: web.Request) -> web.Response:
        """Give the code of a page by its path (`to`); raises `RefusedError` (404) for any that is not for phones."""
        path = request.query.get("to", "")
        if not is_open_page(path):
            raise RefusedError("web.errors.404.text", status=404)
        try:
            picture = await asyncio.to_thread(qr_code.png, self._public + path, scale=CODE_SCALE)
        except ValueError as error:
            # Longer than a code holds that a phone reads from a screen.
            raise RefusedError("web.errors.404.text", status=404) from error
        return web.Response(body=picture, content_type="image/png")
