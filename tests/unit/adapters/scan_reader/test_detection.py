"""Lines are put together from what a model tells of pixels; here the model is arithmetic."""

import numpy as np
import pytest

from adapters.scan_reader.detection import found_lines
from adapters.scan_reader.line_reading import _decoded, read_lines, strip
from adapters.scan_reader.page_reader import PageReader
from adapters.scan_reader.sampling import Floats, Slant, halved, resized, sampled
from adapters.scan_reader.stamps import without_stamps
from handlers.files.pixels import Pixels

PAPER = 255
SIGNS = ["", "甲", "乙", " "]


def dark(given: Floats) -> Floats:
    """Tell dark pixels from light ones."""
    return (given.mean(axis=1, keepdims=True) < 0).astype(np.float32)


def sheet(*bars: tuple[int, int, int, int], height: int = 640, width: int = 960) -> Pixels:
    """Give white paper with black bars: left, top, right, bottom."""
    picture = np.full((height, width, 3), PAPER, np.uint8)
    for left, top, right, bottom in bars:
        picture[top:bottom, left:right] = 0
    return picture


def test_a_level_line_is_found_where_it_stands() -> None:
    (line,) = found_lines(sheet((100, 200, 700, 230)), dark)
    assert (line.x, line.y) == (pytest.approx(400, abs=2), pytest.approx(215, abs=2))
    assert line.length == pytest.approx(600 + 2 * line.margin, abs=4)
    assert line.height == pytest.approx(30 + 2 * line.margin, abs=4)
    assert abs(line.angle) < 0.01


def test_a_slanted_line_is_found_with_its_slant() -> None:
    x, y = np.meshgrid(np.arange(960, dtype=np.float32), np.arange(640, dtype=np.float32))
    slanted = sampled(sheet((150, 300, 800, 330)), *Slant(0.05, 960, 640).upright(x, y)).astype(np.uint8)
    (line,) = found_lines(slanted, dark)
    assert line.angle == pytest.approx(0.05, abs=0.01)
    assert strip(slanted, line)[20:28, 40:-40].max() < 0


def test_nothing_is_found_on_white_paper_and_two_lines_are_two() -> None:
    assert found_lines(sheet(), dark) == []
    assert len(found_lines(sheet((100, 100, 400, 120), (100, 200, 400, 220)), dark)) == 2


def test_a_sign_told_by_several_strips_is_one_and_a_blank_parts_equal_ones() -> None:
    chances = np.full((6, 4), 0.01, np.float32)
    for step, sign in enumerate((1, 1, 0, 1, 2, 0)):
        chances[step, sign] = 0.5 + step / 100
    read = _decoded(chances, SIGNS, 1.0)
    assert read.signs == "甲甲乙"
    assert read.certainties == pytest.approx((0.51, 0.53, 0.54))
    assert list(read.places) == sorted(read.places)


def test_lines_of_all_lengths_are_read_each_in_its_place() -> None:
    def told(given: Floats) -> Floats:
        chances = np.zeros((len(given), given.shape[3] // 8, 4), np.float32)
        chances[:, :, 0] = 1
        chances[np.arange(len(given)), 1, (given[:, 0, 0, 0] > 0).astype(int) + 1] = 2
        return chances

    strips = [np.full((48, width, 3), value, np.float32) for width, value in ((900, 1), (40, -1), (300, 1))]
    assert [one.signs for one in read_lines(strips, told, SIGNS)] == ["乙", "甲", "乙"]


def test_pictures_shrink_without_losing_thin_strokes() -> None:
    picture = sheet((0, 0, 960, 4))
    assert halved(picture).shape == (320, 480, 3)
    assert resized(picture, 80, 120)[0].max() < PAPER


def test_a_red_seal_is_taken_away_and_black_ink_under_it_stays() -> None:
    picture = sheet((300, 395, 520, 405), height=900, width=900)
    y, x = np.ogrid[:900, :900]
    ring = np.abs(np.hypot(x - 400, y - 400) - 120) < 6
    picture[ring & (picture[..., 0] > 0)] = (40, 40, 220)
    cleared, stamps = without_stamps(picture)
    assert len(stamps) == 1
    assert cleared[ring][:, 0].mean() > 190
    assert cleared[400, 400].max() < 50


def test_a_red_head_is_no_seal() -> None:
    picture = sheet(height=900, width=900)
    for at in range(8):
        picture[100:150, 150 + 60 * at : 195 + 60 * at] = (40, 40, 220)
    assert without_stamps(picture)[1] == []


def test_a_page_without_lines_says_nothing() -> None:
    read = PageReader(dark, dark, SIGNS).read(sheet())
    assert (read.text.lines, read.text.blocks, read.turn) == ((), (), 0)
