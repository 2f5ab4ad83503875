"""Reads the signs of a line: the model tells for each narrow strip which sign stands there, with its chance.

A sign that several strips tell after one another is one sign; its certainty is the highest of theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from adapters.scan_reader.detection import FoundLine, Model
from adapters.scan_reader.sampling import Floats, halved, sampled
from handlers.files.pixels import Pixels

HEIGHT_PIXELS = 48
LEAST_WIDTH_PIXELS = 320
MOST_WIDTH_PIXELS = 3_200
# So many columns of all lines read at once: memory goes with it.
BATCH_COLUMNS = 6_400
WIDTH_STEP_PIXELS = 64
BLANK = 0


@dataclass(frozen=True, slots=True)
class ReadLine:
    """The signs of a line, with the certainty of each and where its middle stands, as a share of the line's length."""

    signs: str
    certainties: tuple[float, ...]
    places: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean certainty; 0 where nothing was read."""
        return sum(self.certainties) / len(self.certainties) if self.certainties else 0.0


UNREAD = ReadLine("", (), ())


def read_lines(strips: Sequence[Floats], model: Model, signs: Sequence[str]) -> list[ReadLine]:
    """Give what stands in each strip, as `strip` cuts them; `signs` are those the model knows, the blank first."""
    read = [UNREAD] * len(strips)
    for batch in _batches([one.shape[1] for one in strips]):
        width = max(LEAST_WIDTH_PIXELS, *(strips[at].shape[1] for at in batch))
        width = -(-width // WIDTH_STEP_PIXELS) * WIDTH_STEP_PIXELS
        given = np.zeros((len(batch), 3, HEIGHT_PIXELS, width), np.float32)
        for row, at in enumerate(batch):
            given[row, :, :, : strips[at].shape[1]] = strips[at].transpose(2, 0, 1)
        chances = model(given)
        for row, at in enumerate(batch):
            read[at] = _decoded(chances[row], signs, width / strips[at].shape[1])
    return read


def strip(picture: Pixels, line: FoundLine) -> Floats:
    """Give a line cut out level, 48 pixels high, as the model wants it: from -1 to 1."""
    shrinks = 1.0
    while line.height / shrinks > 2 * HEIGHT_PIXELS:
        picture, shrinks = halved(picture), shrinks * 2
    width = int(np.clip(np.ceil(HEIGHT_PIXELS * line.length / line.height), 8, MOST_WIDTH_PIXELS))
    along = ((np.arange(width, dtype=np.float32) + 0.5) / width - 0.5) * line.length
    off = ((np.arange(HEIGHT_PIXELS, dtype=np.float32) + 0.5) / HEIGHT_PIXELS - 0.5) * line.height
    sine, cosine = np.sin(line.angle), np.cos(line.angle)
    x = (line.x + 0.5 + along[None, :] * cosine - off[:, None] * sine) / shrinks - 0.5
    y = (line.y + 0.5 + along[None, :] * sine + off[:, None] * cosine) / shrinks - 0.5
    cut: Floats = sampled(picture, x.astype(np.float32), y.astype(np.float32)) / np.float32(
        127.5
    ) - np.float32(1)
    return cut


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Give the lines some at a time, those of like length together."""
    batch: list[int] = []
    for at in sorted(range(len(widths)), key=lambda one: widths[one]):
        if batch and (len(batch) + 1) * max(LEAST_WIDTH_PIXELS, widths[at]) > BATCH_COLUMNS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _decoded(chances: Floats, signs: Sequence[str], stretch: float) -> ReadLine:
    """Give the signs of a line; `stretch` is how much wider the input was than the line in it."""
    best, certain = chances.argmax(axis=1), chances.max(axis=1)
    starts = np.flatnonzero(np.r_[True, best[1:] != best[:-1]])
    ends = np.r_[starts[1:], len(best)]
    found, certainties, places = [], [], []
    for start, end in zip(starts, ends, strict=True):
        if best[start] != BLANK:
            found.append(signs[best[start]])
            certainties.append(float(certain[start:end].max()))
            places.append(float(start + end) / 2 / len(best) * stretch)
    return ReadLine("".join(found), tuple(certainties), tuple(places))
