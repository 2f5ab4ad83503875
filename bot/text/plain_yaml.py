"""Reads YAML into plain values, by libyaml where the wheel has it: the same values, some twenty times as fast."""

from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 50
"""How deep what strangers write may nest; libyaml goes down by its own calls and would end the process some thousands deep."""
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def read_yaml(text: str) -> Any:
    """Give the plain values of a file that comes with the program or from whoever runs it; raises `yaml.YAMLError`."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - it is one of the two safe loaders


def read_foreign_yaml(text: str, loader: Any = LOADER) -> Any:
    """Give the plain values of a text that anybody may have written.

    Raises `yaml.YAMLError`, also for aliases, a few of which blow a small text up to gigabytes, and for more than
    `DEEPEST` levels.
    """
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            raise _refused("aliases are not taken", event)
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        if depth > DEEPEST:
            raise _refused("nested too deep", event)
    return yaml.load(text, Loader=loader)  # noqa: S506 - it is a safe loader


def _refused(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark: Any = event.start_mark
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
