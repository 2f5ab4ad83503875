"""How a model of the classes is learnt: from the letters of our own, and from a county's own history when there is one.

Scores are turned into probabilities by texts that were held out: every fifth of the county's, or, without a history,
letters about matters, words and whole topics that the model for this purpose has never seen, since real letters are
about things that nobody thought of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from handlers.complaints.classification import class_tree, written_letters
from handlers.complaints.classification.class_model import ClassModel, ViewWeights, spread
from handlers.complaints.classification.class_tree import MatterClass
from handlers.complaints.classification.features import (
    VIEW_WEIGHTS,
    CountedPieces,
    Floats,
    Keys,
    joined,
    views,
)
from handlers.complaints.classification.labelled_matter import LabelledMatter
from handlers.complaints.classification.sparse_rows import Places, SparseRows, from_counts, least_squares

PENALTY = 0.5
STEPS = 12
FEWEST_TEXTS = 2
"""A piece that stands in fewer texts is not learnt."""
BALANCE_SHARE = 0.5
"""How far rare classes are weighted up: 0 not at all, 1 until all classes count the same."""
WRITTEN_WEIGHT = 0.15
"""What a letter of ours counts beside one of the county's own."""
HELD_OUT = 5
"""One text in so many is held out to see how sure the model may be."""
FEWEST_RAW = 300
"""With so many raw texts, only of those are some held out."""
MANY_TOPICS = 5
"""A class of so many topics can spare one, to see how sure the model may be about what it has never heard of."""
SURE_SHARE = 0.95
"""The share that has to be right among those that stand preselected."""
_SHARPNESSES = np.geomspace(1.0, 40.0, 60)
_THRESHOLDS = np.linspace(0.3, 0.99, 70)


@dataclass(frozen=True, slots=True)
class SeenMatter:
    """A complaint as the classifier sees it, with its class; `is_raw` as of the complaint."""

    label: str
    weight: float
    pieces: tuple[CountedPieces, ...]
    is_raw: bool = True


def seen(matters: Sequence[LabelledMatter]) -> list[SeenMatter]:
    """Read complaints once, whatever is learnt from them."""
    return [SeenMatter(one.label, one.weight, views(one.title, one.body), one.is_raw) for one in matters]


def shipped() -> ClassModel:
    """Give the model of our own letters only."""
    classes, words = class_tree.load(), written_letters.load()
    familiar, strange = _parted(classes)
    kept, apart = list[LabelledMatter](), list(written_letters.letters(strange, words))
    for start in range(HELD_OUT):
        part = slice(start, None, HELD_OUT)
        (kept if start else apart).extend(written_letters.letters(familiar, words, part=part))
    everything = seen(list(written_letters.letters(classes, words)))
    return _calibrated(_fit(everything), _fit(seen(kept)), seen(apart))


def _parted(classes: Sequence[MatterClass]) -> tuple[list[MatterClass], list[MatterClass]]:
    """Give the classes without one topic of each that has many, and those topics."""
    many = [one for one in classes if len(one.topics) >= MANY_TOPICS]
    strange = [replace(one, topics=one.topics[1:2]) for one in many]
    familiar = [
        replace(one, topics=(*one.topics[:1], *one.topics[2:])) if one in many else one for one in classes
    ]
    return familiar, strange


def written(*, weight: float = WRITTEN_WEIGHT) -> list[SeenMatter]:
    """Give our own letters as company for a county's history."""
    classes, words = class_tree.load(), written_letters.load()
    return seen(list(written_letters.letters(classes, words, weight=weight)))


def learnt(history: Sequence[SeenMatter], company: Sequence[SeenMatter]) -> ClassModel:
    """Give the model of a county's history and our own letters; the same texts always give the same model."""
    # Mere words read easier than letters: they would make the model too sure of itself.
    raw = [i for i, one in enumerate(history) if one.is_raw]
    members = raw if len(raw) >= FEWEST_RAW else list(range(len(history)))
    held = set(np.random.default_rng(written_letters.SEED).permutation(members)[::HELD_OUT].tolist())
    apart = [history[i] for i in sorted(held)]
    rest = [one for i, one in enumerate(history) if i not in held]
    return _calibrated(_fit([*history, *company]), _fit([*rest, *company]), apart)


