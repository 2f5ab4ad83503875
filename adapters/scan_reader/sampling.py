"""Parts of a picture made smaller, turned upright or cut out, by numpy alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handlers.files.pixels import Pixels

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Slant:
    """An upright frame laid over a slanted page: `angle` in radians, by how much lines fall to the right.

    In the frame a line runs level; (x, y) are its coordinates there, about the picture's own middle.
    """

    angle: float
    width: int
    height: int

    def upright(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Give where points of the picture stand in the frame."""
        middle_x, middle_y = self.width / 2, self.height / 2
        sine, cosine = np.sin(self.angle), np.cos(self.angle)
        right, down = x - middle_x, y - middle_y
        return right * cosine + down * sine + middle_x, down * cosine - right * sine + middle_y

    def slanted(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Give where points of the frame stand in the picture."""
        return Slant(-self.angle, self.width, self.height).upright(x, y)


def halved(picture: Pixels) -> Pixels:
    """Give a picture of half the size, each pixel the mean of four."""
    height, width = (side // 2 * 2 for side in picture.shape[:2])
    four = picture[:height, :width].reshape(height // 2, 2, width // 2, 2, -1).astype(np.uint16)
    found: Pixels = (four.sum(axis=(1, 3)) // 4).astype(np.uint8)
    return found


def resized(picture: Pixels, height: int, width: int) -> Floats:
    """Give a picture in another size; one that shrinks much is halved first, so that thin strokes stay."""
    while picture.shape[0] >= 2 * height and picture.shape[1] >= 2 * width:
        picture = halved(picture)
    rows, columns = _places(picture.shape[0], height), _places(picture.shape[1], width)
    return sampled(
        picture, np.broadcast_to(columns, (height, width)), np.broadcast_to(rows[:, None], (height, width))
    )


def _places(before: int, after: int) -> Floats:
    return ((np.arange(after, dtype=np.float32) + 0.5) * (before / after) - 0.5).astype(np.float32)


def sampled(picture: Pixels, x: Floats, y: Floats) -> Floats:
    """Give the picture's values at places between its pixels; beyond its edge the edge goes on."""
    x, y = np.clip(x, 0, picture.shape[1] - 1), np.clip(y, 0, picture.shape[0] - 1)
    left, top = x.astype(np.int32), y.astype(np.int32)
    right, below = np.minimum(left + 1, picture.shape[1] - 1), np.minimum(top + 1, picture.shape[0] - 1)
    across, down = (x - left)[..., None], (y - top)[..., None]
    above = picture[top, left] * (1 - across) + picture[top, right] * across
    under = picture[below, left] * (1 - across) + picture[below, right] * across
    found: Floats = (above * (1 - down) + under * down).astype(np.float32)
    return found
