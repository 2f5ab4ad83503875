"""The reader of dangers with a guesser that has learnt; what it learnt is kept beside the model of the wishes."""

from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from bot.text.plain_yaml import read_yaml
from intents.classification import classifier
from intents.classification.optimizer import train
from intents.dangers import guess, reader
from intents.dangers.guess import Guesser
from intents.dangers.reader import Dangers
from intents.text.normal_form import normalise

_DATA = ("dangers", "danger_evidence", "danger_examples")
_CODE = (
    "dangers/signs",
    "dangers/evidence",
    "dangers/dialects",
    "dangers/guess",
    "text/normal_form",
    "text/pronunciation",
    "classification/optimizer",
)


def trained(cache_dir: Path, ordinary: Iterable[str]) -> Dangers:
    """Give the reader; it learns, in a second or two, when `cache_dir` holds nothing learnt from the same data."""
    messages = tuple(ordinary)
    known = reader.load()
    examples = read_yaml((files("intents") / "data" / "danger_examples.yml").read_text("utf-8"))
    model = classifier.cached(
        cache_dir,
        _key(messages),
        lambda: train(
            list(guess.samples(examples, messages, read=lambda text: known.things(normalise(text))))
        ),
    )
    return replace(known, guesser=Guesser(model, guess.kinds(examples), guess.likely(examples)))


def is_trained(cache_dir: Path, ordinary: Iterable[str]) -> bool:
    """Tell whether `cache_dir` holds what is to be learnt."""
    return classifier.place(cache_dir, _key(tuple(ordinary))).exists()


def _key(ordinary: tuple[str, ...]) -> str:
    package = files("intents")
    data = ((package / "data" / f"{name}.yml").read_text("utf-8") for name in _DATA)
    code = ((package / f"{name}.py").read_text("utf-8") for name in _CODE)
    return classifier.content_hash("dangers", *data, *code, *ordinary)
