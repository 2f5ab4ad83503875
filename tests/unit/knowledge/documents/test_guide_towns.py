"""In which towns a matter is done near by, in the guide's own words."""

import pytest

from knowledge.documents.guide import parts
from knowledge.documents.guide_towns import towns_of

TOWNS = ("青溪街道", "城东街道", "石桥镇", "龙潭畲族乡")
STREET_OFFICE = "青岚县青溪街道办事处"


@pytest.mark.parametrize(
    ("text", "unit", "towns"),
    [
        ("## 受理地点\n户籍地乡镇（街道）便民服务中心", "", TOWNS),
        ("## 受理地点\n任一乡镇、街道便民服务中心", "", TOWNS),
        ("## 受理地点\n乡镇便民服务中心，如石桥镇便民服务中心", "", TOWNS[2:]),
        ("## 受理地点\n村民委员会", "", TOWNS[2:]),
        ("## 受理地点\n派出所；龙潭畲族乡便民服务中心可代收", "", TOWNS[3:]),
        ("## 受理地点\n青溪街道、城东街道便民服务中心", "", TOWNS[:2]),
        ("## 受理地点\n居住地街道便民服务中心", "", TOWNS[:2]),
        ("## 受理地点\n社区居民委员会", "", TOWNS),
        ("## 申请条件\n青溪街道、城东街道居民小区内\n## 受理地点\n社区", "", TOWNS[:2]),
        ("## 申请条件\n参加本县城乡居民养老保险\n## 受理地点\n就近", "", TOWNS),
        ("## 受理地点\n乡镇（街道）便民服务中心", STREET_OFFICE, TOWNS[:1]),
        ("## 受理地点\n就近的便民服务中心，例如石桥镇便民服务中心", "", TOWNS),
        # Where the county's hall lies is no counter of that street.
        ("## 受理地点\n政务服务中心（青溪街道青岚大道66号）；石桥镇便民服务中心", "", TOWNS[2:3]),
    ],
)
def test_the_towns_are_read(text: str, unit: str, towns: tuple[str, ...]) -> None:
    found = towns_of(parts(text), unit=unit)
    assert tuple(town for town in TOWNS if found.has(town)) == towns
