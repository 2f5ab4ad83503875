"""Finds the units that a complaint's own words accuse, so that the wall stands before anybody has read it. Pure.

Rather one too many: a wall that is not right is lifted by the office with a reason, one that is missing cannot be undone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from handlers.complaints.case.kinds import ComplaintKind

SENTENCES = re.compile(r"[。！!？?；;\n]+")
BLAME = re.compile(
    r"举报|投诉|控告|检举|不作为|乱作为|推诿|推来推去|踢皮球|刁难|卡着不办|拖着不办|包庇|袒护|勾结|保护伞|吃拿卡要|索要|索贿|受贿|行贿|"
    r"收(?:了)?(?:红包|好处|钱|礼)|送(?:了)?(?:红包|好处|钱|礼)|好处费|回扣|乱收费|乱罚款|乱摊派|克扣|截留|冒领|挪用|贪污|私分|"
    r"态度(?:很|太|特别|非常|极其)?(?:差|恶劣|蛮横|粗暴|不好|冷漠)|骂人|打人|辱骂|殴打|威胁|恐吓|违规|违法|违纪|滥用|弄虚作假|徇私|"
    r"通风报信|泄露|打击报复|报复|暗箱|不公|偏袒|敷衍|不管|不处理|不理|没人管|不给办|拒绝办|形式主义|公车私用|吃喝|赌博"
)
OFFICIAL = re.compile(
    r"局长|副局长|科长|股长|所长|队长|大队长|主任|书记|镇长|乡长|县长|处长|站长|民警|辅警|执法人员|工作人员|办事员|窗口|领导|干部"
)
ALWAYS = frozenset({ComplaintKind.REPORT})
ACCUSING = ALWAYS | {ComplaintKind.COMPLAINT, ComplaintKind.TIP, ComplaintKind.HELP}
# What people say for a unit whose name ends so; the name's own words need no entry here.
USUAL: Mapping[str, tuple[str, ...]] = {
    "市场监督管理局": ("市监局", "市场监管局", "工商局", "食药监", "质监局", "市监所"),
    "住房和城乡建设局": ("住建局", "城建局", "建设局", "房管局", "城管", "市容局"),
    "人力资源和社会保障局": ("人社局", "劳动局", "社保局", "劳动监察", "就业局"),
    "自然资源和规划局": ("自然资源局", "国土局", "规划局", "资规局"),
    "生态环境局": ("环保局", "生态局", "环境局"),
    "公安局": ("派出所", "交警", "公安", "警察", "刑警", "特警", "民警", "交管"),
    "交通运输局": ("交通局", "运管所", "公路局", "路政"),
    "农业农村局": ("农业局", "农委", "农业农村", "畜牧局"),
    "卫生健康局": ("卫健局", "卫健委", "卫生局", "卫计局"),
    "文化和旅游局": ("文旅局", "旅游局", "文化局", "文体局"),
    "医疗保障局": ("医保局",),
    "教育局": ("教委", "教体局"),
    "民政局": ("低保办", "殡葬办"),
    "政务服务和数据管理局": ("政务服务中心", "办事大厅", "政务大厅", "行政服务中心", "政务中心"),
    "发展和改革局": ("发改局", "发改委", "物价局"),
    "经济和信息化局": ("经信局", "工信局"),
    "退役军人事务局": ("退役军人局",),
    "税务局": ("国税", "地税", "税务所", "税务大厅"),
}
STREET, GOVERNMENT = "街道办事处", "人民政府"


@dataclass(frozen=True, slots=True)
class AccusedUnits:
    """Which words stand for which unit; the longest word at a place is the one that counts."""

    words: Mapping[str, str]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, county: str, units: Iterable[str]) -> Self:
        """Give the reader of a county's units by their full names."""
        words = {word: unit for unit in units for word in _said(county, unit)}
        ordered = sorted(words, key=len, reverse=True)
        return cls(words, re.compile("|".join(map(re.escape, ordered))) if ordered else None)

    def named(self, text: str) -> tuple[str, ...]:
        """Give the units that a text names, in its order."""
        if self.pattern is None:
            return ()
        return tuple(dict.fromkeys(self.words[found[0]] for found in self.pattern.finditer(text)))

    def accused(self, text: str, kind: ComplaintKind) -> tuple[str, ...]:
        """Give the units that a complaint of a kind accuses: named beside blame or an official, in a report merely named."""
        if kind not in ACCUSING:
            return ()
        if kind in ALWAYS:
            return self.named(text)
        blamed = (part for part in SENTENCES.split(text) if BLAME.search(part) or OFFICIAL.search(part))
        return tuple(dict.fromkeys(unit for part in blamed for unit in self.named(part)))


def _said(county: str, unit: str) -> Iterable[str]:
    """Give what people write for a unit: its name, its name without the county, the usual short names."""
    yield unit
    short = unit.rsplit(county, maxsplit=1)[-1] if county and county in unit else unit
    if short.endswith(STREET) and short != STREET:
        place = short.removesuffix(STREET)
        yield from (short, f"{place}办事处", f"{place}街道办", f"{place}街道政府")
    elif short.endswith(GOVERNMENT):
        place = short.removesuffix(GOVERNMENT)
        yield from (short, f"{place}政府") if place else ("县政府",)
    else:
        yield short
        for ending, usual in USUAL.items():
            if short.endswith(ending):
                yield from (ending, *usual)
