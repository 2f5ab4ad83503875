"""Joined cells: what one cell says for several rows and columns is said in each of them."""

from knowledge.ingest import limits
from knowledge.ingest.readers.office.sheet_xml import place_of


def spread(rows: list[tuple[int, list[str]]], ranges: list[str]) -> None:
    """Say the value of joined cells in each of them, as a reader of the sheet sees it for each row.

    A range is written like A1:C2.
    """
    corners = [tuple(place_of(end) for end in one.split(":")) for one in ranges]
    boxes = [(*first, *last) for first, last in corners if first and last]
    spread_boxes(rows, boxes)


def spread_boxes(rows: list[tuple[int, list[str]]], boxes: list[tuple[int, int, int, int]]) -> None:
    """Do as `spread` does for boxes given as left, top, right and bottom, each counted from 1."""
    places = dict(rows)
    for left, top, right, bottom in boxes:
        if right > limits.COLUMNS or bottom > top + limits.ROWS:
            continue
        first = places.get(top, [])
        value = first[left - 1] if len(first) >= left else ""
        for number in range(top, bottom + 1) if value else ():
            cells = places.get(number)
            if cells is not None:
                cells += [""] * (right - len(cells))
                cells[left - 1 : right] = [cell or value for cell in cells[left - 1 : right]]
