"""The columns of a matrix of features by name: a number written in the code would shift in silence with each insertion."""

from typing import ClassVar


class Columns:
    """Numbers the names that a subclass annotates, from 0 in the order in which they stand.

    They are plain integers, as a question indexes by them some fifty times; `WIDTH` is how many there are.
    """

    WIDTH: ClassVar[int]

    def __init_subclass__(cls) -> None:
        """Give each name its number."""
        names = list(cls.__annotations__)
        for column, name in enumerate(names):
            setattr(cls, name, column)
        cls.WIDTH = len(names)


def labels(columns: type[Columns]) -> tuple[str, ...]:
    """Give the names of all columns in their order, as the weights file has them."""
    return tuple(map(str.lower, columns.__annotations__))
