"""Which list of matters a message asks for: ways, eases, whom it is for, a time of life, a town."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from knowledge.documents.document import Audience
from knowledge.documents.guide_ways import GuideEase, ServiceWay

_Name = TypeVar("_Name")

LONGEST_WORDS_LETTERS = 40
MOST_LEFT_LETTERS = 2
LISTS = re.compile(
    r"(?:哪些|什么|啥子?|哪几[样项种件]|么子)(?:样的?)?(?:事项?|事情|业务|服务|手续|项目|证)?(?:可以|能|是|可)?|(?:能|可以|可)(?:办|做|弄|搞)(?:理)?(?:些|点|得)?(?:什么|哪些|啥子?|么子)?(?:事项?|事情|业务|手续)?"
    r"|(?:事项|办事|业务|办事指南|指南)(?:清单|列表|目录|大全|名单)|按(?:人生)?(?:阶段|场景)(?:找|看|查|办)?"
)
_COUNTED = (
    r"(?:办事)?指南(?:一共|总共|共|有|都){0,3}(?:多少|几)[项个份种]?|(?:多少|几)[项个份种](?:办事)?指南"
)
ASKS = re.compile(_COUNTED + r"|哪些|什么|啥|哪几|么子|清单|列表|目录|大全|名单|按(?:人生)?(?:阶段|场景)")
ALL = re.compile(
    _COUNTED
    + r"|人生阶段|按(?:人生)?(?:阶段|场景)|(?:办事)?指南(?:清单|列表|目录|大全)|(?:所有|全部)的?(?:办事)?(?:指南|事项)|办事(?:清单|目录|大全)"
)
# Of a time of life or a town alone much can be asked; a list of matters is, where something is to be done.
DONE = re.compile(
    r"(?:能|可以|可)(?:以)?(?:办|做|弄|搞)|(?:要|该|得)?办(?:理)?(?:些|点)?(?:什么|哪些|啥)|(?:什么|哪些|啥)(?:事(?!儿?怎)|业务|手续|指南)|清单|列表|目录|大全|名单|指南"
)
LEVEL = re.compile(r"((?:街道|乡镇|社区|村居|村|镇|县)级)")
_WAYS: Mapping[ServiceWay, re.Pattern[str]] = {
    ServiceWay.HOME: re.compile("上门(?:服务|办理?|来)?|(?:到|来)(?:我)?家里?来?办"),
    ServiceWay.ONLINE: re.compile(
        "网上|线上|在线|网络|手机上?|不(?:用|要|需要?)?出门|不(?:用|要|需要?)(?:跑腿|跑路|跑)(?!县|政务)|零跑腿?|足不出户|在家里?就?(?=能|可以|办)"
    ),
    ServiceWay.NEAR: re.compile(
        "就近|家门口|(?<![一-鿿]{2})(?:镇|乡)(?:上|里)|村(?:里|上)|社区|街道|(?:镇|乡)?便民(?:服务)?中心|不(?:用|要)(?:去|跑)(?:县城|县里|政务中心)"
    ),
    ServiceWay.AGENT: re.compile(
        "代办|委托(?:别人|他人|人)?|授权|(?:让|叫|请)(?:别人|家里人|儿女|子女|亲戚|村干部)(?:帮忙?|替|代)?|别人(?:帮忙?|替|代)"
    ),
    ServiceWay.HALL: re.compile("(?:政务)?(?:服务)?大厅|窗口|政务(?:服务)?中心"),
}
_EASES: Mapping[GuideEase, re.Pattern[str]] = {
    GuideEase.INSTANT: re.compile("秒批|秒办|自动审批"),
    GuideEase.ON_THE_SPOT: re.compile(
        "当场(?:就)?(?:办结|办好|拿证|办完|拿)?|立等可取|即办(?:件)?|(?:马上|立马|立刻|当天)(?:就)?(?=能|可以|办)"
    ),
    GuideEase.LATER: re.compile(
        "容缺(?:受理|办理)?|(?:材料)?(?:先办后补|后补)|(?:材料)?(?:不齐|没齐|缺材料|少材料)(?:也|都)?"
    ),
    GuideEase.LICENCE: re.compile("(?:用|凭|使用|亮)?电子(?:证照|身份证|证件)|(?:用|凭)手机亮证|亮证"),
    GuideEase.WAIVED: re.compile("(?:免|不用|不需要?|无需)(?:提?交|提供)(?:材料|证明)?|免证"),
    GuideEase.HANDED_DOWN: re.compile("下放(?:到?(?:基层|乡镇|街道|村里?|镇里?))?"),
    GuideEase.FREE: re.compile("免费|不(?:用|要|收|花)(?:钱|费)|免收费"),
    GuideEase.DELIVERED: re.compile("(?:免费)?(?:邮寄|快递|寄(?:到家|到|回家|给我|过来))"),
}
_AUDIENCES: Mapping[Audience, re.Pattern[str]] = {
    Audience.ENTERPRISE: re.compile("企业|公司|单位|厂里|店里|商户|老板"),
    Audience.PERSON: re.compile("个人|老百姓|群众|居民|市民"),
}
_STAGES: Mapping[str, str] = {
    "读书": "上学", "入学": "上学", "看病": "就医", "生病": "就医", "医疗": "就医", "找工作": "就业", "打工": "就业",
    "种田": "务农", "种地": "务农", "农民": "务农", "当兵": "退役", "退伍": "退役", "退役军人": "退役", "救助": "困难救助", "困难": "困难救助",
    "残疾人": "残疾人服务", "残疾": "残疾人服务", "买房": "住房", "租房": "住房", "建房": "住房", "做生意": "创业", "结婚": "婚育",
    "生孩子": "婚育", "生育": "婚育", "老人": "养老", "老年人": "养老", "开车": "出行", "丧葬": "身后", "殡葬": "身后",
}  # fmt: skip
_BESIDE = re.compile(
    r"请问|麻烦|你好|您好|想问(?:一下|下)?|问一下|我们?|咱们?|县里?|这里|那里|本地|现在|目前|都|也|就|还|到底|一共|总共|有|是|的话|方面|相关|阶段|想|要|看看?|看下|查查?|找找?|知道|了解|一下|给|帮|办理?|办得|做|弄|事项?|事情|业务|手续|指南|服务|可以|能够?|会|直接|只|到|去|在|用|来|里|上|的|了|呢|啊|吗|嘛|呀|吧|和|跟|又|且|并且|而且|同时|[\s,，。.!！?？、~～]"
)


@dataclass(frozen=True, slots=True)
class GuideWish:
    """What the matters of a list have to be; empty fields are wished for nothing, and all that are set hold together."""

    ways: frozenset[ServiceWay] = frozenset()
    eases: frozenset[GuideEase] = frozenset()
    audience: Audience | None = None
    stage: str = ""
    town: str = ""
    level: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Give what is wished for in a citizen's words, in the order of the lists."""
        return (
            *filter(None, (self.town, self.level, self.stage, self.audience.value if self.audience else "")),
            *(way.value for way in ServiceWay if way in self.ways),
            *(ease.value for ease in GuideEase if ease in self.eases),
        )


