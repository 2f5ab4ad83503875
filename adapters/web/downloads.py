"""A file that is given to be kept: its name in any script, never shown inside the page, never kept on the way."""

from urllib.parse import quote

from aiohttp import web

from handlers.files.document_form import CONTENT_TYPES, DocumentForm

WORD = CONTENT_TYPES[DocumentForm.WORD]
WORKBOOK = CONTENT_TYPES[DocumentForm.SHEETS]


def download(content: bytes, content_type: str, *, name: str) -> web.Response:
    """Give a file under a name."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "private, no-store",
    }
    return web.Response(body=content, content_type=content_type, headers=headers)
