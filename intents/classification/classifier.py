"""A multinomial logistic regression over named features: small, quick, retrained in seconds from the nlu files.

The weights are a cache: they are kept as plain arrays (never pickled) under a name that is a hash of everything
they depend on, so changed data or code simply train anew.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Kept = NDArray[np.float16] | Floats

FORMAT = 6
"""Rises when the meaning of the features or of the stored arrays changes."""


@dataclass(frozen=True, slots=True)
class TrainingSample:
    """One training sentence: its features, its wish, and how much it counts."""

    features: tuple[str, ...]
    intent: str
    weight: float = 1.0


UNLEARNT_LOG_ODDS = 4.0
"""How much less likely than the likeliest learnt wish one begins that has no examples, before its patterns speak."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature and wish, and the temperature that makes the probabilities honest.

    A kept model has its weights in half precision, as they lie in the file; they are summed in single precision.
    """

    intents: tuple[str, ...]
    vocabulary: dict[str, int]
    weights: Kept
    bias: Floats
    temperature: float

    def scores(
        self, features: Sequence[str], evidence: dict[str, float] | None = None
    ) -> list[tuple[str, float]]:
        """Give each wish with its probability, best first; `evidence` adds log-odds per wish.

        A wish that was never learnt, of which only patterns speak, begins as less likely than the likeliest learnt one.
        """
        # Two dozen numbers are quicker handled one by one than handed to and from arrays.
        scale, intents = self.temperature, self.intents
        logits = [value / scale for value in self.logits(features).tolist()]
        if evidence:
            unlearnt = tuple(intent for intent in evidence if intent not in intents)
            logits += [max(logits) - UNLEARNT_LOG_ODDS] * len(unlearnt)
            intents += unlearnt
            for place, intent in enumerate(intents):
                if intent in evidence:
                    logits[place] += evidence[intent]
        highest = max(logits)
        powers = [exp(value - highest) for value in logits]
        total = sum(powers)
        ranking = [(intent, power / total) for intent, power in zip(intents, powers, strict=True)]
        ranking.sort(key=_by_share)
        return ranking

    def logits(self, features: Sequence[str]) -> Floats:
        """Give the unscaled log-odds of each wish."""
        known = map(self.vocabulary.get, features)
        columns = [column for column in known if column is not None]
        if not columns:
            return self.bias.copy()
        found = self.weights.take(columns, axis=0).astype(np.float32, copy=False)
        summed = np.add.reduce(found, axis=0) / np.float32(len(columns) ** 0.5)
        return np.asarray(summed + self.bias, dtype=np.float32)


def _by_share(entry: tuple[str, float]) -> float:
    return -entry[1]


def softmax(logits: Floats) -> Floats:
    """Give the shares that log-odds stand for, along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def content_hash(*parts: str) -> str:
    """Give the name under which a model of these parts is kept."""
    digest = hashlib.sha256(f"{FORMAT}".encode())
    for part in parts:
        digest.update(b"\0" + part.encode())
    return digest.hexdigest()[:32]


def place(directory: Path, key: str) -> Path:
    """Give where the model of that key is kept."""
    return directory / f"intents-{key}.npz"


def cached(directory: Path, key: str, make: Callable[[], Model]) -> Model:
    """Give the kept model of that key, or make and keep it; an unreadable file is replaced."""
    path = place(directory, key)
    if (model := load(path)) is None:
        model = make()
        save(model, path)
    return model


def save(model: Model, path: Path) -> None:
    """Write a model whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = sorted(model.vocabulary, key=lambda name: model.vocabulary[name])
    descriptor, draft = tempfile.mkstemp(dir=path.parent, suffix=".npz.part")
    with os.fdopen(descriptor, "wb") as file:
        np.savez(
            file,
            intents=np.array("\n".join(model.intents)),
            names=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
            weights=model.weights.astype(np.float16),
            bias=model.bias,
            temperature=np.float64(model.temperature),
        )
    Path(draft).replace(path)


def load(path: Path) -> Model | None:
    """Give the model kept in a file, or None when there is none or it cannot be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            names = bytes(kept["names"]).decode().split("\n")
            intents = tuple(str(kept["intents"]).split("\n"))
            weights = kept["weights"]
            if weights.dtype != np.float16 or weights.shape != (len(names), len(intents)):
                return None
            return Model(
                intents,
                {n: i for i, n in enumerate(names)},
                weights,
                kept["bias"],
                float(kept["temperature"]),
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
