"""Red seals over a page: they are taken out before lines are looked for, so that what is printed under them is read.

Under red, black ink stays black in the red of the picture. What is light there is made paper, also along the edges of
the strokes, which a packed picture keeps darker and less red: letters of the seal would be read otherwise. A seal is told
by its ring: red pixels that hang together, about as wide as high, and larger than any letter of a red head.
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
# So many pixels around a red stroke belong to it.
EDGE_PIXELS = 3
# Of what paper has in the red: ink under the seal has less than the one, the seal itself more than the other.
INK_SHARE, SEAL_SHARE = 0.3, 0.6
PAPER_PERCENT = 90


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
        part[...] = _cleared(part)
    return cleared, stamps


def _cleared(part: Pixels) -> Pixels:
    """Give a part of a picture with what is red, and its edges, made paper; ink stays."""
    paper = np.percentile(part.reshape(-1, 3), PAPER_PERCENT, axis=0)
    share = (part[..., 2] / max(1.0, float(paper[2])) - INK_SHARE) / (SEAL_SHARE - INK_SHARE)
    lit = (np.clip(share, 0, 1)[..., None] * paper).astype(part.dtype)
    found: Pixels = np.where(_widened(_reddish(part))[..., None], lit, part)
    return found


def _widened(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give a mask with what lies within a few pixels of it."""
    for axis in (0, 1):
        wide = mask.copy()
        for step in range(1, EDGE_PIXELS + 1):
            ahead, behind = np.roll(mask, step, axis), np.roll(mask, -step, axis)
            wide |= ahead | behind
        mask = wide
    return mask


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
