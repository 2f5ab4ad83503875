"""Has pages made into pictures in a process of their own: a hostile file can cost its time and memory, never ours."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.disclosure.released.box import CoverBox
from handlers.files import child_bench
from handlers.files.document_form import DocumentForm

SECONDS = 120.0
AT_ONCE = 2
_MODULE = "handlers.disclosure.released.bench"


class Darkroom:
    """Gives pages, pictures, copies and texts of documents; every method raises `InputError` for a file that it cannot take.

    A file that takes longer than `seconds` or brings its process down is one of those.
    """

    def __init__(self, *, seconds: float = SECONDS, module: str = _MODULE) -> None:
        self._seconds = seconds
        self._module = module
        self._line = asyncio.Semaphore(AT_ONCE)

    async def pages(self, form: DocumentForm, content: bytes) -> tuple[int, bytes]:
        """Give how many pages a document has, and the PDF of them."""
        said, made = await self._ask({"deed": "pages", "form": form.value}, content)
        return int(said["count"]), made

    async def picture(self, pages: bytes, page: int) -> bytes:
        """Give a page as PNG."""
        return (await self._ask({"deed": "picture", "page": page}, pages))[1]

    async def copy(self, pages: bytes, boxes: Sequence[CoverBox]) -> bytes:
        """Give a PDF of pictures with the boxes in black."""
        return (await self._ask({"deed": "copy", "boxes": _plain(boxes)}, pages))[1]

    async def text(self, pages: bytes, boxes: Sequence[CoverBox]) -> str:
        """Give the text outside the boxes."""
        return (await self._ask({"deed": "text", "boxes": _plain(boxes)}, pages))[1].decode()

    async def _ask(self, order: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        async with self._line:
            return await asyncio.to_thread(
                child_bench.asked, self._module, order, content, seconds=self._seconds
            )


def _plain(boxes: Sequence[CoverBox]) -> list[tuple[int, int, int, int, int]]:
    return [(box.page, *box.edges) for box in boxes]
