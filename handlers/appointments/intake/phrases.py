"""What people say about appointments: for whom, that they do not come, that the time shall be another, yes to a freed seat."""

import re
from collections.abc import Mapping

from handlers.talk.form_phrases import yes_to

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
    r"(?:对不起|抱歉|不好意思|算了|嗯|哎|唉|哎呀|哦|那|我们|我俩|我|明天|后天|今天|上午|下午|那天|到时候|临时有事|有事|可能|就|还是|都|已经|[,，。 ]){0,8}"
    r"(?:不去了|去不了了?|去不成了?|来不了了?|来不成了?|不来了|不能去了|不能来了|不约了|不用约了|不去办了|不办了|没空去了?)[吧啊呀嘛哈了。.!！~～ ]{0,4}"
)
CANCELLING = re.compile(
    r"(?:取消|退掉|退了|撤销|撤掉|撤回|不要)[^,，。!！?？]{0,8}(?:预约|约的号|那个号|的号|号)(?:了|吧|啊|呀|[。.!！ ]){0,3}$"
    r"|(?:预约|约的号|那个号|的号|我的号)[^,，。!！?？没]{0,6}(?:取消|退掉|退了|退|撤销|撤掉|不要)(?:了|掉|吧|啊|一下|[。.!！ ]){0,3}$"
    r"|^退号[吧了。 ]{0,2}$"
)
CHANGING = re.compile(
    r"改约|改期|改签|(?:^|[,，。 ])(?:那|就|能不能|给我|帮我)?(?:改|换|调|挪)(?:到|成)(?:今天|明天|后天|大后天|下?个?(?:周|星期|礼拜)|[0-9一二三十]{1,3}[号日月]|上午|下午|早上)[^,，。?？]{0,14}(?:行不行|行不|好不好|可以不|可以吗|行吗|得不得行|要得不)?$|改时间|改个?(?:时间|日子|天)|换个?(?:时间|日子|天)|(?:时间|预约|日子)(?:改|换)(?:一下|到|成|个)?"
    r"|^(?:我|想|能不能|可以|可不可以|能|要|把(?:预约|时间)?|预约|请|麻烦|帮我|[,， ]){0,5}(?:改到|改成|换到|推迟到?|延到|往后推|推后|挪到|提前到)[^?？]{0,20}[吗吧么?？。 ]{0,2}$"
)
AGREED = yes_to("改成?这个|改|约上?|约起|约这个|定这个|定|订|登记上?|安排上?|来吧")
"""A yes with the words for what is agreed to."""
SEAT_ASKED = re.compile(
    r"(?:麻烦|帮忙?|给|替|请|就|想|要|能|赶紧|快)(?:我们?|俺们?|我俩|我妈|我爸|他|她|老人|咱)?(?:也|都|先|就)?约(?:起|上|下|一下|一?个(?!时间段)(?:号|位子|时间)?|好)?(?:嘛|吧|呗|哈|噻|啊|呀|咯|[,，。!！? ]|$)"
    r"|约(?:起|一个)(?:嘛|吧|呗|哈|噻|咯|[,，。!！? ]|$)|(?:留|拿|取|订)个号"
)
"""Asks plainly for a seat, whatever is told before and after it."""
GIVEN_UP = yes_to("取消|退了|退掉|不去|不来|不约|不要")
"""A yes to giving an appointment up."""
OWN = re.compile(
    r"我[^,，。!！?？]{0,8}约(?:的|着|了|好|上|到)的?(?:是|在|那个)?[^,，。!！?？]{0,6}(?:哪天|哪一天|几号|几点|哪个|什么时候|啥时候|啥子时候|哪里|哪儿|哪点|哪家|时间|地方|窗口)"
    r"|(?<![能要想得以])约(?:上|好|到|成)了?(?:没有|没得|没|吗|不)|(?:我|现在|还)[^,，。!！?？]{0,8}(?:有没有|有没得|有)(?:没有|没得)?约(?:着|了|好|上)"
    r"|(?:我的|我有|查一?下?|看一?下?)(?:预约|约的)(?:单|记录|情况|信息|时间)?(?:是|在|有)?(?:什么|哪些|哪天|几点|几号|啥)?[呢啊呀吗?？。 ]{0,3}$"
    r"|(?:哪天|几号)[^,，。!！?？]{0,3}几点[^,，。!！?？]{0,12}(?:约|号)"
)
"""Asks when and where one's own appointment is, or whether there is one."""
OWN_NUMBER = re.compile(
    r"(?:我的?|那|这个)[^,，。!！?？]{0,4}(?:号码|编号|预约号)(?:是|有)?(?:好多|多少|几|啥|什么)|(?:再|重新)(?:发|说|讲|念)(?:我|给我)?一[遍下次][^,，。!！?？]{0,8}(?:时间|地址|地方|号|记)?"
)
"""Asks for the number or the particulars once more, which only somebody with an appointment means by it."""
VISITED = re.compile(
    r"(?:哪天|几号|什么时候|啥时候|几点|几时|哪个|谁|派的?谁)[^,，。!！?？]{0,4}(?:上门|来(?:我家|家里|屋头)?)(?:[?？呢啊呀嘛哦 ]|$|[,，])"
    r"|上门(?:的事)?[^,，。!！?？]{0,4}(?:登记|安排|约)(?:好|上)?了?(?:没有|没得|没|吗)"
)
"""Asks when somebody comes to the house, which only somebody who is waited for means by it."""
BRINGING = re.compile(
    r"(?:(?:那天|到时候|到时|去的时候|去那天|过去|去|身上|窗口|我|她|他|要|得|该|需要?|还){0,6})带(?:些|点)?(?:什么|哪些|哪样|啥子|啥|些啥|些什么)(?:东西|材料|证件|资料|去|来|过去)?"
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
