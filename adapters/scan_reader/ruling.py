"""Finds the ruled lines of a page: long thin dark strokes, level or upright once the page's slant is taken away."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from adapters.scan_reader.sampling import Floats, Slant, sampled
from handlers.files.pixels import Pixels
from knowledge.ingest.scans.grid import RuledLine

LONGER_SIDE_PIXELS = 1_600
# So much darker than the paper around it is ink; paper is what most of a piece of the page is.
INK_LEAD = 40
PAPER_PIXELS = 32
# A stroke counts from this share of the page's width on, and may miss so many pixels within.
LEAST_SHARE = 0.02
MISSING_PIXELS = 3
MOST_THICKNESS = 7
REACH_ROWS = 2
# More long runs than a table has: a picture, in which no lines are looked for.
MOST_RUNS = 20_000


def ruled_lines(picture: Pixels, slant: Slant) -> tuple[list[RuledLine], list[RuledLine]]:
    """Give level and upright lines in the frame of the slant, in the picture's pixels."""
    scale = max(1.0, max(slant.width, slant.height) / LONGER_SIDE_PIXELS)
    ink = _ink(_levelled(picture, slant, scale))
    least = max(12, int(LEAST_SHARE * ink.shape[1]))
    across, down = _strokes(ink, least), _strokes(ink.T, least)
    return [_scaled(one, scale) for one in across], [_scaled(one, scale) for one in down]


def _levelled(picture: Pixels, slant: Slant, scale: float) -> Floats:
    """Give the greys of the page turned level, in a smaller size."""
    height, width = int(slant.height / scale), int(slant.width / scale)
    grey = picture.min(axis=2, keepdims=True) if scale < 1.5 else picture.mean(axis=2, keepdims=True)  # noqa: PLR2004
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    x, y = slant.slanted(x * scale, y * scale)
    return sampled(grey.astype(np.uint8), x, y)[..., 0]


def _ink(grey: Floats) -> NDArray[np.bool_]:
    """Tell what is ink: darker than the paper around it, so that a stain or a shadow is none."""
    rows, columns = (-(-side // PAPER_PIXELS) for side in grey.shape)
    padded = np.pad(
        grey,
        ((0, rows * PAPER_PIXELS - grey.shape[0]), (0, columns * PAPER_PIXELS - grey.shape[1])),
        mode="edge",
    )
    cells = padded.reshape(rows, PAPER_PIXELS, columns, PAPER_PIXELS)
    paper = np.percentile(cells, 75, axis=(1, 3))
    around = np.repeat(np.repeat(paper, PAPER_PIXELS, axis=0), PAPER_PIXELS, axis=1)
    found: NDArray[np.bool_] = grey < around[: grey.shape[0], : grey.shape[1]] - INK_LEAD
    return found


def _strokes(ink: NDArray[np.bool_], least: int) -> list[RuledLine]:
    """Give the long strokes along the rows of a mask; runs that touch from row to row are one stroke."""
    closed = ink.copy()
    for step in range(1, MISSING_PIXELS + 1):
        closed[:, step:-step] |= ink[:, : -2 * step] & ink[:, 2 * step :]
    steps = np.diff(np.pad(closed.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    row, start = np.nonzero(steps == 1)
    _, end = np.nonzero(steps == -1)
    long = end - start >= least
    if int(long.sum()) > MOST_RUNS:
        return []
    groups: list[list[tuple[int, int, int]]] = []
    active: list[list[tuple[int, int, int]]] = []
    for run in zip(row[long].tolist(), start[long].tolist(), end[long].tolist(), strict=True):
        active = [group for group in active if run[0] - group[-1][0] <= REACH_ROWS]
        mine = next((group for group in active if _touches(group, run)), None)
        if mine is None:
            mine = []
            groups.append(mine)
            active.append(mine)
        mine.append(run)
    return [_rule(group) for group in groups if group[-1][0] - group[0][0] < MOST_THICKNESS]


def _touches(group: Sequence[tuple[int, int, int]], run: tuple[int, int, int]) -> bool:
    row, start, end = run
    return any(row - at <= REACH_ROWS and start <= until and first <= end for at, first, until in group[-4:])


def _rule(group: Sequence[tuple[int, int, int]]) -> RuledLine:
    weights = [end - start for _, start, end in group]
    at = sum(row * weight for (row, _, _), weight in zip(group, weights, strict=True)) / sum(weights)
    return RuledLine(at, min(start for _, start, _ in group), max(end for _, _, end in group))


def _scaled(rule: RuledLine, scale: float) -> RuledLine:
    return RuledLine(rule.at * scale, rule.start * scale, rule.end * scale)
