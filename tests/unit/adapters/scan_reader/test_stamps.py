"""A red seal leaves nothing on the page that could be read, and takes nothing of what is printed under it."""

import pytest

np = pytest.importorskip("numpy")
from adapters.scan_reader.stamps import without_stamps

PAPER, INK = (236, 240, 244), (40, 36, 34)
MIDDLE, RADIUS = (500, 600), 160


def sealed(red: int = 205) -> "np.ndarray":
    """Give a page with a ring, a stroke inside it whose edges have lost their red, and a line of ink across."""
    page = np.full((1000, 1200, 3), PAPER, np.uint8)
    y, x = np.ogrid[:1000, :1200]
    far = np.hypot(y - MIDDLE[0], x - MIDDLE[1])
    ring = (far < RADIUS) & (far > RADIUS - 12)
    stroke = (abs(y - 400) < 5) & (abs(x - 600) < 40)
    edge = (abs(y - 400) < 7) & (abs(x - 600) < 42) & ~stroke
    page[ring | stroke] = (60, 55, red)
    page[edge] = (150, 152, 172)
    page[495:505, 300:900] = INK
    return page


@pytest.mark.parametrize("red", [170, 205, 230])
def test_a_seal_and_the_edges_of_its_strokes_become_paper(red: int) -> None:
    cleared, stamps = without_stamps(sealed(red))
    assert len(stamps) == 1
    around = cleared[330:490, 430:770].astype(int)
    assert (np.array(PAPER) - around).max() <= 8


def test_ink_under_a_seal_stays_ink() -> None:
    cleared, _ = without_stamps(sealed())
    assert cleared[496:504, 301:899].max() <= max(INK)
    assert (cleared[900:] == PAPER).all()


def test_a_red_head_is_no_seal() -> None:
    page = np.full((1000, 1200, 3), PAPER, np.uint8)
    page[100:150, 200:1000] = (60, 55, 205)
    cleared, stamps = without_stamps(page)
    assert stamps == []
    assert (cleared == page).all()
