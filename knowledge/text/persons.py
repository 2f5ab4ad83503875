"""Names of persons in questions, hidden before a question is kept: only where the words beside a name tell that it is one.

Better a name left than a question spoilt: 石桥镇, 高龄 and 王局长 begin like names. An official named with the office
held (李建国局长) is named as an official, and stays.
"""

import re
from functools import cache, partial
from typing import NamedTuple

from bot.privacy import mask_name, mask_text
from knowledge.text import segmentation
from knowledge.text.surnames import surnames

# Hardly a word of the language begins with one of these: what follows makes a name without being a known word.
_PLAIN = frozenset("王李张刘陈杨赵吴徐郭罗郑谢韩曹邓彭蒋魏薛潘")
# A given name holds none of the small words that follow names.
_GIVEN = "(?![的是了在和与或及有为被将不没要能可会去来到也就都还吗呢吧啊住叫这那什怎])[\u4e00-\u9fff]"
# What ends with one of these is somebody by kind or place: 高中生, 常山人, 石桥镇.
_KINDS = frozenset(
    "生工人户者员师医民村镇乡县市区省族军兵级岁学家店厂司校院局所站路街里女子儿孩妈爸病症证卡房车牌补费"
)
_END = r"(?=$|[^\u4e00-\u9fff])"
_FOLLOWED = r"(?=$|[^\u4e00-\u9fff]|的|是|想|要|在|今年|现在|身份证|电话|手机|户口|户籍|住|男|女|家|请|问|申请|咨询|反映|去年|已|没|不|可|能|有|需|办)"
_CALLED = (
    r"(?:我(?:名字?)?叫|我的?名字[叫是]?|(?:本人|他|她|爸|妈|父亲|母亲|儿子|女儿|孩子|老公|老婆|丈夫|妻子|邻居)(?:名字?)?叫|名叫"
    r"|姓名(?:[是叫为]|[:：]|\s)+|(?:联系人|申请人|经办人|法定代表人|法人代表|法人|户主|收件人|当事人|患者|监护人|参保人)[是为]?[:：]\s*)"
)
_BEING = r"(?:我是|本人是|这里是|本人)"
_KIN = (
    r"(?:(?<=我)[爸妈]|爸爸|妈妈|父亲|母亲|丈夫|妻子|老公|老婆|儿子|女儿|孩子|孙子|孙女|爷爷|奶奶|外公|外婆|岳父|岳母|公公|婆婆"
    r"|哥哥|弟弟|姐姐|妹妹|邻居|户主|同事|村民|居民|患者|学生|老人)"
)
_BEFORE = (
    r"(?:^|[^\u4e00-\u9fff]|[叫给找问是和跟与请向替帮对由让被为]|邻居|村民|居民|业主|患者|学生|[爸妈亲])"
)
_HONOUR = r"(?=先生|女士|小姐(?!姐)|同志|同学|大爷|大妈|大叔|阿姨|叔叔|爷爷|奶奶|师傅)"
_WORD = re.compile("[\u4e00-\u9fff]{1,3}")
# An official told by the office held, and what stands where a name was.
_OFFICE = re.compile(
    "(?:副?(?:局|科|处|县|镇|乡|村|所|站|院|校|厂|店|队|组|会|部|区|市|行)长|(?:副)?(?:书记|主任|经理|主席)|某.?)"
)
_PLACES = ("边", "口", "桥", "河", "山", "湾", "坡", "沟", "岭", "某")
_NAMED_AS = ("nr", "nrt", "nrfg")


class _Rule(NamedTuple):
    """Where a name stands, and whether the word before it leaves a doubt that other signs have to settle."""

    pattern: re.Pattern[str]
    doubtful: bool


def mask_question(text: str) -> str:
    """Give a question as it may be kept: without personal numbers, and without names of persons told as such."""
    hidden = mask_text(text)
    for rule in _rules():
        hidden = rule.pattern.sub(partial(_hidden, doubtful=rule.doubtful), hidden)
    return hidden


@cache
def _rules() -> tuple[_Rule, ...]:
    surname = f"(?:{'|'.join(surnames().compound)}|[{surnames().single}])"
    name = f"(?P<name>{surname}(?:{_GIVEN}){{1,2}}?)"
    return (
        _Rule(re.compile(f"(?P<sign>{_CALLED}){name}{_FOLLOWED}"), doubtful=False),
        _Rule(re.compile(f"(?P<sign>{_BEFORE}){name}{_HONOUR}"), doubtful=True),
        _Rule(re.compile(f"(?P<sign>{_BEING}){name}{_END}"), doubtful=True),
        _Rule(re.compile(f"(?P<sign>{_KIN}){name}{_FOLLOWED}"), doubtful=True),
    )


def _hidden(found: re.Match[str], *, doubtful: bool) -> str:
    name = found["name"]
    spared = name[-1] in _KINDS or (doubtful and not _is_name(name))
    return found[0] if spared else found["sign"] + mask_name(name)


def may_name(text: str) -> bool:
    """Whether somebody may be named anywhere in a text, however unlikely the words beside: for what leaves for everybody.

    A place or a shop that begins as names do is taken for somebody too: better a text lost than a name given away.
    """
    parts = segmentation.tagged(text)
    follows = dict(enumerate(word for word, _ in parts[1:]))
    return any(_may_be_name(word, kind, follows.get(at, "")) for at, (word, kind) in enumerate(parts))


def _may_be_name(word: str, kind: str, follows: str) -> bool:
    """Whether a word is a name, or the surname of one that the segmenter cut in two."""
    known = surnames()
    if word in known.compound:
        return bool(_WORD.fullmatch(follows))
    begins = word.startswith(known.compound) or word[:1] in known.single
    if kind not in _NAMED_AS or not begins:
        return False
    if len(word) == 1:
        return word in _PLAIN and bool(_WORD.fullmatch(follows)) and not _OFFICE.fullmatch(follows)
    return word[-1] not in _KINDS and not word.endswith(_PLACES)


def _is_name(name: str) -> bool:
    """Whether a segmenter takes it for a name too, or for no word at all and it begins as only names do."""
    parts = segmentation.tagged(name)
    first, kind = parts[0]
    split = len(first) == 1 and len(parts) > 1
    return kind in _NAMED_AS or split or name[0] in _PLAIN or name.startswith(surnames().compound)
