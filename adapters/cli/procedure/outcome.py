"""What came of labelled cases: how many there were, and what differs in those that fail."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """One case: its id, and a sentence for each thing that is not as labelled."""

    id: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedCases:
    """All cases of some files; `ignored` counts the records of kinds that are another check's."""

    cases: tuple[CaseOutcome, ...]
    ignored: int

    @property
    def failed(self) -> tuple[CaseOutcome, ...]:
        """Give those with a fault."""
        return tuple(case for case in self.cases if case.faults)

    def plain(self) -> dict[str, Any]:
        """Give the outcome for JSON."""
        return {
            "total": len(self.cases),
            "passed": len(self.cases) - len(self.failed),
            "ignored": self.ignored,
            "failed": {case.id: list(case.faults) for case in self.failed},
        }


def records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the JSON objects of a file with one on each line, and their line numbers.

    Raises `ValueError` naming file and line where one cannot be read.
    """
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            yield number, dict(json.loads(line).items())
        except (ValueError, AttributeError, RecursionError) as error:
            raise ValueError(f"{path.name} 第{number}行应是一个 JSON 对象：{error}") from error


def _lines(path: Path) -> Sequence[str]:
    try:
        return path.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} 不是 UTF-8 文本") from error


def differences(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[str, ...]:
    """Give a sentence for each key that is labelled and found otherwise; keys that nobody computes are passed over."""
    return tuple(
        f"{key} 应为 {json.dumps(value, ensure_ascii=False)}，算得 {json.dumps(found[key], ensure_ascii=False)}"
        for key, value in wanted.items()
        if key in found and found[key] != value
    )
