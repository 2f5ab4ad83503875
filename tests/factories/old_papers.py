"""Makes small files as Word, Excel and WPS wrote them before 2007, by the published layouts of these formats."""

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Give a compound file of these streams; each is filled up so that it needs no small sectors."""
    filled = {name: content + bytes(max(0, 4096 - len(content))) for name, content in streams.items()}
    chains: list[int] = []
    starts: list[int] = []
    body = b""
    for content in filled.values():
        count = -(-len(content) // SECTOR)
        starts.append(len(chains))
        chains += [*range(len(chains) + 1, len(chains) + count), _END]
        body += content + bytes(count * SECTOR - len(content))
    folder = len(chains)
    names = ["Root Entry", *filled]
    pages = -(-len(names) // 4)
    chains += [*range(folder + 1, folder + pages), _END]
    entries = [_entry("Root Entry", 5, child=1, right=_FREE, start=_END, size=0)]
    for at, (name, content) in enumerate(filled.items(), start=1):
        right = at + 1 if at < len(filled) else _FREE
        entries.append(_entry(name, 2, child=_FREE, right=right, start=starts[at - 1], size=len(content)))
    body += b"".join(entries) + _EMPTY * (4 * pages - len(names))
    fats = -(-(len(chains) + 1) // (SECTOR // 4 - 1))
    first = len(chains)
    chains += [_FAT] * fats
    table = struct.pack(f"<{len(chains)}I", *chains)
    table += b"\xff" * (fats * SECTOR - len(table))
    places = [first + at for at in range(fats)] + [_FREE] * (109 - fats)
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, fats, folder, 0, 4096, _END, 0, _END, 0) + struct.pack(
        "<109I", *places
    )
    return head + body + table


def _entry(name: str, kind: int, *, child: int, right: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    return (
        words + bytes(64 - len(words)) + struct.pack("<HBBIII", len(words), kind, 1, _FREE, right, child)
        + bytes(36) + struct.pack("<III", start, size, 0)
    )  # fmt: skip


_EMPTY = bytes(68) + b"\xff" * 12 + bytes(48)
_TABLE_AT, _TEXT_AT = 0x2416, 0x800


def doc(*blocks: str | Sequence[Sequence[str]], flags: int = 0, edition: int = 0xC1, struck: str = "",
        extra: Mapping[str, bytes] | None = None) -> bytes:  # fmt: skip
    """Give an old Word file of paragraphs and tables; the words `struck` are crossed out."""
    text = ""
    paragraphs: list[tuple[int, bytes]] = []
    for block in blocks:
        if isinstance(block, str):
            text += f"{block}\r"
            paragraphs.append((len(text), b""))
            continue
        for row in block:
            for cell in row:
                text += f"{cell}\x07"
                paragraphs.append((len(text), struct.pack("<HB", 0x2416, 1)))
            text += "\x07"
            paragraphs.append((len(text), struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)))
    words = text.encode("utf-16-le")
    pages_at = _TEXT_AT + -(-len(words) // SECTOR) * SECTOR
    looks = []
    if struck:
        at = text.index(struck)
        looks = [(at, b""), (at + len(struck), struct.pack("<HB", 0x0837, 1)), (len(text), b"")]
    pages = _page(paragraphs, wide=True) + (_page(looks, wide=False) if looks else b"")
    pieces = struct.pack("<BIIIHIH", 2, 16, 0, len(text), 0, _TEXT_AT, 0)
    paragraph_plc = struct.pack("<III", _TEXT_AT, _TEXT_AT + len(words), pages_at // SECTOR)
    look_plc = struct.pack("<III", _TEXT_AT, _TEXT_AT + len(words), pages_at // SECTOR + 1) if looks else b""
    table = pieces + paragraph_plc + look_plc
    head = bytearray(_TEXT_AT)
    struct.pack_into("<HH", head, 0, 0xA5EC, edition)
    struct.pack_into("<H", head, 0x0A, 0x0200 | flags)
    struct.pack_into("<i", head, 0x4C, len(text))
    struct.pack_into("<II", head, 0x1A2, 0, len(pieces))
    struct.pack_into("<II", head, 0x102, len(pieces), len(paragraph_plc))
    struct.pack_into("<II", head, 0xFA, len(pieces) + len(paragraph_plc), len(look_plc))
    document = bytes(head) + words + bytes(pages_at - _TEXT_AT - len(words)) + pages
    return compound({"WordDocument": document, "1Table": table, **(extra or {})})


def _page(ends: Sequence[tuple[int, bytes]], *, wide: bool) -> bytes:
    """Give a page of properties for stretches that end at these signs."""
    page = bytearray(SECTOR)
    bounds = [_TEXT_AT, *(_TEXT_AT + 2 * end for end, _ in ends)]
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    place, width = SECTOR - 2, 13 if wide else 1
    for at, (_, orders) in enumerate(ends):
        if wide:
            whole = b"\0\0" + orders
            whole += bytes(1 - len(whole) % 2)
            size = bytes([(len(whole) + 1) // 2])
        else:
            whole, size = orders, bytes([len(orders)])
        if not orders:
            continue
        place = (place - len(whole) - 1) // 2 * 2
        page[place : place + 1 + len(whole)] = size + whole
        page[4 * len(bounds) + width * at] = place // 2
    page[-1] = len(ends)
    return bytes(page)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _words(text: str, *, wide: bool) -> bytes:
    return struct.pack("<HB" if wide else "<BB", len(text), 1) + text.encode("utf-16-le")


def xls(rows: Sequence[Sequence[str | tuple[float, str]]], merged: Sequence[tuple[int, int, int, int]] = (), *,
        name: str = "Sheet1", locked: bool = False, stream: str = "Workbook") -> bytes:  # fmt: skip
    """Give an old Excel file; a figure is written as (value, format); `merged` are first and last row and column."""
    codes = list(dict.fromkeys(cell[1] for row in rows for cell in row if not isinstance(cell, str)))
    font = _record(
        0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _words("Song", wide=False)
    )
    formats = b"".join(
        _record(0x41E, struct.pack("<H", 164 + at) + _words(code, wide=True)) for at, code in enumerate(codes)
    )
    looks = b"".join(
        _record(0xE0, struct.pack("<HHHBBBBIIH", 0, number, 0 if at >= 15 else 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0))
        for at, number in enumerate([0] * 16 + [164 + one for one in range(len(codes))])
    )  # fmt: skip
    cells = b""
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                cells += (
                    _record(0x204, struct.pack("<HHH", at, column, 15) + _words(cell, wide=True))
                    if cell
                    else b""
                )
            else:
                cells += _record(0x203, struct.pack("<HHHd", at, column, 16 + codes.index(cell[1]), cell[0]))
    boxes = b"".join(struct.pack("<HHHH", *one) for one in merged)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells
    sheet += (_record(0xE5, struct.pack("<H", len(merged)) + boxes) if merged else b"") + _record(0x0A)
    book = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    book += _record(0x2F, struct.pack("<HHH", 0, 1, 1)) if locked else b""
    book += _record(0x42, struct.pack("<H", 1200)) + font * 4 + formats + looks
    bound = _words(name, wide=False)
    start = len(book) + 4 + 6 + len(bound) + 4
    book += _record(0x85, struct.pack("<IBB", start, 0, 0) + bound) + _record(0x0A)
    return compound({stream: book + sheet})
