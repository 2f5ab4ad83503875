"""Fits the weights of the classifier: AdaGrad over small fixed batches, with features left out at random.

Leaving out features teaches the model not to lean on single words, which is what carries over to sentences of
people whose style it has not seen. The batches are cut once, so that each step is a few dense products.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.classification.classifier import Floats, Model, TrainingSample, softmax

Places = NDArray[np.int64]
EPOCHS = 6
AVERAGED_EPOCHS = 4
AVERAGED_MODELS = 2
"""Models that are fitted, each seeing other parts of the sentences, and averaged into one."""
BATCH_SENTENCES = 64
FIRST_RATE = 1.2
WEIGHT_DECAY = 2e-6
WEAK_SHARE = 0.3
"""Share of the features that the finished model does without."""
UNSEEN_SHARE = 0.4
"""Share of the features that a step does not see."""
BALANCE_SHARE = 0.4
"""How far rare wishes are weighted up: 0 not at all, 1 until all wishes count the same."""
SMOOTHED_SHARE = np.float32(0.1)
"""Share of certainty given to the other wishes, against over-confidence."""
_TEMPERATURES = tuple(float(t) for t in np.linspace(0.4, 3.0, 27))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some sentences as one list of their features, sentence by sentence, and the same list by feature.

    Most features stand in one sentence of a batch only: `first` is the first sentence of each, and only those that
    are `repeated` have sentences to sum over.
    """

    columns: Places
    inverse: Places
    starts: Places
    first: Places
    repeated: Places
    repeated_in: Places
    repeated_starts: Places
    targets: Places
    amounts: Floats


@dataclass(frozen=True, slots=True)
class _Lesson:
    """All sentences as numbers: the columns of each, its wish, and how much it counts."""

    intents: tuple[str, ...]
    vocabulary: dict[str, int]
    columns: list[Places]
    targets: Places
    amounts: Floats


def train(samples: Sequence[TrainingSample], *, seed: int = 7, epochs: int = EPOCHS) -> Model:
    """Give the model of the samples; the same samples always give the same model."""
    lesson = _lesson(samples)
    everything = np.arange(len(samples))
    model = _averaged(
        [_fit(lesson, everything, seed=seed + n, epochs=epochs) for n in range(AVERAGED_MODELS)]
    )
    # The halves are cut, not dealt: a sentence and its variants stand together and must not be parted.
    half = len(samples) // 2
    calibrating = [sample for sample in samples[:half] if sample.weight == 1.0]
    if not calibrating:
        return model
    draft = _fit(lesson, np.arange(half, len(samples)), seed=seed, epochs=2)
    return Model(model.intents, model.vocabulary, model.weights, model.bias, _temperature(draft, calibrating))


def _lesson(samples: Sequence[TrainingSample]) -> _Lesson:
    intents = tuple(sorted({sample.intent for sample in samples}))
    place = {intent: i for i, intent in enumerate(intents)}
    vocabulary: dict[str, int] = {}
    columns = [
        np.array([vocabulary.setdefault(name, len(vocabulary)) for name in sample.features], dtype=np.int64)
        for sample in samples
    ]
    return _Lesson(
        intents,
        vocabulary,
        columns,
        np.array([place[sample.intent] for sample in samples]),
        np.array([sample.weight for sample in samples], dtype=np.float32),
    )


def _fit(lesson: _Lesson, chosen: Places, *, seed: int, epochs: int) -> Model:
    random = np.random.default_rng(seed)
    batches = list(_batches(lesson, chosen, random=random))
    weights = np.zeros((len(lesson.vocabulary), len(lesson.intents)), dtype=np.float32)
    squares = np.full(weights.shape, 1e-2, dtype=np.float32)
    bias = np.zeros(len(lesson.intents), dtype=np.float32)
    total, total_bias = np.zeros_like(weights), np.zeros_like(bias)
    for epoch in range(epochs):
        rate = np.float32(FIRST_RATE * (1.0 - epoch / (epochs + 1)))
        for i in random.permutation(len(batches)):
            _step(batches[i], weights, squares=squares, bias=bias, rate=rate, random=random)
        if epoch >= epochs - AVERAGED_EPOCHS:
            total += weights
            total_bias += bias
    averaged = np.float32(min(AVERAGED_EPOCHS, epochs))
    total /= averaged
    total_bias /= averaged
    return Model(lesson.intents, lesson.vocabulary, total, total_bias, 1.0)


