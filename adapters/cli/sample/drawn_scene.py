"""Pictures drawn for the sample county from rectangles of one file: nobody took them, nobody is on them, each bears 示例."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from bot.text.plain_yaml import read_yaml
from handlers.files.pixels import Pixels, png

FILE = "drawings.yml"
INK = "#"


@dataclass(frozen=True, slots=True)
class DrawnScenes:
    """The drawings of a county's file."""

    told: Mapping[str, Any]

    @classmethod
    def of(cls, county: Path) -> Self:
        """Read them; raises `OSError` and `yaml.YAMLError` for a file that cannot be read."""
        return cls(read_yaml((county / FILE).read_text("utf-8")))

    @property
    def names(self) -> frozenset[str]:
        """The names of the drawings."""
        return frozenset(self.told["scenes"])

    def picture(self, name: str) -> bytes:
        """Give a drawing as PNG; raises `KeyError` for one that is not there."""
        pixels = np.zeros((self.told["height"], self.told["width"], 3), np.uint8)
        for left, top, right, bottom, colour in self._shapes(name):
            pixels[top:bottom, left:right] = self._colour(colour)
        self._stamp(pixels)
        return png(pixels)

    def _shapes(self, name: str) -> Iterator[tuple[int, int, int, int, str]]:
        scene = self.told["scenes"][name]
        if "over" in scene:
            yield from self._shapes(scene["over"])
        yield from map(tuple, scene["shapes"])

    def _stamp(self, pixels: Pixels) -> None:
        """Print the mark over the drawing, its ground first."""
        stamp = self.told["stamp"]
        marked = np.array([[sign == INK for sign in row] for row in stamp["rows"]])
        dots = np.kron(marked, np.ones((stamp["dot"], stamp["dot"]), bool))
        (left, top), (height, width) = stamp["at"], dots.shape
        ground = np.where(dots[..., None], self._colour(stamp["ink"]), self._colour(stamp["ground"]))
        pixels[top : top + height, left : left + width] = ground

    def _colour(self, name: str) -> Pixels:
        return np.array(self.told["colours"][name], np.uint8)