def _fit(matters: Sequence[SeenMatter]) -> ClassModel:
    labels = tuple(sorted({one.label for one in matters}))
    place = {label: number for number, label in enumerate(labels)}
    classes = np.array([place[one.label] for one in matters])
    vocabularies, rows = _rows(matters)
    amounts = _amounts(matters, classes)
    targets = np.full((len(matters), len(labels)), -1.0, dtype=np.float32)
    targets[np.arange(len(matters)), classes] = 1.0
    weights = least_squares(
        _weighted(rows, amounts), targets * amounts[:, None], penalty=PENALTY, steps=STEPS
    )
    found, start = [], 0
    for keys, rarity in vocabularies:
        # Half precision is what the file keeps, so a fresh model and a kept one say the same.
        kept = weights[start : start + len(keys)].astype(np.float16).astype(np.float32)
        found.append(ViewWeights(keys, rarity, kept))
        start += len(keys)
    return ClassModel(labels, tuple(found), weights[-1], 1.0, 1.0)


def _amounts(matters: Sequence[SeenMatter], classes: NDArray[np.int64]) -> Floats:
    """Give the root of what each text counts."""
    amounts = np.array([one.weight for one in matters])
    sums = np.bincount(classes, weights=amounts)
    return np.asarray(np.sqrt(amounts * (sums.mean() / sums[classes]) ** BALANCE_SHARE), dtype=np.float32)


def _rows(matters: Sequence[SeenMatter]) -> tuple[list[tuple[Keys, Floats]], SparseRows]:
    """Give what is known in each view, and all texts as rows; the last column is the same for each."""
    vocabularies, entries, width = [], [], 0
    for number, weight in enumerate(VIEW_WEIGHTS):
        keys, rarity, rows, columns, values = _view([one.pieces[number] for one in matters])
        vocabularies.append((keys, rarity))
        entries.append((rows, columns + width, values * np.float32(weight)))
        width += len(keys)
    every = np.arange(len(matters))
    entries.append((every, np.full(len(matters), width), np.ones(len(matters), dtype=np.float32)))
    rows, columns, values = (np.concatenate(part) for part in zip(*entries, strict=True))
    order = np.argsort(rows, kind="stable")
    counts = np.bincount(rows, minlength=len(matters))
    return vocabularies, from_counts(counts, columns[order], values[order], width=width + 1)


def _view(pieces: Sequence[CountedPieces]) -> tuple[Keys, Floats, Places, Places, Floats]:
    """Give the pieces worth knowing in a view, how rare each is, and the entries of the texts, each of length 1."""
    keys, amounts, counts = joined(pieces)
    distinct, columns, texts = np.unique(keys, return_inverse=True, return_counts=True)
    frequent = texts >= FEWEST_TEXTS
    rarity = (np.log((1 + len(pieces)) / (1 + texts[frequent])) + 1.0).astype(np.float32)
    place = np.cumsum(frequent) - 1
    there = frequent[columns]
    rows = np.repeat(np.arange(len(pieces)), counts)[there]
    columns = place[columns[there]]
    values = amounts[there] * rarity[columns]
    lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(pieces)))
    return distinct[frequent], rarity, rows, columns, (values / lengths[rows]).astype(np.float32)


def _weighted(rows: SparseRows, amounts: Floats) -> SparseRows:
    counts = np.diff(np.append(rows.starts, len(rows.columns)))
    return SparseRows(rows.starts, rows.columns, rows.values * np.repeat(amounts, counts), rows.width)


def _calibrated(model: ClassModel, draft: ClassModel, apart: Sequence[SeenMatter]) -> ClassModel:
    """Give the model with the sharpness under which what the draft says of unseen texts is likeliest."""
    place = {label: number for number, label in enumerate(draft.labels)}
    known = [one for one in apart if one.label in place]
    if not known:
        return model
    scores = np.stack([draft.scores(one.pieces) for one in known])
    classes = np.array([place[one.label] for one in known])
    every = np.arange(len(known))
    sharpness = max(
        _SHARPNESSES.tolist(), key=lambda s: float(np.log(spread(scores, s)[every, classes] + 1e-9).sum())
    )
    shares = spread(scores, sharpness)
    sure = sure_from(shares.max(axis=1), shares.argmax(axis=1) == classes)
    return ClassModel(model.labels, model.view_weights, model.bias, sharpness, sure)


def sure_from(shares: Floats, right: NDArray[np.bool_]) -> float:
    """Give the lowest probability from which on enough are right; 1 when there is none."""
    for threshold in _THRESHOLDS.tolist():
        above = shares >= threshold
        if above.any() and right[above].mean() >= SURE_SHARE:
            return float(threshold)
    return 1.0
