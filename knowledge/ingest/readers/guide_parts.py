"""The parts of a guide that a row of an office's list of services holds, each under the heading a guide has for it."""

import re
from collections.abc import Mapping, Sequence

from knowledge.ingest.readers.columns import part_of, part_rank

_BREAK = re.compile(r"[\n；;]+")
_NUMBER = re.compile(r"^(?:\d{1,2}\s?[.．、)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]|[-•●])\s*")
# A column that only asks whether there is a fee.
WHETHER_FEE = "是否收费"
_NO = frozenset({"否", "不", "无", "免费", "不收费", "不收取", "no", "0"})
_YES = frozenset({"是", "有", "收费", "yes", "1"})


def parts_of(cells: Mapping[int, str], names: Sequence[str]) -> dict[str, object]:
    """Give the parts that a row holds; a cell that lists several materials gives a line for each.

    Where several columns say one part, the best named comes first and the others stay behind it with their names.
    """
    parts: dict[str, object] = {}
    for at, name in sorted(enumerate(names), key=lambda one: part_rank(one[1])):
        part, value = part_of(name), cells.get(at, "").strip()
        if not part or not value:
            continue
        if part == "materials":
            parts.setdefault(part, _materials(value))
        elif name.strip() == WHETHER_FEE:
            parts.update(_fee(value, parts.get(part)))
        else:
            known = parts.get(part)
            parts[part] = value if known is None else f"{known}；{name.strip()}：{value}"
    return parts


def _materials(value: str) -> object:
    """Give the materials of a cell, a line for each without the number it bears there."""
    listed = [_NUMBER.sub("", one.strip()) for one in _BREAK.split(value) if one.strip()]
    return listed if len(listed) > 1 else value


def _fee(value: str, known: object) -> dict[str, object]:
    """Give what 是否收费 says in words; where the fee itself is told, only a contradiction is worth saying."""
    if value.lower() in _NO:
        return {
            "fee": "不收费" if known in {None, "无", "0", "0元", "/"} else f"{known}；{WHETHER_FEE}：{value}"
        }
    if value.lower() in _YES:
        return {} if known else {"fee": "收费"}
    return {"fee": value if known is None else f"{known}；{value}"}
