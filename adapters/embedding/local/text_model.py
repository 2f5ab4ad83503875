"""What every engine of a meaning model does for the process that holds it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


class ModelError(Exception):
    """A model that cannot be used; the first argument is a word for `knowledge.embedding.reasons`."""


class TextModel(Protocol):
    """Turns texts into vectors; `asked` tells questions from passages, which many models read differently."""

    def vectors(self, texts: Sequence[str], *, asked: bool) -> Matrix:
        """Give the vectors of texts: array (texts, numbers)."""
        ...
