"""Which column of the hotline's tables is which field, as data: `hotline.yml` beside the county file, else the usual names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handlers.complaints.county_file import tree_of

FILE = "hotline.yml"
OUTER = "outer"
TAKEN = (OUTER, "what", "where", "when", "wish", "kind", "category", "name", "phone", "position", "urgent")
GIVEN = ("outer", "number", "state", "unit", "result", "answer", "submitted", "due")
USUAL: Mapping[str, tuple[str, ...]] = {
    OUTER: ("工单编号", "热线编号", "工单号", "受理编号"),
    "what": ("诉求内容", "工单内容", "问题描述", "内容"),
    "where": ("事发地址", "发生地点", "诉求地址", "地址", "地点"),
    "when": ("事发时间", "发生时间"),
    "wish": ("诉求目的", "希望", "要求"),
    "kind": ("诉求类型", "工单类型", "类型"),
    "category": ("爆料类别",),
    "name": ("来电人", "诉求人", "姓名", "联系人"),
    "phone": ("来电号码", "联系电话", "电话"),
    "position": ("经纬度",),
    "urgent": ("紧急", "是否紧急"),
}


@dataclass(frozen=True, slots=True)
class HotlineColumns:
    """The names of each field's column, the first that a table has counts; `given` heads what is exported."""

    taken: Mapping[str, tuple[str, ...]]
    given: Mapping[str, str]

    def places(self, head: Sequence[str]) -> dict[str, int]:
        """Give at which place of a head each field stands; raises `ValueError` naming the required columns that lack."""
        names = [name.strip() for name in head]
        found = {
            field: names.index(name)
            for field, called in self.taken.items()
            if (name := next((one for one in called if one in names), None)) is not None
        }
        if lacking := [self.taken[field][0] for field in (OUTER, "what") if field not in found]:
            raise ValueError("、".join(lacking))
        return found


USUAL_COLUMNS = HotlineColumns(USUAL, {})


def load(path: Path) -> HotlineColumns:
    """Read the file; a field it does not name keeps its usual names. Raises `ValueError` naming what is wrong."""
    tree = tree_of(path)
    if not isinstance(tree, Mapping):
        raise ValueError(f"{path.name} 里没有内容")  # noqa: TRY004 - a file is wrong, not a call
    taken = dict(USUAL)
    for field, called in (tree.get("columns") or {}).items():
        names = [called] if isinstance(called, str) else called
        if field not in USUAL or not isinstance(names, list) or not names:
            raise ValueError(
                f"{path.name}: columns 里的 {field} 不认识，或者没有写列名；可以写 {'、'.join(USUAL)}"
            )
        taken[field] = tuple(map(str, names))
    given = {str(field): str(name) for field, name in (tree.get("export") or {}).items()}
    if unknown := sorted(set(given) - set(GIVEN)):
        raise ValueError(f"{path.name}: export 里的 {unknown[0]} 不认识；可以写 {'、'.join(GIVEN)}")
    return HotlineColumns(taken, given)
