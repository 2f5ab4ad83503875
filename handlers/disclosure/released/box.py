"""A box over what may not be shown: where it lies on its page, and on what ground (art. 37)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from bot.errors import InputError
from handlers.disclosure.decision.grounds import ROWS, AnswerGround, withheld_by_law

PARTS = 10_000
"""Of how many parts a page is high and wide: a hundredth of a per cent is finer than any letter."""
LEAST_PARTS = 10
BOXES_A_PAGE = 200
EDGES = ("left", "top", "right", "bottom")
GROUNDS = tuple(row.ground for row in ROWS if withheld_by_law(row.ground))
"""The grounds on which a part is withheld while the rest is given (art. 14 to 16)."""


@dataclass(frozen=True, slots=True)
class CoverBox:
    """A box: its page from 1, and its edges in `PARTS` of the page as it is shown, from the left and the top."""

    page: int
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def drawn(cls, page: int, edges: tuple[float, float, float, float], *, pages: int) -> Self:
        """Give a box from per cents as a clerk drew it: left, top, right, bottom; what lies off the page is cut off.

        Raises `InputError` for a page that is not there, and for a box that covers nothing.
        """
        if not 1 <= page <= pages:
            raise InputError("released.refused.no_page", page=page, pages=pages)
        left, top, right, bottom = (round(min(max(edge, 0.0), 100.0) * PARTS / 100) for edge in edges)
        if right - left < LEAST_PARTS or bottom - top < LEAST_PARTS:
            raise InputError("released.refused.empty_box")
        return cls(page, left, top, right, bottom)

    @property
    def edges(self) -> tuple[int, int, int, int]:
        """Its left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom

    def meets(self, left: int, top: int, right: int, bottom: int) -> bool:
        """Whether it touches another area of its page, the edges included."""
        return left <= self.right and right >= self.left and top <= self.bottom and bottom >= self.top


def ground_of(value: str) -> AnswerGround:
    """Give the ground somebody chose; raises `InputError` for none, or one on which no part may be withheld."""
    found = next((ground for ground in GROUNDS if ground.value == value), None)
    if found is None:
        raise InputError("released.refused.no_ground")
    return found


def on_page(boxes: Iterable[CoverBox], page: int) -> list[CoverBox]:
    """Give the boxes of one page."""
    return [box for box in boxes if box.page == page]


def typed_edges(typed: Mapping[str, str]) -> tuple[float, float, float, float]:
    """Read the per cents of a box as they stand in its four fields; raises `InputError` for what is none."""
    try:
        left, top, right, bottom = (float(typed.get(name, "").strip().rstrip("%％")) for name in EDGES)
    except ValueError:
        raise InputError("released.refused.edges") from None
    if not all(-1000 <= edge <= 1000 for edge in (left, top, right, bottom)):  # noqa: PLR2004 - no number at all is worse
        raise InputError("released.refused.edges")
    return left, top, right, bottom
