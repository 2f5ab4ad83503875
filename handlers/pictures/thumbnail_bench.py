"""The process in which pictures are made small: what it reads may be made to harm, and it may be killed at any moment.

The order names form, turn and length of each picture, whose bytes follow one after the other; back come the lengths of the
small ones, nothing where none can be made, and their bytes.
"""

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import numpy as np
import pypdfium2

from bot.errors import InputError
from handlers.files import child_bench
from handlers.files.picture_page import jpeg_page, png_page
from handlers.files.pixels import Pixels, png

SIDE_PIXELS = 200
_LEFT_BITS, _MIDDLE = 0xF8, 0x04
"""Of each colour so many bits are kept: nobody sees it at this size, and the file is half as large."""


def small(form: str, content: bytes, turn: int) -> bytes:
    """Give a picture as a small PNG, upright whichever way the camera was held; raises `InputError` for one that is damaged."""
    page = png_page(content) if form == "png" else jpeg_page(content)
    try:
        with closing(pypdfium2.PdfDocument(page)) as document, closing(document[0]) as sheet:
            scale = SIDE_PIXELS / max(sheet.get_size())
            with closing(sheet.render(scale=scale, rev_byteorder=True)) as bitmap:
                seen = bitmap.to_numpy()
                pixels = np.array(seen[..., :3] if seen.ndim == 3 else seen, np.uint8)  # noqa: PLR2004 - colours
    except pypdfium2.PdfiumError:
        raise InputError("released.refused.broken") from None
    return png(upright(pixels & np.uint8(_LEFT_BITS) | np.uint8(_MIDDLE), turn))


def upright(pixels: Pixels, turn: int) -> Pixels:
    """Give a picture, an array (rows, columns) of greys or colours, as it was seen; `turn` is Exif's, 1 upright."""
    mirrored = pixels[:, ::-1] if turn in {2, 4, 5, 7} else pixels
    # Each mirrored turn is a plain one after the mirror.
    quarters = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(turn, 0)
    return np.ascontiguousarray(np.rot90(mirrored, quarters))


def done(order: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Carry out an order; a picture of which nothing can be made keeps no other back."""
    made, place = [], 0
    for picture in order["pictures"]:
        file = content[place : place + picture["length"]]
        place += picture["length"]
        try:
            made.append(small(picture["form"], file, picture["turn"]))
        except InputError:
            made.append(b"")
    return {"lengths": [len(each) for each in made]}, b"".join(made)


if __name__ == "__main__":
    child_bench.serve(done)
