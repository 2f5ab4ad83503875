"""Finds the lines of a page: the model tells for each pixel whether it belongs to one, here they are put together.

The rules are those of the model's own training (differentiable binarization): connected pixels above a threshold are
a line, and its rectangle is widened by a share of its area. A rectangle widened stays one, so that no library for
polygons is needed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adapters.scan_reader.sampling import Floats, resized
from handlers.files.pixels import Pixels

LONGER_SIDE_PIXELS = 1472
STEP_PIXELS = 32
PIXEL_THRESHOLD = 0.3
LINE_THRESHOLD = 0.5
WIDENING = 1.6
LEAST_PIXELS = 3.0
MOST_LINES = 2_000
# Above this ratio of length to height a line tells its own slant; shorter ones take the page's.
TELLING_RATIO = 5.0

Model = Callable[[Floats], Floats]
"""A model that is loaded: what it makes of an input."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """Where a line stands in the picture: its middle, its slant in radians, its length and height in pixels.

    `margin` is how far it was widened beyond what the model saw of it, on each side.
    """

    x: float
    y: float
    angle: float
    length: float
    height: float
    margin: float = 0.0


def found_lines(picture: Pixels, model: Model, *, side: int = LONGER_SIDE_PIXELS) -> list[FoundLine]:
    """Give the lines of a picture (rows, columns, blue-green-red), in no order."""
    chances, across, down = _chances(picture, model, side)
    runs = _runs(_thickened(chances > PIXEL_THRESHOLD))
    if not len(runs.row):
        return []
    return [
        FoundLine(
            one.x * across, one.y * down, one.angle, one.length * across, one.height * down, one.margin * down
        )
        for one in _rectangles(runs, _labels(runs), chances)[:MOST_LINES]
    ]


def _chances(picture: Pixels, model: Model, side: int) -> tuple[Floats, float, float]:
    """Give each pixel's chance to belong to a line, and how much larger the picture is than what the model saw."""
    height, width = picture.shape[:2]
    scale = min(1.0, side / max(height, width))
    rows, columns = (
        max(STEP_PIXELS, round(one * scale / STEP_PIXELS) * STEP_PIXELS) for one in (height, width)
    )
    seen = resized(picture, rows, columns) / np.float32(127.5) - np.float32(1)
    given = np.ascontiguousarray(seen.transpose(2, 0, 1)[None], dtype=np.float32)
    return model(given)[0, 0], width / columns, height / rows


def _thickened(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give a mask with every pixel's neighbours to the right and below."""
    wide = mask.copy()
    wide[:, 1:] |= mask[:, :-1]
    thick = wide.copy()
    thick[1:] |= wide[:-1]
    return thick


@dataclass(frozen=True, slots=True)
class _Runs:
    """Connected pixels of a row each: arrays (runs) of row, first column and the column behind the last."""

    row: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def _runs(mask: NDArray[np.bool_]) -> _Runs:
    steps = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    row, start = np.nonzero(steps == 1)
    _, end = np.nonzero(steps == -1)
    return _Runs(row, start, end)


def _labels(runs: _Runs) -> NDArray[np.int64]:
    """Give for each run the number of the line it belongs to, from 0."""
    parent = list(range(len(runs.row)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    rows, starts, ends = runs.row.tolist(), runs.start.tolist(), runs.end.tolist()
    above = 0
    for here in range(len(rows)):
        while rows[above] < rows[here] - 1 or (rows[above] == rows[here] - 1 and ends[above] < starts[here]):
            above += 1
        other = above
        while rows[other] == rows[here] - 1 and starts[other] <= ends[here]:
            parent[root(other)] = root(here)
            other += 1
    _, labels = np.unique([root(one) for one in range(len(rows))], return_inverse=True)
    found: NDArray[np.int64] = labels.astype(np.int64)
    return found


def _rectangles(runs: _Runs, labels: NDArray[np.int64], chances: Floats) -> list[FoundLine]:
    count = int(labels.max()) + 1
    pixels = (runs.end - runs.start).astype(np.float64)
    middle = (runs.start + runs.end - 1) / 2

    def total(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(labels, weights=values, minlength=count).astype(np.float64)

    mass = total(pixels)
    mean_x, mean_y = total(middle * pixels) / mass, total(runs.row * pixels) / mass
    spread_x = total(((middle - mean_x[labels]) ** 2 + (pixels**2 - 1) / 12) * pixels)
    spread_y = total((runs.row - mean_y[labels]) ** 2 * pixels)
    both = total((middle - mean_x[labels]) * (runs.row - mean_y[labels]) * pixels)
    own = 0.5 * np.arctan2(2 * both, spread_x - spread_y)
    sums = np.concatenate([np.zeros((len(chances), 1)), np.cumsum(chances, axis=1, dtype=np.float64)], axis=1)
    certain = (
        total(sums[runs.row, np.minimum(runs.end, chances.shape[1])] - sums[runs.row, runs.start]) / mass
    )
    lengths, heights, *_ = _extents(runs, labels, own, count)
    telling = lengths > TELLING_RATIO * heights
    page = float(np.median(own[telling])) if telling.any() else 0.0
    angles = np.where(telling, own, page)
    lengths, heights, along, off = _extents(runs, labels, angles, count)
    wider = lengths * heights * WIDENING / (2 * (lengths + heights))
    kept = (certain >= LINE_THRESHOLD) & (np.minimum(lengths, heights) >= LEAST_PIXELS)
    sine, cosine = np.sin(angles), np.cos(angles)
    return [
        FoundLine(
            float(along[at] * cosine[at] - off[at] * sine[at]),
            float(along[at] * sine[at] + off[at] * cosine[at]),
            float(angles[at]),
            float(lengths[at] + 2 * wider[at]),
            float(heights[at] + 2 * wider[at]),
            float(wider[at]),
        )
        for at in np.flatnonzero(kept)
    ]


def _extents(
    runs: _Runs, labels: NDArray[np.int64], angles: NDArray[np.float64], count: int
) -> tuple[NDArray[np.float64], ...]:
    """Give for each line its length and height along its slant, and where its middle stands along and across that."""
    sine, cosine = np.sin(angles[labels]), np.cos(angles[labels])
    first = runs.start * cosine + runs.row * sine, runs.row * cosine - runs.start * sine
    last = (runs.end - 1) * cosine + runs.row * sine, runs.row * cosine - (runs.end - 1) * sine
    bounds = []
    for one, two in zip(first, last, strict=True):
        low, high = np.full(count, np.inf), np.full(count, -np.inf)
        np.minimum.at(low, labels, np.minimum(one, two))
        np.maximum.at(high, labels, np.maximum(one, two))
        bounds.append((low, high))
    (left, right), (top, bottom) = bounds
    return right - left + 1, bottom - top + 1, (left + right) / 2, (top + bottom) / 2
