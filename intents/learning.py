"""Fits the weights of the classifier: AdaGrad over small fixed batches, with features left out at random.

Leaving out features teaches the model not to lean on single words, which is what carries over to sentences of
people whose style it has not seen. The batches are cut once, so that each step is a few dense products.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.classifier import Floats, Model, Sample, softmax

Places = NDArray[np.int64]
_EPOCHS = 4
_AVERAGED = 3
_BATCH = 24
_RATE = 0.6
_DECAY = 2e-6
_LEFT_OUT = 0.25
"""Share of the features that a step does not see."""
_BALANCE = 0.4
"""How far rare wishes are weighted up: 0 not at all, 1 until all wishes count the same."""
_SMOOTHED = np.float32(0.02)
"""Share of certainty given to the other wishes, against over-confidence."""
_TEMPERATURES = tuple(float(t) for t in np.linspace(0.4, 3.0, 27))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some sentences as one list of their features, sentence by sentence, and the same list by feature."""

    columns: Places
    inverse: Places
    starts: Places
    by_column: Places
    column_starts: Places
    targets: Places
    amounts: Floats


def train(samples: Sequence[Sample], *, seed: int = 7, epochs: int = _EPOCHS) -> Model:
    """Give the model of the samples; the same samples always give the same model."""
    # The halves are cut, not dealt: a sentence and its variants stand together and must not be parted.
    half = len(samples) // 2
    calibrating, learning = [s for s in samples[:half] if s.weight == 1.0], samples[half:]
    model = _fit(samples, seed=seed, epochs=epochs)
    if not calibrating or not learning:
        return model
    draft = _fit(learning, seed=seed, epochs=max(2, epochs - 2))
    return Model(model.intents, model.vocabulary, model.weights, model.bias, _temperature(draft, calibrating))


def _fit(samples: Sequence[Sample], *, seed: int, epochs: int) -> Model:
    intents = tuple(sorted({sample.intent for sample in samples}))
    counts = Counter(name for sample in samples for name in sample.features)
    vocabulary = {name: i for i, name in enumerate(sorted(name for name, n in counts.items() if n > 1))}
    random = np.random.default_rng(seed)
    batches = list(_batches(samples, intents, vocabulary=vocabulary, random=random))
    weights = np.zeros((len(vocabulary), len(intents)), dtype=np.float32)
    squares = np.full(weights.shape, 1e-2, dtype=np.float32)
    bias = np.zeros(len(intents), dtype=np.float32)
    total, total_bias = np.zeros_like(weights), np.zeros_like(bias)
    for epoch in range(epochs):
        rate = np.float32(_RATE * (1.0 - epoch / (epochs + 1)))
        for i in random.permutation(len(batches)):
            _step(batches[i], weights, squares=squares, bias=bias, rate=rate, random=random)
        if epoch >= epochs - _AVERAGED:
            total += weights
            total_bias += bias
    # Half precision is what the file keeps, so a fresh model and a kept one say the same.
    mean_weights = (total / min(_AVERAGED, epochs)).astype(np.float16).astype(np.float32)
    return Model(intents, vocabulary, mean_weights, total_bias / np.float32(min(_AVERAGED, epochs)), 1.0)


def _batches(
    samples: Sequence[Sample],
    intents: tuple[str, ...],
    *,
    vocabulary: dict[str, int],
    random: np.random.Generator,
) -> Iterator[_Batch]:
    place = {intent: i for i, intent in enumerate(intents)}
    targets = np.array([place[sample.intent] for sample in samples])
    shares = np.bincount(targets, minlength=len(intents))
    boosts = (len(samples) / len(intents) / shares) ** _BALANCE
    amounts = np.array([s.weight for s in samples], dtype=np.float32) * boosts[targets].astype(np.float32)
    known = [
        np.array([vocabulary[n] for n in s.features if n in vocabulary], dtype=np.int64) for s in samples
    ]
    # A sentence of which no feature is known teaches nothing, and an empty stretch cannot be summed.
    order = [i for i in random.permutation(len(samples)) if known[i].size]
    for start in range(0, len(order), _BATCH):
        members = order[start : start + _BATCH]
        sizes = [known[i].size for i in members]
        columns, inverse, counts = np.unique(
            np.concatenate([known[i] for i in members]), return_inverse=True, return_counts=True
        )
        owners = np.repeat(np.arange(len(members)), sizes)
        yield _Batch(
            columns,
            inverse,
            np.cumsum([0, *sizes[:-1]]),
            owners[np.argsort(inverse, kind="stable")],
            np.cumsum([0, *counts[:-1]]),
            targets[members],
            amounts[members],
        )


def _step(
    batch: _Batch,
    weights: Floats,
    *,
    squares: Floats,
    bias: Floats,
    rate: np.float32,
    random: np.random.Generator,
) -> None:
    """Take one AdaGrad step on one batch with part of its features."""
    # Sums over stretches, not products of matrices: those would wake the threads of the linear algebra library
    # for far too little work each.
    seen = (random.random(batch.columns.size, dtype=np.float32) >= _LEFT_OUT).astype(np.float32)
    held = weights.take(batch.columns, axis=0)
    sizes = np.add.reduceat(seen.take(batch.inverse), batch.starts)
    scales = (1.0 / np.sqrt(np.maximum(sizes, 1.0)))[:, None]
    shown = held * seen[:, None]
    summed = np.add.reduceat(shown.take(batch.inverse, axis=0), batch.starts, axis=0)
    error = softmax(np.asarray(summed * scales + bias, dtype=np.float32))
    error -= _SMOOTHED / np.float32(error.shape[1])
    error[np.arange(len(batch.targets)), batch.targets] -= 1.0 - _SMOOTHED
    error *= batch.amounts[:, None]
    slope = np.add.reduceat((error * scales).take(batch.by_column, axis=0), batch.column_starts, axis=0)
    slope *= seen[:, None]
    grown = squares.take(batch.columns, axis=0) + slope * slope
    squares[batch.columns] = grown
    weights[batch.columns] = held - rate * (slope / np.sqrt(grown) + np.float32(_DECAY) * held)
    bias -= np.float32(0.01) * rate * error.sum(axis=0)


def _temperature(model: Model, samples: Sequence[Sample]) -> float:
    """Give the temperature under which the held-out sentences are likeliest."""
    kept = [sample for sample in samples if sample.intent in model.intents]
    if not kept:
        return 1.0
    logits = np.stack([model.logits(sample.features) for sample in kept])
    targets = np.array([model.intents.index(sample.intent) for sample in kept])

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        spread = np.log(np.exp(scaled).sum(axis=1))
        return float((spread - scaled[np.arange(len(kept)), targets]).sum())

    return min(_TEMPERATURES, key=loss)
