"""A learnt model of the classes: what it weighs, how sure it is, and the file that keeps it (arrays only, never pickled)."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from handlers.complaints.classification.features import (
    VIEW_WEIGHTS,
    CountedPieces,
    Floats,
    Keys,
    views,
)

FORMAT = 1
"""Rises when the meaning of the features or of the stored arrays changes."""


@dataclass(frozen=True, slots=True)
class ViewWeights:
    """The pieces known in one view, rising; how telling each is; and what it says for each class."""

    keys: Keys
    rarity: Floats
    weights: Floats

    def score(self, pieces: CountedPieces, *, weight: float) -> Floats:
        """Give what a text says for each class in this view."""
        columns, values = known(pieces, self.keys, self.rarity)
        return np.asarray(values @ self.weights.take(columns, axis=0) * np.float32(weight), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class ClassProposal:
    """The classes with their probabilities, best first, and whether the first is sure enough to stand preselected."""

    ranked: tuple[tuple[str, float], ...]
    is_sure: bool

    @property
    def label(self) -> str:
        """Give the likeliest class."""
        return self.ranked[0][0]


@dataclass(frozen=True, slots=True)
class ClassModel:
    """What was learnt; `sharpness` and `sure_from` come from texts that were held out while learning."""

    labels: tuple[str, ...]
    view_weights: tuple[ViewWeights, ...]
    bias: Floats
    sharpness: float
    sure_from: float

    def propose(self, title: str, body: str, *, among: Sequence[str] = ()) -> ClassProposal:
        """Give the classes of a complaint, of all or only `among` those of some that it knows; a person confirms."""
        among = [label for label in among if label in self.labels]
        shares = spread(self.scores(views(title, body)), self.sharpness)
        found = {
            label: float(share)
            for label, share in zip(self.labels, shares, strict=True)
            if not among or label in among
        }
        total = sum(found.values())
        ranked = tuple(sorted(((n, v / total) for n, v in found.items()), key=lambda pair: -pair[1]))
        return ClassProposal(ranked, ranked[0][1] >= self.sure_from)

    def scores(self, seen: Sequence[CountedPieces]) -> Floats:
        """Give the score of each class for what is seen of a text."""
        total = self.bias.copy()
        for pieces, view, weight in zip(seen, self.view_weights, VIEW_WEIGHTS, strict=True):
            total += view.score(pieces, weight=weight)
        return total


def known(pieces: CountedPieces, keys: Keys, rarity: Floats) -> tuple[np.ndarray, Floats]:
    """Give the places of those pieces that are known, and their values, of length 1 together."""
    places = np.searchsorted(keys, pieces.keys).clip(max=len(keys) - 1)
    there = keys[places] == pieces.keys
    places = places[there]
    values = pieces.amounts[there] * rarity[places]
    return places, values / max(np.float32(np.sqrt(values @ values)), np.float32(1e-6))


def spread(scores: Floats, sharpness: float) -> Floats:
    """Give the probabilities that scores stand for, along the last axis."""
    powers = np.exp(sharpness * (scores - scores.max(axis=-1, keepdims=True)))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def save(model: ClassModel, path: Path) -> None:
    """Write a model whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {
        "format": np.int64(FORMAT),
        "labels": np.array("\n".join(model.labels)),
        "bias": model.bias,
        "sureness": np.array([model.sharpness, model.sure_from]),
    }
    for number, view in enumerate(model.view_weights):
        arrays |= {
            f"keys{number}": view.keys,
            f"rarity{number}": view.rarity,
            f"weights{number}": view.weights.astype(np.float16),
        }
    descriptor, draft = tempfile.mkstemp(dir=path.parent, suffix=".npz.part")
    with os.fdopen(descriptor, "wb") as file:
        np.savez(file, **arrays)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(path)


def load(path: Path) -> ClassModel | None:
    """Give the model kept in a file, or None when there is none or this version cannot use it."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if int(kept["format"]) != FORMAT:
                return None
            labels = tuple(str(kept["labels"]).split("\n"))
            found = tuple(
                ViewWeights(kept[f"keys{n}"], kept[f"rarity{n}"], kept[f"weights{n}"].astype(np.float32))
                for n in range(len(VIEW_WEIGHTS))
            )
            if any(view.weights.shape != (len(view.keys), len(labels)) for view in found):
                return None
            sharpness, sure_from = kept["sureness"].tolist()
            return ClassModel(labels, found, kept["bias"], sharpness, sure_from)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
