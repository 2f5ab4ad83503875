from pathlib import Path

import numpy as np
import pytest

from intents.classification import classifier, optimizer
from intents.classification.classifier import Model, TrainingSample


@pytest.fixture(scope="module")
def samples() -> list[TrainingSample]:
    kinds = {"fruit": ("apple", "pear", "plum"), "tool": ("saw", "axe", "file")}
    return [
        TrainingSample((word, f"{word}{extra}", f"x{extra}"), kind)
        for extra in range(6)
        for kind, words in kinds.items()
        for word in words
    ]


@pytest.fixture(scope="module")
def model(samples: list[TrainingSample]) -> Model:
    return optimizer.train(samples)


def test_it_learns_and_ranks(model: Model) -> None:
    ranking = model.scores(["apple", "never seen"])
    assert ranking[0][0] == "fruit"
    assert ranking[0][1] > 0.7
    assert sum(share for _, share in ranking) == pytest.approx(1.0, abs=1e-5)


def test_evidence_can_turn_a_reading(model: Model) -> None:
    assert model.scores(["apple"], {"tool": 20.0})[0][0] == "tool"


def test_training_is_deterministic(samples: list[TrainingSample], model: Model) -> None:
    again = optimizer.train(samples)
    assert np.array_equal(again.weights, model.weights)
    assert again.temperature == model.temperature


def test_a_kept_model_says_the_same(model: Model, tmp_path: Path) -> None:
    classifier.save(model, tmp_path / "m.npz")
    kept = classifier.load(tmp_path / "m.npz")
    assert isinstance(kept, Model)
    assert kept.vocabulary == model.vocabulary
    assert kept.scores(["pear"]) == model.scores(["pear"])
    assert np.array_equal(kept.weights, model.weights)


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04broken"])
def test_a_broken_file_is_made_anew(model: Model, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "intents-k.npz").write_bytes(content)
    assert classifier.load(tmp_path / "intents-k.npz") is None
    assert classifier.cached(tmp_path, "k", lambda: model) is model
    assert classifier.load(tmp_path / "intents-k.npz") is not None
    assert [p.name for p in tmp_path.iterdir()] == ["intents-k.npz"]


def test_the_cache_spares_the_training(model: Model, tmp_path: Path) -> None:
    classifier.cached(tmp_path / "new", "k", lambda: model)

    def never() -> Model:
        raise AssertionError

    assert classifier.cached(tmp_path / "new", "k", never).intents == model.intents


def test_the_name_of_a_model_depends_on_every_part() -> None:
    assert len({classifier.content_hash(*parts) for parts in (("a",), ("b",), ("a", "b"), ("ab",), ())}) == 5
