"""Which unit of the county words name: by its name, without the county's, or by the short form that people use. Pure."""

import re
from collections.abc import Sequence

SHORTEST_LETTERS = 2
UNIT_SPOKEN = re.compile(
    r"[一-鿿]{1,12}?(?:局|委(?!员)|办公室|联合会|管理部|人民政府|(?<!乡)镇|(?<!个)乡|街道|残联)"
)


def unit_named(said: str, units: Sequence[str]) -> tuple[str, str]:
    """Give the words by which a message names a unit, and the unit; empty texts for none.

    A unit is named by its letters in their order, ending as its name does: 人社局 is 人力资源和社会保障局.
    """
    for unit in sorted(units, key=len, reverse=True):
        for name in (unit, _without_county(unit)):
            if name and name in said:
                return name, unit
    for found in UNIT_SPOKEN.finditer(said):
        for start in range(len(found[0]) - 1):
            spoken = found[0][start:]
            fitting = [unit for unit in units if _abbreviates(spoken.removeprefix("县"), unit)]
            if fitting:
                return spoken, min(fitting, key=len)
    return "", ""


def _without_county(unit: str) -> str:
    county, _, rest = unit.partition("县")
    return rest if county and len(rest) > SHORTEST_LETTERS else ""


def _abbreviates(spoken: str, unit: str) -> bool:
    letters = iter(_without_county(unit) or unit)
    whole = len(spoken) > SHORTEST_LETTERS and all(letter in letters for letter in spoken)
    return whole and (spoken[-1] == unit[-1] or unit.endswith("人民政府") or spoken.endswith("残联"))
