"""A multinomial logistic regression over named features: small, quick, retrained in seconds from the nlu files.

The weights are a cache: they are kept as plain arrays (never pickled) under a name that is a hash of everything
they depend on, so changed data or code simply train anew.
"""

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

FORMAT = 4
"""Rises when the meaning of the features or of the stored arrays changes."""
_EPOCHS = 5
_AVERAGED = 3
_RATE = 10.0
_DECAY = 2e-6
_TEMPERATURES = tuple(float(t) for t in np.linspace(0.4, 3.0, 27))


@dataclass(frozen=True, slots=True)
class Sample:
    """One training sentence: its features, its wish, and how much it counts."""

    features: tuple[str, ...]
    intent: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature and wish, and the temperature that makes the probabilities honest."""

    intents: tuple[str, ...]
    vocabulary: dict[str, int]
    weights: Floats
    bias: Floats
    temperature: float

    def scores(
        self, features: Sequence[str], evidence: dict[str, float] | None = None
    ) -> list[tuple[str, float]]:
        """Give each wish with its probability, best first; `evidence` adds log-odds per wish."""
        logits = _logits(self, features) / np.float32(self.temperature)
        for place, intent in enumerate(self.intents):
            if evidence and intent in evidence:
                logits[place] += evidence[intent]
        shares = _softmax(logits)
        order = np.argsort(-shares, kind="stable")
        return [(self.intents[place], float(shares[place])) for place in order]


def _logits(model: Model, features: Sequence[str]) -> Floats:
    known = model.vocabulary
    columns = [column for name in features if (column := known.get(name)) is not None]
    if not columns:
        return model.bias.copy()
    summed = model.weights[columns].sum(axis=0) / np.float32(len(columns) ** 0.5)
    return np.asarray(summed + model.bias, dtype=np.float32)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def train(samples: Sequence[Sample], *, seed: int = 7, epochs: int = _EPOCHS) -> Model:
    """Give the model of the samples; the same samples always give the same model."""
    # The halves are cut, not dealt: a sentence and its variants stand together and must not be parted.
    half = len(samples) // 2
    calibrating, learning = [s for s in samples[:half] if s.weight == 1.0], samples[half:]
    model = _fit(samples, seed=seed, epochs=epochs)
    if not calibrating or not learning:
        return model
    draft = _fit(learning, seed=seed, epochs=epochs)
    return Model(model.intents, model.vocabulary, model.weights, model.bias, _temperature(draft, calibrating))


def _fit(samples: Sequence[Sample], *, seed: int, epochs: int) -> Model:
    intents = tuple(sorted({sample.intent for sample in samples}))
    counts = Counter(name for sample in samples for name in sample.features)
    vocabulary = {name: i for i, name in enumerate(sorted(name for name, n in counts.items() if n > 1))}
    rows = [np.array([vocabulary[n] for n in s.features if n in vocabulary], dtype=np.int32) for s in samples]
    targets = [intents.index(sample.intent) for sample in samples]
    shares = Counter(targets)
    mean = len(samples) / len(intents)
    amounts = [s.weight * (mean / shares[t]) ** 0.4 for s, t in zip(samples, targets, strict=True)]
    weights = np.zeros((len(vocabulary), len(intents)), dtype=np.float32)
    bias = np.zeros(len(intents), dtype=np.float32)
    squares = np.full(weights.shape, 1e-2, dtype=np.float32)
    random = np.random.default_rng(seed)
    total, total_bias = np.zeros_like(weights), np.zeros_like(bias)
    for epoch in range(epochs):
        rate = _RATE * (1.0 - epoch / (epochs + 1))
        for i in random.permutation(len(samples)):
            _step(rows[i], targets[i], weights, squares=squares, bias=bias, rate=rate * amounts[i])
        if epoch >= epochs - _AVERAGED:
            total += weights
            total_bias += bias
    # Half precision is what the file keeps, so a fresh model and a kept one say the same.
    mean_weights = (total / min(_AVERAGED, epochs)).astype(np.float16).astype(np.float32)
    return Model(intents, vocabulary, mean_weights, total_bias / np.float32(min(_AVERAGED, epochs)), 1.0)


def _step(row: Ints, target: int, weights: Floats, *, squares: Floats, bias: Floats, rate: float) -> None:
    """Take one AdaGrad step on one sentence."""
    if not row.size:
        return
    scale = np.float32(row.size**-0.5)
    held = weights[row]
    error = _softmax(held.sum(axis=0) * scale + bias)
    error[target] -= 1.0
    slope = error * scale
    grown = squares[row] + slope * slope
    squares[row] = grown
    weights[row] = held - np.float32(rate) * (
        slope / np.sqrt(grown) * np.float32(0.1) + np.float32(_DECAY) * held
    )
    bias -= np.float32(0.01 * rate) * error


def _temperature(model: Model, samples: Sequence[Sample]) -> float:
    """Give the temperature under which the held-out sentences are likeliest."""
    kept = [sample for sample in samples if sample.intent in model.intents]
    if not kept:
        return 1.0
    logits = np.stack([_logits(model, sample.features) for sample in kept])
    targets = np.array([model.intents.index(sample.intent) for sample in kept])

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        spread = np.log(np.exp(scaled).sum(axis=1))
        return float((spread - scaled[np.arange(len(kept)), targets]).sum())

    return min(_TEMPERATURES, key=loss)


def content_hash(*parts: str) -> str:
    """Give the name under which a model of these parts is kept."""
    digest = hashlib.sha256(f"{FORMAT}".encode())
    for part in parts:
        digest.update(b"\0" + part.encode())
    return digest.hexdigest()[:32]


def cached(directory: Path, key: str, make: Callable[[], Model]) -> Model:
    """Give the kept model of that key, or make and keep it; an unreadable file is replaced."""
    path = directory / f"intents-{key}.npz"
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
            temperature=np.float32(model.temperature),
        )
    Path(draft).replace(path)


def load(path: Path) -> Model | None:
    """Give the model kept in a file, or None when there is none or it cannot be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            names = bytes(kept["names"]).decode().split("\n")
            intents = tuple(str(kept["intents"]).split("\n"))
            weights = kept["weights"].astype(np.float32)
            if weights.shape != (len(names), len(intents)):
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
