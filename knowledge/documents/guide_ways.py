"""In which ways a matter is done and what eases it, read from its guide: at a counter, at home, near by, online, by somebody else."""

import re
from collections.abc import Mapping
from enum import StrEnum

from knowledge.documents.guide import Mark, materials


class ServiceWay(StrEnum):
    """How a matter can be done (capabilities B8)."""

    HALL = "大厅办"
    HOME = "上门办"
    NEAR = "就近办"
    ONLINE = "网上办"
    AGENT = "委托代办"


class GuideEase(StrEnum):
    """What eases a matter (capabilities P8a, G10)."""

    INSTANT = "秒批"
    ON_THE_SPOT = "当场办结"
    LATER = "容缺受理"
    LICENCE = "电子证照"
    WAIVED = "免交材料"
    HANDED_DOWN = "下放基层"
    FREE = "免费"
    DELIVERED = "免费邮寄"


_WAYS = {
    ServiceWay.HALL: re.compile("政务服务中心|服务大厅|窗口|登记处|派出所|管理部|大厅办"),
    ServiceWay.HOME: re.compile("上门(?!费)"),
    ServiceWay.NEAR: re.compile("便民服务中心|便民服务站|社区|村民委员会|居民委员会|服务站|就近"),
    ServiceWay.ONLINE: re.compile("网上|政务服务网|公众号|手机应用|网上平台|政策平台|在线"),
    ServiceWay.AGENT: re.compile("委托|代办|授权|代收"),
}
# Who promises to come is not who says that nobody has to come.
_NOT = re.compile("(?:不|无法|不能|暂不|没有)(?:可以|能|提供|支持|办理)?(?:上门|网上|代办|委托)[^，。；\n]*")
_INSTANT = re.compile("秒批|秒办|自动审批|无人工干预")
_ON_THE_SPOT = re.compile("当场办结|即时办结|立等可取|当场发证|当场登记")
_FREE = re.compile("不收费|免费|免收|不收取")
_CHARGED = re.compile(r"\d\s{0,2}元")
_DELIVERED = re.compile(
    "免费邮寄|邮寄(?:均)?免费|免费寄|包邮|邮费由[^，。；]{0,6}财政|邮寄送达(?:不收费|，不收费)"
)
_HANDED_DOWN = re.compile("下放")
# Where the ways are told of, besides the heading that names them.
TOLD_IN = ("ways", "place", "steps", "hours")


def ways_of(found: Mapping[str, str], *, online: bool = False) -> frozenset[ServiceWay]:
    """Give the ways of a guide's elements; its own heading for them decides, else what its place and steps tell."""
    told = found.get("ways", "") or "\n".join(found.get(name, "") for name in TOLD_IN)
    told = _NOT.sub("", told)
    ways = {way for way, words in _WAYS.items() if words.search(told)}
    if _WAYS[ServiceWay.AGENT].search(found.get("materials", "")):
        ways.add(ServiceWay.AGENT)
    return frozenset(ways | ({ServiceWay.ONLINE} if online else set()))


def eases_of(found: Mapping[str, str]) -> frozenset[GuideEase]:
    """Give what eases a matter, as its guide's own words say."""
    marks = {one.mark for one in materials(found.get("materials", ""))}
    limit, fee = f"{found.get('limit', '')}\n{found.get('ways', '')}", found.get("fee", "")
    told = "\n".join(found.values())
    eases = {
        GuideEase.INSTANT: _INSTANT.search(limit),
        GuideEase.ON_THE_SPOT: _ON_THE_SPOT.search(limit),
        GuideEase.LATER: Mark.LATER in marks,
        GuideEase.LICENCE: Mark.LICENCE in marks,
        GuideEase.WAIVED: Mark.WAIVED in marks,
        GuideEase.HANDED_DOWN: _HANDED_DOWN.search(told),
        GuideEase.FREE: _FREE.search(fee) and not _CHARGED.search(fee),
        GuideEase.DELIVERED: _DELIVERED.search(told),
    }
    return frozenset(ease for ease, holds in eases.items() if holds)
