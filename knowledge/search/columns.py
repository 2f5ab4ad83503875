"""The columns of a matrix of features by name: a number written in the code would shift in silence with each insertion."""

from enum import IntEnum


class Columns(IntEnum):
    """Numbers its members from 0 in the order in which they stand; members take `auto()`."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[int]) -> int:  # noqa: ARG004
        return count

    @property
    def label(self) -> str:
        """Give the name that the weights file has for the column."""
        return self.name.lower()


def labels(columns: type[Columns]) -> tuple[str, ...]:
    """Give the names of all columns in their order."""
    return tuple(column.label for column in columns)