def _averaged(models: Sequence[Model]) -> Model:
    """Give the one linear model that says what the models say together."""
    weights, bias = models[0].weights.copy(), models[0].bias.copy()
    for model in models[1:]:
        weights += model.weights
        bias += model.bias
    share = np.float32(1 / len(models))
    return _without_weak(Model(models[0].intents, models[0].vocabulary, weights * share, bias * share, 1.0))


def _without_weak(model: Model) -> Model:
    """Give the model without the features that tell the wishes apart least; a smaller one is read quicker."""
    spread = np.abs(model.weights - model.weights.mean(axis=1, keepdims=True)).max(axis=1)
    strong = spread >= np.quantile(spread, WEAK_SHARE)
    places = np.cumsum(strong) - 1
    vocabulary = {name: int(places[place]) for name, place in model.vocabulary.items() if strong[place]}
    # Half precision is what the file keeps, so a fresh model and a kept one say the same.
    kept = model.weights[strong].astype(np.float16).astype(np.float32)
    return Model(model.intents, vocabulary, kept, model.bias, model.temperature)


def _batches(lesson: _Lesson, chosen: Places, *, random: "np.random.Generator") -> Iterator[_Batch]:
    shares = np.bincount(lesson.targets[chosen], minlength=len(lesson.intents))
    boosts = (chosen.size / len(lesson.intents) / np.maximum(shares, 1)) ** BALANCE_SHARE
    amounts = lesson.amounts * boosts[lesson.targets].astype(np.float32)
    # A sentence without features teaches nothing, and an empty stretch cannot be summed.
    order = [i for i in random.permutation(chosen) if lesson.columns[i].size]
    for start in range(0, len(order), BATCH_SENTENCES):
        members = order[start : start + BATCH_SENTENCES]
        sizes = [lesson.columns[i].size for i in members]
        columns, inverse, counts = np.unique(
            np.concatenate([lesson.columns[i] for i in members]), return_inverse=True, return_counts=True
        )
        owners = np.repeat(np.arange(len(members)), sizes)[np.argsort(inverse, kind="stable")]
        repeated = np.flatnonzero(counts > 1)
        yield _Batch(
            columns,
            inverse,
            np.cumsum([0, *sizes[:-1]]),
            owners[np.cumsum(counts) - counts],
            repeated,
            owners[np.repeat(counts > 1, counts)],
            np.cumsum(counts[repeated]) - counts[repeated],
            lesson.targets[members],
            amounts[members],
        )


def _step(
    batch: _Batch,
    weights: Floats,
    *,
    squares: Floats,
    bias: Floats,
    rate: np.float32,
    random: "np.random.Generator",
) -> None:
    """Take one AdaGrad step on one batch with part of its features."""
    # Sums over stretches, not products of matrices: those would wake the threads of the linear algebra library
    # for far too little work each.
    seen = (random.random(batch.columns.size, dtype=np.float32) >= UNSEEN_SHARE).astype(np.float32)
    held = weights.take(batch.columns, axis=0)
    sizes = np.add.reduceat(seen.take(batch.inverse), batch.starts)
    scales = (1.0 / np.sqrt(np.maximum(sizes, 1.0)))[:, None]
    shown = held * seen[:, None]
    summed = np.add.reduceat(shown.take(batch.inverse, axis=0), batch.starts, axis=0)
    error = softmax(np.asarray(summed * scales + bias, dtype=np.float32))
    error -= SMOOTHED_SHARE / np.float32(error.shape[1])
    error[np.arange(len(batch.targets)), batch.targets] -= 1.0 - SMOOTHED_SHARE
    error *= batch.amounts[:, None]
    pull = error * scales
    slope = pull.take(batch.first, axis=0)
    if batch.repeated.size:
        shared = pull.take(batch.repeated_in, axis=0)
        slope[batch.repeated] = np.add.reduceat(shared, batch.repeated_starts, axis=0)
    slope *= seen[:, None]
    grown = squares.take(batch.columns, axis=0) + slope * slope
    squares[batch.columns] = grown
    weights[batch.columns] = held - rate * (slope / np.sqrt(grown) + np.float32(WEIGHT_DECAY) * held)
    bias -= np.float32(0.01) * rate * error.sum(axis=0)


def _temperature(model: Model, samples: Sequence[TrainingSample]) -> float:
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
