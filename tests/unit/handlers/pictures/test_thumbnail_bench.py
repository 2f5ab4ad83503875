"""Small pictures are upright, hold nothing that a camera noted, and none that is damaged keeps another back."""

import numpy as np
import pytest

from bot.errors import InputError
from handlers.files.picture_file import read_picture
from handlers.files.pixels import Pixels
from handlers.files.png_reader import read_png
from handlers.pictures.thumbnail_bench import SIDE_PIXELS, done, small, upright
from tests.factories.snapshots import SECRET, grey_photo, jpeg, png

# Dark and middle above, two bright ones below: no turn of it looks like another.
SHADES = ((0, 96), (160, 255))


def corners(pixels: Pixels) -> list[int]:
    """Give the shades near the four corners: above from the left, below from the left."""
    height, width = pixels.shape[:2]
    places = [(height // 4, width // 4), (height // 4, -width // 4)]
    places += [(-height // 4, width // 4), (-height // 4, -width // 4)]
    return [int(np.atleast_1d(pixels[place])[0]) for place in places]


@pytest.mark.parametrize(
    ("turn", "seen"),
    [
        (1, (0, 96, 160, 255)),
        (2, (96, 0, 255, 160)),
        (3, (255, 160, 96, 0)),
        (4, (160, 255, 0, 96)),
        (5, (0, 160, 96, 255)),
        (6, (160, 0, 255, 96)),
        (7, (255, 96, 160, 0)),
        (8, (96, 255, 0, 160)),
    ],
)
def test_a_small_picture_is_upright(turn: int, seen: tuple[int, ...]) -> None:
    file = read_picture(grey_photo(SHADES, turn=turn))
    assert file.turn == turn
    made = small(file.form, file.content, file.turn)
    assert SECRET not in made
    assert corners(read_png(made)) == pytest.approx(seen, abs=8)


def test_a_turn_keeps_every_pixel() -> None:
    pixels = np.arange(24, dtype=np.uint8).reshape(4, 6)
    for turn in range(9):
        turned = upright(pixels, turn)
        assert sorted(turned.ravel()) == sorted(pixels.ravel())
        assert turned.shape == ((6, 4) if turn in {5, 6, 7, 8} else (4, 6))


@pytest.mark.parametrize(("width", "height"), [(1, 1), (800, 60), (60, 800), (3, 900)])
def test_the_longer_side_is_as_long_as_any(width: int, height: int) -> None:
    made = read_png(small("png", png(width=width, height=min(height, 64)), 1))
    assert max(made.shape[:2]) <= SIDE_PIXELS + 1


def test_what_is_damaged_keeps_no_other_back() -> None:
    good, bad = read_picture(grey_photo(SHADES)).content, jpeg()
    with pytest.raises(InputError):
        small("png", b"\x89PNG\r\n\x1a\nrest", 1)
    order = {"pictures": [{"form": "jpg", "turn": 1, "length": len(one)} for one in (b"", good, bad)]}
    said, made = done(order, good + bad)
    assert said["lengths"][0] == 0
    assert said["lengths"][1] == len(small("jpg", good, 1))
    assert sum(said["lengths"]) == len(made)
