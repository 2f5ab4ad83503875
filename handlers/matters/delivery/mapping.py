"""Which column of a table is which field of a matter, as data: a file of the county's own, else the usual names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from yaml import YAMLError

from bot.errors import InputError
from bot.text.plain_yaml import read_foreign_yaml
from handlers.files.table_file import Row
from handlers.matters.delivery.lifecycle import MATTER_WORDS, MatterState

FIELDS = ("outer", "title", "unit", "state", "name", "identity", "phone", "opened_on", "due_on", "ended_on")
NEEDED = ("outer", "title", "unit", "state", "name", "identity", "opened_on")
STEP_DATES = ("started_on", "ended_on", "due_on")
MOST_FILE_BYTES = 64 * 1024
USUAL: Mapping[str, tuple[str, ...]] = {
    "outer": ("业务号", "办件编号", "业务编号", "受理号", "编号"),
    "title": ("事项", "事项名称", "业务类型"),
    "unit": ("承办单位", "办理单位", "单位"),
    "state": ("状态", "办理状态", "办件状态"),
    "name": ("姓名", "申请人", "申请人姓名", "单位名称", "企业名称"),
    "identity": ("证件号码", "身份证号", "统一社会信用代码", "证件号"),
    "phone": ("手机号", "手机", "联系电话"),
    "opened_on": ("受理日期", "申请日期", "收件日期"),
    "due_on": ("承诺办结日期", "办理期限", "应办结日期"),
    "ended_on": ("办结日期",),
}


@dataclass(frozen=True, slots=True)
class MappedStep:
    """One step of every matter of a table: its name, its unit, and the columns of its days."""

    name: str
    unit: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MatterMapping:
    """The names of each field's column, of which the first that a table has counts; what is the same in every row; words for states."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: USUAL)
    same: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[MappedStep, ...] = ()

    def calling(self, called: Mapping[str, str]) -> Self:
        """Give the same with some fields' columns called otherwise."""
        return replace(self, columns={**self.columns, **{name: (one,) for name, one in called.items()}})

    def rows(self, table: Sequence[Row]) -> list[dict[str, Any]]:
        """Give each row of a table, its head first, as the fields of a matter.

        Raises `InputError` naming the columns that lack.
        """
        head = [name.strip() for name in table[0]]
        places = {
            name: head.index(found)
            for name, called in self.columns.items()
            if (found := next((one for one in called if one in head), None)) is not None
        }
        lacking = [self.columns[name][0] for name in NEEDED if name not in places and name not in self.same]
        days = [one for step in self.steps for one in step.columns.values()]
        if lacking := [*lacking, *(one for one in days if one not in head)]:
            raise InputError("matters.refused.columns", columns="、".join(dict.fromkeys(lacking)))
        return [self._fields(row, places, head) for row in table[1:]]

    def _fields(self, row: Row, places: Mapping[str, int], head: Sequence[str]) -> dict[str, Any]:
        told: dict[str, Any] = dict(self.same)
        told |= {name: row[at] for name, at in places.items() if at < len(row) and row[at]}
        state = str(told.get("state", ""))
        told["state"] = self.states.get(state, state)
        if self.steps:
            told["steps"] = [_step(step, dict(zip(head, row, strict=False))) for step in self.steps]
        return told


def _step(step: MappedStep, cells: Mapping[str, str]) -> dict[str, str]:
    days = {name: cells.get(column, "") for name, column in step.columns.items()}
    state = "done" if days.get("ended_on") else "running" if days.get("started_on") else "ahead"
    return {"name": step.name, "unit": step.unit, "state": state, **days}


USUAL_MAPPING = MatterMapping()


def read_mapping(content: bytes) -> MatterMapping:
    """Give the mapping that a file writes; raises `InputError` naming what in it is wrong."""
    try:
        tree = read_foreign_yaml(content[: MOST_FILE_BYTES + 1].decode("utf-8-sig"))
    except (YAMLError, UnicodeDecodeError, ValueError) as error:
        raise InputError("matters.mapping.file") from error
    if not isinstance(tree, Mapping) or len(content) > MOST_FILE_BYTES:
        raise InputError("matters.mapping.file")
    if unknown := sorted(str(one) for one in tree if one not in {"columns", "same", "states", "steps"}):
        raise _wrong(unknown[0])
    return MatterMapping({**USUAL, **_columns(tree)}, _same(tree), _states(tree), _steps(tree))


def _wrong(where: str) -> InputError:
    return InputError("matters.mapping.wrong", where=where[:60], fields="、".join(FIELDS))


def _section(tree: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = tree.get(name) or {}
    if not isinstance(found, Mapping) or not all(isinstance(one, str) for one in found):
        raise _wrong(name)
    return found


def _columns(tree: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, called in _section(tree, "columns").items():
        names = [called] if isinstance(called, str) else called
        if (
            name not in FIELDS
            or not isinstance(names, list)
            or not names
            or not all(isinstance(one, str) and one.strip() for one in names)
        ):
            raise _wrong(f"columns.{name}")
        found[name] = tuple(one.strip() for one in names)
    return found


def _same(tree: Mapping[str, Any]) -> dict[str, str]:
    found = _section(tree, "same")
    for name, value in found.items():
        if name not in {"title", "unit", "state"} or not isinstance(value, str) or not value.strip():
            raise _wrong(f"same.{name}")
    return dict(found)


def _states(tree: Mapping[str, Any]) -> dict[str, str]:
    found = _section(tree, "states")
    for word, state in found.items():
        if state not in MATTER_WORDS:
            raise _wrong(f"states.{word}")
    return {word: MatterState(MATTER_WORDS[state]).value for word, state in found.items()}


def _steps(tree: Mapping[str, Any]) -> tuple[MappedStep, ...]:
    found = tree.get("steps") or []
    if not isinstance(found, list):
        raise _wrong("steps")
    steps = []
    for at, one in enumerate(found, start=1):
        if (
            not isinstance(one, Mapping)
            or set(one) - {"name", "unit", *STEP_DATES}
            or not all(isinstance(value, str) and value.strip() for value in one.values())
            or not one.get("name")
            or not ({"started_on", "ended_on"} & set(one))
        ):
            raise _wrong(f"steps[{at}]")
        days = {name: str(one[name]) for name in STEP_DATES if name in one}
        steps.append(MappedStep(one["name"], one.get("unit", ""), days))
    return tuple(steps)
