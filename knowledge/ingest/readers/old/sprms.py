"""The properties of old Word files ([MS-DOC] sprm): small orders that change the look of a stretch or a paragraph."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PAGE = 512
_SIZES = (1, 1, 2, 4, 2, 2, None, 3)
_TABLE_DEFINED, _TABS_CHANGED = 0xD608, 0xC615


def sprms(orders: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the orders with their values; ends where they are damaged."""
    at = 0
    while at + 2 <= len(orders):
        (code,) = struct.unpack_from("<H", orders, at)
        at += 2
        size = _SIZES[code >> 13]
        if code == _TABLE_DEFINED and at + 2 <= len(orders):
            size = struct.unpack_from("<H", orders, at)[0] + 1
        elif size is None:
            size = 1 + orders[at] if at < len(orders) else 0
        if size <= 0 or at + size > len(orders):
            return
        yield code, orders[at : at + size]
        at += size


@dataclass(frozen=True, slots=True)
class OrderRun:
    """Orders that hold for the bytes of a file from `start` up to `end`; `style` is the number of a paragraph's style."""

    start: int
    end: int
    orders: bytes
    style: int = 0


def stretches(document: bytes, plc: bytes, *, paragraphs: bool) -> list[OrderRun]:
    """Give the stretches that the pages of properties tell, in their order; damaged pages are passed over."""
    count = (len(plc) - 4) // 8
    if count < 1:
        return []
    pages = struct.unpack_from(f"<{count}I", plc, 4 * (count + 1))
    found: list[OrderRun] = []
    for number in pages:
        page = document[(number & 0x3FFFFF) * PAGE : ((number & 0x3FFFFF) + 1) * PAGE]
        if len(page) == PAGE:
            found += _of_page(page, paragraphs=paragraphs)
    return sorted(found, key=lambda one: one.start)


def _of_page(page: bytes, *, paragraphs: bool) -> Iterator[OrderRun]:
    count, width = page[-1], 13 if paragraphs else 1
    if 4 * (count + 1) + width * count > PAGE - 1:
        return
    bounds: Sequence[int] = struct.unpack_from(f"<{count + 1}I", page)
    for at in range(count):
        place = page[4 * (count + 1) + width * at] * 2
        orders, style = (
            _paragraph(page, place) if paragraphs else (page[place + 1 : place + 1 + page[place]], 0)
        )
        yield OrderRun(bounds[at], bounds[at + 1], orders if place else b"", style if place else 0)


def _paragraph(page: bytes, place: int) -> tuple[bytes, int]:
    size, start = 2 * page[place] - 1, place + 1
    if not page[place]:
        size, start = 2 * page[place + 1], place + 2
    whole = page[start : min(start + size, PAGE - 1)]
    return (whole[2:], struct.unpack_from("<H", whole)[0]) if len(whole) >= 2 else (b"", 0)  # noqa: PLR2004
