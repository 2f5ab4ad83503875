"""Loads the conversation data in Rasa's YAML and checks it, so that a slip in a file is named before it misleads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

import yaml

from bot.errors import BotError
from bot.text.plain_yaml import read_yaml
from intents.text.normal_form import normalise

VERSION = "3.1"
_ANNOTATED = re.compile(r"\[([^\[\]]+)\](?:\([^()]+\)|\{[^{}]+\})")


class CatalogueError(BotError):
    """The conversation data contradict themselves; `values["problems"]` names each place."""

    def __init__(self, problems: Iterable[str]) -> None:
        listed = tuple(problems)
        super().__init__("catalogue.invalid", problems=listed)

    def __str__(self) -> str:
        return "; ".join(self.values["problems"])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence somebody could write, its wish, and the file (the style) it comes from."""

    text: str
    intent: str
    style: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form: what it asks for, in order, and the action that files it."""

    name: str
    required_slots: tuple[str, ...]
    submit: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The checked conversation data: `domain` as Rasa's dictionary, `routes` from wish to actions."""

    examples: tuple[Example, ...]
    domain: Mapping[str, Any]
    routes: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, Form]
    rules: tuple[Mapping[str, Any], ...]

    @property
    def intents(self) -> tuple[str, ...]:
        """Give the names of all wishes, in the order of the domain."""
        return tuple(self.domain["intents"])


def load(directory: Traversable | None = None) -> Catalogue:
    """Give the checked catalogue of a data directory (by default the package's); raises CatalogueError."""
    data = directory or files("intents") / "data"
    domain = _read(data / "domain.yml")
    rules = tuple(_read(data / "rules.yml")["rules"])
    sources = sorted((data / "nlu").iterdir(), key=lambda entry: entry.name)
    examples = tuple(
        example for source in sources if source.name.endswith(".yml") for example in _examples(source)
    )
    problems = (*_unknown_names(domain, rules, examples), *_duplicates(examples))
    if problems:
        raise CatalogueError(problems)
    forms = {name: _form(name, body, rules) for name, body in domain.get("forms", {}).items()}
    return Catalogue(
        examples,
        MappingProxyType(domain),
        MappingProxyType(dict(_routes(rules, forms=forms))),
        MappingProxyType(forms),
        rules,
    )


def _read(source: Traversable) -> dict[str, Any]:
    try:
        content = read_yaml(source.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise CatalogueError([f"{source.name}: {error}"]) from error
    if not isinstance(content, dict) or str(content.get("version")) != VERSION:
        raise CatalogueError([f'{source.name}: must be a mapping with version: "{VERSION}"'])
    return content


def _examples(source: Traversable) -> Iterator[Example]:
    style = source.name.removesuffix(".yml")
    for block in _read(source).get("nlu", ()):
        for line in str(block.get("examples", "")).splitlines():
            if text := line.strip().removeprefix("-").strip():
                yield Example(_ANNOTATED.sub(r"\1", text), str(block["intent"]), style)


def _unknown_names(
    domain: Mapping[str, Any], rules: Iterable[Mapping[str, Any]], examples: Iterable[Example]
) -> Iterator[str]:
    intents, forms = set(domain["intents"]), set(domain.get("forms", {}))
    actions = set(domain["actions"]) | forms
    for rule in rules:
        for step in rule["steps"]:
            if "intent" in step and step["intent"] not in intents:
                yield f"rules.yml: rule “{rule['rule']}” names the unknown intent {step['intent']}"
            if "action" in step and step["action"] not in actions:
                yield f"rules.yml: rule “{rule['rule']}” names the unknown action {step['action']}"
    for name in sorted({(e.style, e.intent) for e in examples if e.intent not in intents}):
        yield f"nlu/{name[0]}.yml: the intent {name[1]} is not in the domain"
    for form in sorted(forms):
        for slot in domain["forms"][form]["required_slots"]:
            if slot not in domain["slots"]:
                yield f"domain.yml: the form {form} asks for the unknown slot {slot}"


def _duplicates(examples: Iterable[Example]) -> Iterator[str]:
    first: dict[str, Example] = {}
    for example in examples:
        held = first.setdefault(normalise(example.text), example)
        if held is not example:
            yield f"“{example.text}” stands twice: {held.style}/{held.intent} and {example.style}/{example.intent}"


def _routes(
    rules: Iterable[Mapping[str, Any]], *, forms: Mapping[str, Form]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the actions of each wish; a form is no action, the action before it opens the form."""
    for rule in rules:
        intent, *rest = rule["steps"]
        if "intent" in intent:
            named = (step["action"] for step in rest if "action" in step)
            yield intent["intent"], tuple(action for action in named if action not in forms)


def _form(name: str, body: Mapping[str, Any], rules: Iterable[Mapping[str, Any]]) -> Form:
    for rule in rules:
        steps = rule["steps"]
        if steps[0].get("action") == name and {"active_loop": None} in steps:
            return Form(name, tuple(body["required_slots"]), steps[-1]["action"])
    raise CatalogueError([f"rules.yml: no rule files the form {name} when it is complete"])
