"""In which towns and streets a matter is done near by, read from its guide: at everybody's counter, at the towns', at one's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.documents.guide_ways import TOLD_IN

STREET = "街道"
EXAMPLE = "如"
_BOTH = re.compile("乡镇[（(]街道|乡镇[、和或及]{1,2}街道|街道[（(]乡镇|街道[、和或及]{1,2}乡镇|镇街")
_TOWNS = re.compile("乡镇|村民委员会|村委会")
_STREETS = re.compile("(?:所在|居住|户籍|经营|常住)地街道|各街道|任一街道")
# Towns by their names, one or a list; what stands before a name is left out by whoever asks for a town.
_LIST = "((?:[一-鿿]{1,8}(?:街道|镇|乡)、){0,9}[一-鿿]{1,8}(?:街道|镇|乡))"
_NAMED = re.compile(_LIST + "(?:便民服务|党群服务|办事处|人民政府|政府)")
# Whose homes it is for, where that are only some towns.
_WITHIN = re.compile(_LIST + "(?:辖区|范围内|居民小区)")
_ANY = ("乡镇", "各镇", "各乡", "城镇", "城乡")


@dataclass(frozen=True, slots=True)
class GuideTowns:
    """Where near by a matter is done: at the counters of all `streets`, of all `towns`, and at those that are `named`."""

    streets: bool = False
    towns: bool = False
    named: tuple[str, ...] = ()

    def has(self, town: str) -> bool:
        """Whether it is done in a town or street."""
        if any(name.endswith(town) for name in self.named):
            return True
        return self.streets if town.endswith(STREET) else self.towns


NOWHERE = GuideTowns()


def towns_of(found: Mapping[str, str], *, unit: str = "") -> GuideTowns:
    """Give where a guide that is done near by is done: a street's own matter in that street, else what its words tell.

    What is for the homes of some towns is done in these. A guide that says only “社区” or “就近” is done everywhere;
    one that names single counters and no others, only there.
    """
    if own := _own(_NAMED.findall(unit)):
        return GuideTowns(named=own)
    if own := _own(_WITHIN.findall(found.get("conditions", ""))):
        return GuideTowns(named=own)
    told = "\n".join(found.get(name, "") for name in TOLD_IN)
    named = _own(_NAMED.findall(told))
    both = bool(_BOTH.search(told))
    streets, towns = both or bool(_STREETS.search(told)), both or bool(_TOWNS.search(told))
    by_example = any(EXAMPLE in name for name in named)
    if not (streets or towns) and (by_example or not named):
        return GuideTowns(streets=True, towns=True)
    return GuideTowns(streets, towns, named)


def _own(lists: list[str]) -> tuple[str, ...]:
    """Give the names of single towns among the lists of them that were found, each once."""
    return tuple(
        dict.fromkeys(name for each in lists for name in each.split("、") if not name.endswith(_ANY))
    )
