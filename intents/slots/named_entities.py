"""Names of places, public bodies and persons inside a message.

There is no list of every road and village, so a place is a name with an ending that says what it is (路, 镇, 小区),
begun after a word that cannot belong to a name.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files

from intents.text.lexicon import Lexicon, WordSpan, lines

Piece = tuple[str, int, int, str]

_ENDINGS = [
    "街道办事处",
    "街道办",
    "街道",
    "社区",
    "新村",
    "行政村",
    "村",
    "镇",
    "乡",
    "县",
    "大道",
    "步行街",
    "路口",
    "路",
    "街",
    "巷",
    "弄",
    "小区",
    "花园",
    "花苑",
    "家园",
    "公寓",
    "广场",
    "小学",
    "中学",
    "一中",
    "二中",
    "幼儿园",
    "卫生院",
    "医院",
    "公园",
    "菜市场",
    "农贸市场",
    "菜场",
    "市场",
    "汽车站",
    "火车站",
    "客运站",
    "车站",
    "站点",
    "大桥",
    "桥头",
    "水库",
    "工业园",
    "开发区",
    "产业园",
    "码头",
    "景区",
    "政务服务中心",
    "行政服务中心",
    "便民服务中心",
    "便民服务站",
    "便民中心",
    "服务中心",
    "办事大厅",
    "服务大厅",
    "大厅",
    "查阅点",
    "图书馆",
    "博物馆",
    "纪念馆",
    "展览馆",
    "非遗馆",
    "科技馆",
    "食堂",
    "驿站",
    "公共厕所",
    "公厕",
    "母婴室",
    "农机站",
    "兽医站",
    "检测站",
    "加油站",
    "充电站",
    "文化站",
    "服务站",
    "服务点",
    "接种点",
    "回收点",
    "民政所",
    "司法所",
    "财政所",
    "工商所",
    "税务所",
    "大院",
    "纺织厂",
    "水泥厂",
    "化肥厂",
    "机械厂",
    "号地块",
    "期地块",
    "档案馆",
    "文化馆",
    "体育馆",
    "派出所",
    "福利院",
    "敬老院",
    "养老院",
    "车管所",
    "大厦",
    "大楼",
    "新区",
    "园区",
    "工业区",
    "完小",
    "实小",
    "职高",
    "高中",
    "三中",
    "一小",
    "二小",
    "三小",
]
_ENDING = "|".join(sorted(_ENDINGS, key=len, reverse=True))
_LAST_SIGNS = frozenset(ending[-1] for ending in _ENDINGS)
_INNER = "|".join(sorted((e for e in _ENDINGS if len(e) > 1), key=len, reverse=True))
_STOP = "喺在去到我你他她的是从住找查要请问帮想看有给把对和跟了吗于里往这那把为给让也都就说下上，过经用交家离没个能会可年月日号被因以读们份"
_HAN = rf"(?:(?![{_STOP}])[\u4e00-\u9fff])"
_DETAIL = r"(?>(?:[ ]?(?:[0-9一二三四五六七八九十]{1,4}(?:幢|栋|号楼|弄|号|单元|室|层|组|楼|座)|(?<=单元)[0-9]{3,4}|(?<=[幢栋楼室]) ?[0-9]{3,4}))*)"
_TAIL = "(?:门口|旁边|对面|附近)?"
_PLACE = re.compile(rf"(?:{_HAN}{{1,6}}?(?:{_ENDING}))(?:{_HAN}{{0,4}}?(?:{_INNER}))?{_DETAIL}{_TAIL}")
_FLOOR = re.compile(r"大厅[0-9一二三四五六七八九]楼(?:[a-z]区)?")
_OPENERS = re.compile(
    "^(?:另外|顺便|然后|以及|现在|以前|撤并|撤销|合并|新建|地址|反映|反应|投诉|举报|建议|爆料|预约|约号|约|申请|公开|关于|求|请求|麻烦|咨询|了解|获取|查询|补正|离|最近|附近|县里|本|咱|全|每|各|某|哪|几|一条|一个|整|"
    "现场|政府|信息|希望|觉得|知道|听说|已经|还|怎么|什么|哪里|社保|医保|公积金|不动产|户籍|婚姻|综合|办理|补|领|坐|乘|开|走|进|出|修|建|拆|堵|卖)+"
)
_NOT_PLACES = re.compile(
    "^(?:公|马|十字|道|线|思|出|网|铁|套|门|半|绕|问|修|让|同|一|半|上|下|过|逛|走|满|整|一条|乡|城|农|全|本|我|别|外|村|街|老|小|新)?(?:路|街|村|镇|乡|县|路口|社区|小区|巷|弄|市场|大厅|中学|小学)$"
)
_NAMED = "我叫|她叫|他叫|名叫|孩子叫|儿子叫|女儿叫|老婆叫|老公叫|我是|我的名字是|名字叫|姓名|名字|申请人|联系人|本人叫|本人|户主|法人代表|法定代表人|我爸|我妈|我爷爷|我奶奶"


class Whereabouts:
    """Finds places and bodies by ending and by lexicon, and persons by how they are introduced."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        known = [name for line in lines(files("intents") / "data" / "surnames.txt") for name in line.split()]
        surname = "|".join(sorted(known, key=len, reverse=True))
        after = r"(?=[^\u4e00-\u9fff]|$|电话|手机|身份证|申请|要|想|住|男|女|今年|的)"
        self._introduced = re.compile(
            rf"(?:{_NAMED})[ :是为]*(?P<name>(?:{surname})[\u4e00-\u9fff]{{1,2}}?){after}"
        )
        self._with_number = re.compile(
            rf"(?<![\u4e00-\u9fff])(?P<name>(?:{surname})[\u4e00-\u9fff]{{1,2}})[ ,:]*(?=1[3-9][0-9 \-]{{9}}|[0-9]{{17}})"
        )

    def names(self, text: str) -> Iterator[Piece]:
        """Give names of persons: those introduced as such, and those that stand before a phone number."""
        seen: set[int] = set()
        for pattern in (self._introduced, self._with_number):
            for match in pattern.finditer(text):
                if match.start("name") not in seen and match["name"] not in self._lexicon:
                    seen.add(match.start("name"))
                    yield "name", match.start("name"), match.end("name"), match["name"]

    def places(self, text: str, spans: Iterable[WordSpan]) -> Iterator[Piece]:
        """Give places: known ones, and names with an ending of a place."""
        taken = [False] * len(text)
        ended = not _LAST_SIGNS.isdisjoint(text)
        for match in (*_FLOOR.finditer(text), *_PLACE.finditer(text)) if ended else ():
            opener = _OPENERS.match(match.group()) if match.re is _PLACE else None
            start = match.start() + (opener.end() if opener else 0)
            word = text[start : match.end()]
            if not any(taken[start : match.end()]) and self._names_place(word):
                taken[start : match.end()] = [True] * len(word)
                yield "place", start, match.end(), word
        for span in spans:
            if ("place" in span.classes or "unit" in span.classes) and not any(taken[span.start : span.end]):
                start = span.start - (span.start > 0 and text[span.start - 1] == "县")
                yield "place", start, span.end, text[start : span.end]

    def _names_place(self, word: str) -> bool:
        return len(word) > 1 and not _NOT_PLACES.match(word)

    def units(self, spans: Iterable[WordSpan]) -> Iterator[Piece]:
        """Give public bodies known to the lexicon."""
        for span in spans:
            if "unit" in span.classes:
                yield "unit", span.start, span.end, span.word
