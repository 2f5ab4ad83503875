"""The five elements of a catalogue item (公开事项): what is made public, on what ground, by whom, when and how."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from typing import Any

ELEMENT_NAMES = {"content": "内容", "basis": "依据", "subject": "主体", "time": "时限", "method": "方式"}
ELEMENT_LETTERS = 2_000


class IncompleteError(ValueError):
    """An item without all five elements; `missing` are the Chinese names of those it lacks."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("、".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Elements:
    """The five elements, none of them empty: raises `IncompleteError` otherwise."""

    content: str
    basis: str
    subject: str
    time: str
    method: str

    def __post_init__(self) -> None:
        """Refuse an item that says less than the five."""
        missing = tuple(
            ELEMENT_NAMES[one.name] for one in fields(self) if not getattr(self, one.name).strip()
        )
        if missing:
            raise IncompleteError(missing)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Give each element with its Chinese name, in the order of the catalogue."""
        return tuple(zip(ELEMENT_NAMES.values(), astuple(self), strict=True))

    def text(self, title: str) -> str:
        """Give the item as a text that search finds and answers quote."""
        body = "\n\n".join(f"## 公开{name}\n\n{value}" for name, value in self.lines())
        return f"# {title}\n\n{body}\n"


def from_mapping(given: Mapping[str, Any]) -> Elements:
    """Give the elements given under their English or Chinese names; raises `IncompleteError`."""
    values = {name: given.get(name) or given.get(word) or "" for name, word in ELEMENT_NAMES.items()}
    return Elements(**{name: str(value).strip()[:ELEMENT_LETTERS] for name, value in values.items()})
