"""Writes a project that Rasa 3.6 validates and trains: domain, rules, examples, pipeline and the way to our actions."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from adapters.rasa import domain
from bot.errors import InputError
from bot.forms.spec import FormSpec
from intents.catalogue import VERSION, Catalogue, Example

ACTIONS_URL = "http://127.0.0.1:5055/webhook"
TOKEN_HEADER = "Bearer ${MINGBAI_ACTIONS_TOKEN}"  # noqa: S105 - Rasa fills the name in from its own environment.
EPOCHS = 60
UNSURE = 0.4
AMBIGUOUS = 0.05


@dataclass(frozen=True, slots=True)
class Wishes:
    """What may differ from export to export: where the actions are served, and how long DIET learns."""

    actions_url: str = ACTIONS_URL
    token: bool = False
    epochs: int = EPOCHS


def export(
    folder: Path,
    known: Catalogue,
    *,
    forms: Mapping[str, FormSpec],
    wishes: Wishes,
    force: bool = False,
) -> list[Path]:
    """Write the project and give its files; raises `InputError` when the folder holds something and `force` is not set.

    Files of other names stay as they are; an earlier export's examples are replaced as a whole.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError("rasa.not_a_folder", folder=folder)
    if not force and folder.exists() and any(folder.iterdir()):
        raise InputError("rasa.not_empty", folder=folder)
    written = []
    for name, text in contents(known, forms=forms, wishes=wishes).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        written.append(path)
    for stale in set((folder / "data" / "nlu").glob("*.yml")) - set(written):
        stale.unlink()
    return written


def contents(known: Catalogue, *, forms: Mapping[str, FormSpec], wishes: Wishes) -> dict[str, str]:
    """Give every file of the project, by its path inside the folder."""
    return {
        "domain.yml": _yaml(domain.domain(known, forms)),
        "data/rules.yml": _yaml({"version": VERSION, "rules": domain.rules(known, forms)}),
        **{f"data/nlu/{style}.yml": text for style, text in _examples(known)},
        "config.yml": _yaml(config(wishes)),
        "endpoints.yml": _yaml({"action_endpoint": _endpoint(wishes)}),
        "credentials.yml": "# A channel of the county's own comes here; REST suffices to try.\nrest:\n",
    }


def config(wishes: Wishes) -> dict[str, Any]:
    """Give a pipeline for Chinese that downloads nothing, and the policies that follow the rules alone."""
    characters = {"analyzer": "char", "min_ngram": 1, "max_ngram": 3}
    return {
        "version": VERSION,
        "recipe": "default.v1",
        "assistant_id": "mingbai",
        "language": "zh",
        "pipeline": [
            {"name": "JiebaTokenizer"},
            # Chinese has no spaces, so that word borders would hide every pattern.
            {"name": "RegexFeaturizer", "use_word_boundaries": False},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", **characters},
            {
                "name": "DIETClassifier",
                "epochs": wishes.epochs,
                "entity_recognition": False,
                "constrain_similarities": True,
            },
            {"name": "FallbackClassifier", "threshold": UNSURE, "ambiguity_threshold": AMBIGUOUS},
        ],
        "policies": [
            {
                "name": "RulePolicy",
                "core_fallback_threshold": 0.3,
                "core_fallback_action_name": "action_fallback",
                "enable_fallback_prediction": True,
            }
        ],
    }


def _endpoint(wishes: Wishes) -> dict[str, Any]:
    endpoint: dict[str, Any] = {"url": wishes.actions_url}
    return {**endpoint, "headers": {"Authorization": TOKEN_HEADER}} if wishes.token else endpoint


def _examples(known: Catalogue) -> Iterator[tuple[str, str]]:
    """Give each style's file; sorting is stable, so that examples keep their order."""
    spoken = sorted(domain.examples(known), key=lambda example: example.style)
    for style, group in itertools.groupby(spoken, key=lambda example: example.style):
        yield style, "\n".join([f'version: "{VERSION}"', "nlu:", *_blocks(group)]) + "\n"


def _blocks(examples: Iterable[Example]) -> Iterator[str]:
    by_intent: dict[str, list[str]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(example.text)
    for intent, texts in by_intent.items():
        yield f"  - intent: {intent}\n    examples: |"
        yield from (f"      - {text}" for text in texts)


class _Plain(yaml.SafeDumper):
    """Writes every value in full: a person edits these files, and anchors are hard to read."""

    def ignore_aliases(self, data: object) -> bool:
        """Give that nothing is ever referred to."""
        del data
        return True


def _yaml(content: Mapping[str, Any]) -> str:
    return yaml.dump(dict(content), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
