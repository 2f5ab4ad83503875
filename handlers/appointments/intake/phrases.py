"""What people say about appointments: for whom, that they do not come, that the time shall be another, yes to a freed seat."""

import re
from collections.abc import Mapping

SELF = "本人"
_WORDS_FOR: Mapping[str, tuple[str, ...]] = {
    "母亲": ("我妈妈", "我妈", "我母亲", "我娘", "老妈", "妈妈", "婆婆", "岳母"),
    "父亲": ("我爸爸", "我爸", "我父亲", "我爹", "老爸", "爸爸", "公公", "岳父"),
    "祖辈": ("爷爷", "奶奶", "外公", "外婆", "姥姥", "姥爷"),
    "配偶": (
        "我老公",
        "我老婆",
        "老公",
        "老婆",
        "我爱人",
        "爱人",
        "我丈夫",
        "我妻子",
        "老伴",
        "我媳妇",
        "我对象",
    ),
    "儿子": ("我儿子", "儿子"),
    "女儿": ("我女儿", "女儿", "闺女"),
    "孩子": ("孩子", "小孩", "娃娃", "宝宝", "我家娃"),
    "孙辈": ("孙子", "孙女", "外孙"),
    "兄弟姐妹": ("我哥", "我姐", "我弟", "我妹", "哥哥", "姐姐", "弟弟", "妹妹"),
    "亲戚朋友": (
        "邻居",
        "亲戚",
        "朋友",
        "同事",
        "舅舅",
        "叔叔",
        "阿姨",
        "姑姑",
        "伯伯",
        "别人",
        "老人",
        "老人家",
    ),
}
_WHOM = {word: name for name, words in _WORDS_FOR.items() for word in words}
_NAMED = "|".join(sorted(map(re.escape, _WHOM), key=len, reverse=True))
FOR_SOMEBODY = re.compile(r"(?:帮|给|替|为|带|陪|是)(?:着)?我?(" + _NAMED + ")")
OF_SOMEBODY = re.compile(r"(?:我|我们|咱)?(?:家)?(" + _NAMED + ")")
FIRST_COME = re.compile(r"残疾|轮椅|拄拐|行动不便|走不动|孕妇|怀孕|抱着孩子|盲人|聋哑|看不见")
AGE = re.compile(r"(?<![0-9])([6-9][0-9]|1[01][0-9])(?:多|来)?岁")

NOT_COMING = re.compile(
    r"(?:对不起|抱歉|不好意思|那|我|明天|后天|今天|上午|下午|那天|到时候|临时有事|有事|可能|就|都|已经|[,，。 ]){0,8}"
    r"(?:不去了|去不了了?|来不了了?|不来了|不能去了|不能来了|不约了|不用约了|不去办了|不办了|没空去了?)[吧啊呀了。.!！~～ ]{0,4}"
)
CANCELLING = re.compile(
    r"(?:取消|退掉|退了|撤销|撤掉|撤回|不要)[^,，。!！?？]{0,8}(?:预约|约的号|那个号|的号|号)(?:了|吧|啊|呀|[。.!！ ]){0,3}$"
    r"|(?:预约|约的号|那个号|的号|我的号)[^,，。!！?？没]{0,6}(?:取消|退掉|退了|退|撤销|撤掉|不要)(?:了|掉|吧|啊|一下|[。.!！ ]){0,3}$"
    r"|^退号[吧了。 ]{0,2}$"
)
CHANGING = re.compile(
    r"改约|改期|改签|改时间|改个?(?:时间|日子|天)|换个?(?:时间|日子|天)|(?:时间|预约|日子)(?:改|换)(?:一下|到|成|个)?"
    r"|^(?:我|想|能不能|可以|可不可以|能|要|把(?:预约|时间)?|预约|请|麻烦|帮我|[,， ]){0,5}(?:改到|改成|换到|推迟到?|延到|往后推|推后|挪到|提前到)[^?？]{0,20}[吗吧么?？。 ]{0,2}$"
)
TAKING = re.compile(
    r"(?:我?(?:要|接受|去|来|同意|确认|可以|行|好|好的|能去|要这个|要了|要的|就这个))(?:了|的|吧|啊|呀|[。.!！~ ]){0,4}"
)
LEAVING = re.compile(
    r"(?:我?(?:不要|不接受|不去|不来|让给别人|让给下一位|让给下一个|不用|算了|放弃))(?:了|的|吧|啊|呀|[。.!！~ ]){0,4}"
)


def whom(said: str) -> str:
    """Give for whom an appointment is made, in a word; whoever names nobody comes in person."""
    found = FOR_SOMEBODY.search(said)
    return _WHOM[found[1]] if found else SELF


def whom_named(said: str) -> str:
    """Give of whom words tell, where somebody is spoken of because of being unable to come."""
    found = OF_SOMEBODY.search(said)
    return _WHOM[found[1]] if found else SELF


def comes_first(said: str, *, age: int) -> bool:
    """Whether words tell of somebody who is seen first: a disability, a pregnancy, or the age that the county set."""
    if FIRST_COME.search(said):
        return True
    found = AGE.search(said)
    return bool(age and found and int(found[1]) >= age)
