"""The process in which one page of a scan is drawn for whoever compares it: the file may be made to harm."""

from collections.abc import Mapping
from typing import Any

from adapters.scan_reader.pages import PagePictures
from bot.errors import InputError
from handlers.files import child_bench
from handlers.files.pixels import png
from knowledge.documents.draft import Refusal

MODULE = "adapters.scan_reader.picture_bench"
SIDE_PIXELS = 1_600
SECONDS = 30.0


def done(order: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Carry out an order; raises `InputError`."""
    try:
        pages = PagePictures(order["form"], content)
    except Refusal:
        raise InputError("released.refused.broken") from None
    try:
        drawn = pages.picture(order["number"], turn=order["turn"], side=SIDE_PIXELS)
    except (Refusal, IndexError):
        raise InputError("released.refused.broken") from None
    finally:
        pages.close()
    return {}, png(drawn[..., ::-1])


if __name__ == "__main__":
    child_bench.serve(done)