def wished(said: str, *, stages: Collection[str], towns: Collection[str]) -> GuideWish | None:
    """Give the list that a message asks for, an empty wish for all matters; None where it asks for anything else."""
    if len(said) > LONGEST_WORDS_LETTERS or not ASKS.search(said):
        return None
    rest = said
    town = max((name for name in towns if name in rest), key=len, default="")
    rest = rest.replace(town, "，") if town else rest
    level = found[1] if (found := LEVEL.search(rest)) else ""
    rest = LEVEL.sub("，", rest)
    stage, rest = _stage(rest, stages)
    ways, rest = _found(_WAYS, rest)
    eases, rest = _found(_EASES, rest)
    audiences, rest = _found(_AUDIENCES, rest)
    audience = audiences[0] if len(audiences) == 1 else None
    wish = GuideWish(frozenset(ways), frozenset(eases), audience, stage, town, level)
    if not (wish.ways or wish.eases or level or DONE.search(said)) or not (wish.names or ALL.search(said)):
        return None
    left = _BESIDE.sub("", LISTS.sub("", ALL.sub("", rest)))
    return wish if len(left) <= MOST_LEFT_LETTERS else None


def _found(words: Mapping[_Name, re.Pattern[str]], said: str) -> tuple[list[_Name], str]:
    found = []
    for name, pattern in words.items():
        if pattern.search(said):
            found.append(name)
            said = pattern.sub("，", said)
    return found, said


def _stage(said: str, stages: Collection[str]) -> tuple[str, str]:
    named = {name: name for name in stages} | {
        word: stage for word, stage in _STAGES.items() if stage in stages
    }
    word = max((word for word in named if word in said), key=len, default="")
    return (named[word], said.replace(word, "，")) if word else ("", said)
