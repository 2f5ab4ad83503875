"""Red seals over a page: they are taken out before lines are looked for, so that what is printed under them is read.

Under red, black ink stays black in the red of the picture, and paper white. A seal is told by its ring: red pixels that
hang together, about as wide as high, and larger than any letter of a red head.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handlers.files.pixels import Pixels

CELL_PIXELS = 6
RED_LEAD = 45
CELL_SHARE = 0.08
LEAST_SHARE, MOST_SHARE = 0.11, 0.45
SQUARENESS = 0.72
MARGIN_CELLS = 2


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a seal stands, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


def without_stamps(picture: Pixels) -> tuple[Pixels, list[Stamp]]:
    """Give a picture (blue-green-red) without its red seals, and where they were."""
    stamps = _stamps(is_red(picture))
    if not stamps:
        return picture, []
    cleared = picture.copy()
    for one in stamps:
        part = cleared[one.top : one.bottom, one.left : one.right]
        # Whatever is red becomes as light as its red; the rest stays as it is.
        part[...] = np.where(_reddish(part)[..., None], part[..., 2:3], part)
    return cleared, stamps


def is_red(picture: Pixels) -> NDArray[np.bool_]:
    """Tell of each pixel whether it is plainly red."""
    values = picture.astype(np.int16)
    found: NDArray[np.bool_] = values[..., 2] - values[..., :2].max(axis=2) > RED_LEAD
    return found


def _reddish(picture: Pixels) -> NDArray[np.bool_]:
    values = picture.astype(np.int16)
    found: NDArray[np.bool_] = values[..., 2] - values[..., :2].max(axis=2) > RED_LEAD // 4
    return found


def _stamps(red: NDArray[np.bool_]) -> list[Stamp]:
    rows, columns = (side // CELL_PIXELS for side in red.shape)
    cells = red[: rows * CELL_PIXELS, : columns * CELL_PIXELS]
    cells = cells.reshape(rows, CELL_PIXELS, columns, CELL_PIXELS).mean(axis=(1, 3)) > CELL_SHARE
    found = []
    for top, left, bottom, right in _groups(cells):
        high, wide = bottom - top, right - left
        fits = LEAST_SHARE * columns <= max(high, wide) <= MOST_SHARE * columns
        if fits and min(high, wide) >= SQUARENESS * max(high, wide):
            first = (max(0, one - MARGIN_CELLS) * CELL_PIXELS for one in (left, top))
            last = ((one + MARGIN_CELLS) * CELL_PIXELS for one in (right, bottom))
            found.append(Stamp(*first, *last))
    return found


def _groups(cells: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Give the bounds of cells that hang together, corners and one cell's gap included."""
    left_over = set(zip(*(one.tolist() for one in np.nonzero(cells)), strict=True))
    bounds = []
    while left_over:
        queue = deque([left_over.pop()])
        seen = list(queue)
        while queue:
            row, column = queue.popleft()
            near = {
                (row + down, column + across) for down in range(-2, 3) for across in range(-2, 3)
            } & left_over
            left_over -= near
            queue.extend(near)
            seen.extend(near)
        rows, columns = zip(*seen, strict=True)
        bounds.append((min(rows), min(columns), max(rows) + 1, max(columns) + 1))
    return bounds
