"""The other doors: what is not handled as a complaint but has a door of its own, told by its words (国办函〔2025〕66号).

Words are a guess, so whoever says that it is something else goes on; that somebody was shown a door is counted by the
day, and nobody is marked by it (disclosure-rules §13).
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from knowledge.text import regions
from knowledge.text.normal_form import fold


class OtherDoor(StrEnum):
    """A door that is not ours; why, and where it is, says the text `complaints.door.<value>`."""

    EMERGENCY = "emergency"
    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    DISCIPLINE = "discipline"
    REVIEW = "review"
    DISCLOSURE = "disclosure"
    PETITION = "petition"
    OUTSIDE = "outside"
    ELSEWHERE = "elsewhere"


_OFFICIAL = "干部|书记|支书|镇长|乡长|县长|局长|科长|主任|所长|站长|公务员|领导|村支书|村主任|村长|纪委|党员|民警|警察|城管"
# Whoever serves at a counter is called by the place.
_SERVING = rf"{_OFFICIAL}|(?:派出所|窗口|大厅|村委会?|居委会|镇里|乡里|局里|所里|站里)的?(?:那个|一个)?人|工作人员|办事员"
_MONEY = "钱|红包|礼金?|烟|酒|好处费?|回扣|[0-9一二两三四五六七八九十几百千](?:块|元|千|万)"
SIGNS: Mapping[OtherDoor, re.Pattern[str]] = {
    OtherDoor.DISCIPLINE: re.compile(
        rf"(?:{_OFFICIAL})[^。！？!?]{{0,16}}(?:贪污|受贿|[收拿](?:红包|好处|礼金|回扣|黑钱)|索贿|索要(?:好处|红包|钱)|挪用|侵占集体|公款吃喝|公车私用|以权谋私|吃拿卡要)"
        rf"|(?:贪污|受贿|索贿|挪用公款|以权谋私)[^。！？!?]{{0,16}}(?:{_OFFICIAL})"
        rf"|(?:{_SERVING})[^。！？!?]{{0,6}}(?:收|拿)(?:了|走|过|下)?(?:我|俺|咱|人家|别人|大家|群众|村民|他|她)(?:们|家)?[^。！？!?费税]{{0,6}}(?:{_MONEY})"
        rf"|(?:{_SERVING})[^。！？!?]{{0,6}}[问跟向管找](?:我|俺|咱|人家|村民)(?:们|家)?(?:索)?要[^。！？!?费税]{{0,4}}(?:{_MONEY})"
        rf"|(?:{_MONEY})[^。！？!?]{{0,2}}(?:送|塞|交)?给?(?<=[给送塞])(?:了)?[^。！？!?]{{0,3}}(?:{_OFFICIAL})"
        rf"|(?:送|塞|交)?给?(?<=[给送塞])(?:了)?[^。！？!?]{{0,3}}(?:{_OFFICIAL})[^。！？!?费税]{{0,6}}(?:{_MONEY})"
    ),
    OtherDoor.REVIEW: re.compile(
        r"(?:申请|提起?|要|想|走|去)[^。！？!?]{0,4}行政复议|不服[^。！？!?]{0,12}(?:行政处罚|处罚决定|行政决定|行政许可|认定书|征收决定)|(?:行政处罚|处罚决定|罚款|征收决定)[^。！？!?]{0,8}不服"
    ),
    OtherDoor.LITIGATION: re.compile(
        r"(?:法院|法官)[^。！？!?]{0,10}(?:判决|判了|裁定|立案|开庭|执行|不公|判得)|(?:不服|判决)[^。！？!?]{0,6}(?:判决|一审|二审)|(?:已经|正在|在)[^。！？!?]{0,4}(?:起诉|打官司|诉讼)|赢了官司|官司[^。！？!?]{0,6}(?:赢|输|打)"
    ),
    OtherDoor.ARBITRATION: re.compile(
        r"(?:已经|正在|在|要|想)[^。！？!?]{0,4}(?:申请|走|提)[^。！？!?]{0,4}仲裁|仲裁(?:委|庭|裁决|结果)[^。！？!?]{0,10}(?:不公|不服|太慢|裁)|不服[^。！？!?]{0,6}仲裁"
    ),
    OtherDoor.PETITION: re.compile(
        r"信访(?:局|办|件|处理意见|复查|复核)?[^。！？!?]{0,8}(?:已经|受理|登记|转|办理|答复|不满意|没结果|意见书)|(?:已经|正在|上次|之前|去)[^。！？!?]{0,6}(?:信访|上访)(?:了|过|件)"
    ),
    OtherDoor.DISCLOSURE: re.compile(
        r"(?:申请|要求|请求?|想要?|要)[^。！？!?]{0,6}(?:公开|公布|提供|查阅|复印|调取)[^。！？!?]{0,20}(?:文件|批文|批复|合同|账目|明细|决算|预算|名单|清单|台账|会议纪要|审批材料|环评报告|补偿方案)"
    ),
}
"""Read in this order: the first that fits is shown."""


# Of another place only in passing: who comes from there, works there, has its number plate or its accent.
_IN_PASSING = re.compile(r"来|人|牌|口音|打工|上班|务工|回来|户口|户籍|寄|发货|买|老板|公司|开发商|回")


def door_of(said: str, *, county: str = "") -> OtherDoor | None:
    """Give the door that words ask for; None where they ask for none of these.

    Where a `county` is given, what happened in another one has its door there.
    """
    door = next((door for door, sign in SIGNS.items() if sign.search(said)), None)
    return door or (OtherDoor.OUTSIDE if county and is_outside(said, county) else None)


def _behind(name: str, text: str) -> int:
    """Give where a text goes on behind a region's name; 密云区 may be called 密云."""
    spelt = next((name[:letters] for letters in range(len(name), 1, -1) if name[:letters] in text), "")
    return text.find(spelt) + len(spelt)


def is_outside(said: str, county: str) -> bool:
    """Whether words name another province, city or county as the place, and none of this county's."""
    text = fold(said)
    if county.removesuffix("县").removesuffix("区") in text:
        return False
    own = regions.named(fold(county))
    named = [
        region for region in regions.named(text) if not _IN_PASSING.match(text, _behind(region.name, text))
    ]
    return bool(named) and not any(one.agrees(other) for one in named for other in own)
